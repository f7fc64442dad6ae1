// SPDX-License-Identifier: Apache-2.0
// File names as URIs and relative paths that a report may carry.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace vouch::report {

// What stands in place of a file name for what is about the estate as a whole.
inline constexpr std::string_view kEstatePlace = "<estate>";

// `file` relative to `root` (an absolute folder), percent-encoded, with no scheme, no `.` and no `..` in it. A relative `file` is one below
// `root`. nullopt where it lies outside, or is no file (standard input, the estate).
std::optional<std::string> relative_uri(std::string_view file, std::string_view root);

// The same without the encoding.
std::optional<std::string> relative_path(std::string_view file, std::string_view root);

}  // namespace vouch::report
