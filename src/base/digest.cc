// SPDX-License-Identifier: Apache-2.0
// Tested by digest_test.cc.
#include "base/digest.h"

#include <array>

#include <openssl/evp.h>

namespace vouch::base {

Result<std::string> sha256_hex(std::string_view bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1)
        return fail(Code::internal, "SHA-256 is not available");
    std::string hex;
    for (unsigned i = 0; i < length; ++i) {
        hex += kDigits[digest[i] >> 4U];
        hex += kDigits[digest[i] & 0xFU];
    }
    return hex;
}

}  // namespace vouch::base
