// SPDX-License-Identifier: Apache-2.0
// Tested by digest_test.cc.
#include "base/digest.h"

#include <array>

#include <openssl/evp.h>

#include "base/base64.h"
#include "base/handle.h"

namespace vouch::base {
namespace {

using Digest = std::array<unsigned char, 32>;

Result<Digest> sha256(std::string_view bytes) {
    Digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        return fail(Code::internal, "SHA-256 is not available");
    return digest;
}

std::string hex_of(const Digest& digest) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 0xFU];
    }
    return hex;
}

using Context = Handle<EVP_MD_CTX, EVP_MD_CTX_free>;

}  // namespace

struct Sha256::State {
    Context context{EVP_MD_CTX_new()};
    bool good = false;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    state_->good = state_->context && EVP_DigestInit_ex(state_->context.get(), EVP_sha256(), nullptr) == 1;
}
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;
Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes) {
    state_->good = state_->good && EVP_DigestUpdate(state_->context.get(), bytes.data(), bytes.size()) == 1;
}

Result<std::string> Sha256::hex() const {
    Digest digest{};
    const Context copy(EVP_MD_CTX_new());
    if (!state_->good || !copy || EVP_MD_CTX_copy_ex(copy.get(), state_->context.get()) != 1 ||
        EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) != 1)
        return fail(Code::internal, "SHA-256 is not available");
    return hex_of(digest);
}

Result<std::string> sha256_hex(std::string_view bytes) {
    VOUCH_TRY(const Digest digest, sha256(bytes));
    return hex_of(digest);
}

Result<std::string> sha256_base64(std::string_view bytes) {
    VOUCH_TRY(const Digest digest, sha256(bytes));
    return to_base64(std::string(digest.begin(), digest.end()));
}

}  // namespace vouch::base
