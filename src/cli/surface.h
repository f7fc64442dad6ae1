// SPDX-License-Identifier: Apache-2.0
// What the program offers, as plain data: its commands, their options and arguments. Read out of the declarations of the
// commands, so that nothing else has to name them; the completions of shells are written from it.
#pragma once

#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace vouch::cli {

// What follows an option, or stands for an argument.
enum class Takes { nothing, text, words, file, folder };

struct OptionSurface {
    std::vector<std::string> names;  // as they are typed: "--quiet", "-q"; none for an argument
    std::string summary;
    std::string type;  // "FILE", "KEY=VALUE"
    Takes takes = Takes::nothing;
    std::vector<std::string> words;  // that it takes, where these are known
    bool repeats = false;
};

struct CommandSurface {
    std::string path;  // "guard validate"; empty for the program itself
    std::string name;  // "validate"
    std::string summary;
    std::vector<OptionSurface> options;    // sorted by their first name, a long one
    std::vector<OptionSurface> arguments;  // in their order
    std::vector<CommandSurface> commands;  // below this one, sorted
};

CommandSurface surface_of(const CLI::App& program);

}  // namespace vouch::cli
