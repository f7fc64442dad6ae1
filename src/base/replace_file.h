// SPDX-License-Identifier: Apache-2.0
// Writing a file that is there already, all of it or nothing.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::base {

// The file at `path` holds `text` afterwards, under the permissions that it had; whoever reads it meanwhile sees the old text or the new
// one. Errors: not_found; unreadable where it is no regular file (a symbolic link is none) or cannot be replaced; then it is as it was.
Result<void> replace_file(const std::string& path, std::string_view text);

}  // namespace vouch::base
