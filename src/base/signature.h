// SPDX-License-Identifier: Apache-2.0
// Signatures with Ed25519 (RFC 8032), keys in PEM as `openssl genpkey -algorithm ed25519` writes them.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::base {

// The signature of `message` in base 64. Errors: invalid_value where the text holds no such private key, or one with a pass phrase.
Result<std::string> sign(std::string_view private_key, std::string_view message);
// Whether `signature` (base 64) is that key's of `message`. Errors: invalid_value where the text holds no such public key.
Result<bool> is_signed(std::string_view public_key, std::string_view message, std::string_view signature);

}  // namespace vouch::base
