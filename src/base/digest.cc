// SPDX-License-Identifier: Apache-2.0
// Tested by digest_test.cc.
#include "base/digest.h"

#include <array>

#include <openssl/evp.h>

#include "base/base64.h"

namespace vouch::base {
namespace {

using Digest = std::array<unsigned char, 32>;

Result<Digest> sha256(std::string_view bytes) {
    Digest digest{};
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1)
        return fail(Code::internal, "SHA-256 is not available");
    return digest;
}

}  // namespace

Result<std::string> sha256_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    VOUCH_TRY(const Digest digest, sha256(bytes));
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 0xFU];
    }
    return hex;
}

Result<std::string> sha256_base64(std::string_view bytes) {
    VOUCH_TRY(const Digest digest, sha256(bytes));
    return to_base64(std::string(digest.begin(), digest.end()));
}

}  // namespace vouch::base
