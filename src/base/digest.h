// SPDX-License-Identifier: Apache-2.0
// Digests of bytes.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::base {

// SHA-256 of `bytes` as 64 lower-case hexadecimal digits. Errors: internal, where the crypto library refuses.
Result<std::string> sha256_hex(std::string_view bytes);
// The same in base 64, as content security policies write it. Errors: as sha256_hex().
Result<std::string> sha256_base64(std::string_view bytes);

}  // namespace vouch::base
