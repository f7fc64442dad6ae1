// SPDX-License-Identifier: Apache-2.0
// Keyed digests, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::aws::detail {

// HMAC-SHA-256 of `bytes` under `key`: 32 bytes. Errors: internal, where the crypto library refuses.
base::Result<std::string> hmac_sha256(std::string_view key, std::string_view bytes);

// SHA-1 of `bytes` in lower-case hexadecimal digits: names of cached tokens, nothing that has to be secure.
base::Result<std::string> sha1_hex(std::string_view bytes);

// Lower-case hexadecimal digits.
std::string hex(std::string_view bytes);

// Overwrites the text in a way that no optimiser leaves out, then empties it.
void wipe(std::string& text);

}  // namespace vouch::aws::detail
