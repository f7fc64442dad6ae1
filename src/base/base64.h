// SPDX-License-Identifier: Apache-2.0
// Base64 with the standard alphabet (RFC 4648 section 4).
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vouch::base {

std::string to_base64(std::string_view bytes);
// The bytes that `text` spells, with or without padding; nullopt where it has another character, white space included.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace vouch::base
