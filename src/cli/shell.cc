// SPDX-License-Identifier: Apache-2.0
// What the writers of completions share.
#include "cli/shell.h"

namespace vouch::cli {

std::string quoted(std::string_view text, std::string_view quote) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'') {
            out += quote;
        } else {
            out += c;
        }
    }
    return out + "'";
}

std::vector<const CommandSurface*> all_commands(const CommandSurface& program) {
    std::vector<const CommandSurface*> all;
    for (const CommandSurface& command : program.commands) {
        all.push_back(&command);
        for (const CommandSurface& below : command.commands) all.push_back(&below);
    }
    return all;
}

}  // namespace vouch::cli
