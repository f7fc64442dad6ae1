// SPDX-License-Identifier: Apache-2.0
// A file or standard input as it comes.
#pragma once

#include <string>

#include "cli/command.h"
#include "trail/tar_reader.h"

namespace vouch::cli {

// `file` may be a pipe; "-" is standard input. Once the user wants to stop, reading fails (cancelled). Errors: not_found, unreadable.
base::Result<trail::ReadMore> open_stream(World& world, const std::string& file);

}  // namespace vouch::cli
