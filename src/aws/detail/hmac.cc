// SPDX-License-Identifier: Apache-2.0
// Tested by sign_test.cc and by credentials/credentials_test.cc.
#include "aws/detail/hmac.h"

#include <array>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace vouch::aws::detail {

base::Result<std::string> hmac_sha256(std::string_view key, std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    const auto* text = reinterpret_cast<const unsigned char*>(bytes.data());
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), text, bytes.size(), digest.data(), &length) == nullptr)
        return base::fail(base::Code::internal, "HMAC-SHA-256 is not available");
    return std::string(reinterpret_cast<const char*>(digest.data()), length);
}

base::Result<std::string> sha1_hex(std::string_view bytes) {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha1(), nullptr) != 1)
        return base::fail(base::Code::internal, "SHA-1 is not available");
    return hex(std::string_view(reinterpret_cast<const char*>(digest.data()), length));
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char each : bytes) {
        const auto byte = static_cast<unsigned char>(each);
        out += kDigits[byte >> 4U];
        out += kDigits[byte & 0xFU];
    }
    return out;
}

void wipe(std::string& text) {
    OPENSSL_cleanse(text.data(), text.capacity());
    text.clear();
}

}  // namespace vouch::aws::detail
