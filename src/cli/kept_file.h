// SPDX-License-Identifier: Apache-2.0
// Files of ours that are written anew as a whole.
#pragma once

#include <string>
#include <string_view>

#include "base/error.h"

namespace vouch::cli {

// The file at `path` holds `text` afterwards, for its owner alone where it was not there; on an error it is as it was. Errors: unwritable;
// unreadable where something else than a regular file stands there.
base::Result<void> keep_file(const std::string& path, std::string_view text);

}  // namespace vouch::cli
