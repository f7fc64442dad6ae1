// SPDX-License-Identifier: Apache-2.0
// File names as URI references.
#pragma once

#include <string>
#include <string_view>

namespace vouch::guard::report {

// `path` without `root` (which ends in a slash) in front, escaped; the whole path without its first slash where it is not
// below it.
std::string relative_uri(std::string_view path, std::string_view root);

}  // namespace vouch::guard::report
