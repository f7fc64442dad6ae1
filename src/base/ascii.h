// SPDX-License-Identifier: Apache-2.0
// ASCII letters and digits, whatever the locale; every other byte is neither and stays as it is.
#pragma once

#include <string>
#include <string_view>

namespace vouch::base {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
constexpr char to_upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

std::string to_lower(std::string_view text);
std::string to_upper(std::string_view text);

// Words that are joined by dashes as one name: "s3-versioning" gives "S3Versioning".
std::string pascal_case(std::string_view id);

}  // namespace vouch::base
