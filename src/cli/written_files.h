// SPDX-License-Identifier: Apache-2.0
// Files that a command makes for people to keep: nothing that is there is replaced unasked.
#pragma once

#include <span>
#include <string>

#include "cli/command.h"

namespace vouch::cli {

struct WrittenFile {
    std::string path;
    std::string text;
};

// Writes the files, makes folders that are missing, and prints the paths. Without `force` nothing is written where one of them is there
// already (kUsage); links and what is no regular file are never replaced. kIncomplete where one cannot be written; the message names it.
int write_kept_files(World& world, std::span<const WrittenFile> files, bool force);

}  // namespace vouch::cli
