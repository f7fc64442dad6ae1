// SPDX-License-Identifier: Apache-2.0
// What a shell is to us: a way to write down completions. Each stands in a file of shells/; CMake makes the table.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "cli/surface.h"

namespace vouch::cli {

struct Shell {
    std::string_view name;  // "bash"
    // The script that completes the program's commands, options and their values.
    std::string (*completions)(const CommandSurface& program);
};

// Sorted by name.
std::span<const Shell* const> shells();

// `text` between single quotes; a quote in it is spelt `quote` ('\'' for bash and zsh).
std::string quoted(std::string_view text, std::string_view quote);

// Every command that takes options, the program itself left out, in the order of their paths.
std::vector<const CommandSurface*> all_commands(const CommandSurface& program);

}  // namespace vouch::cli
