// SPDX-License-Identifier: Apache-2.0
// fish: a line for each option of each command, under the condition that the command line begins with that command.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/shell.h"

namespace vouch::cli {
namespace {

constexpr std::string_view kFishQuote = R"(\')";

std::string fish_quoted(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') out += '\\';
        out += c;
    }
    return quoted(out, kFishQuote);
}

std::string value_flags(const OptionSurface& option) {
    switch (option.takes) {
        case Takes::nothing: return {};
        case Takes::words: return fmt::format(" -x -a '{}'", fmt::join(option.words, " "));
        case Takes::file: return " -r -F";
        case Takes::folder: return " -x -a '(__fish_complete_directories)'";
        case Takes::text: break;
    }
    return " -x";
}

std::string option_line(const OptionSurface& option) {
    std::string names;
    for (const std::string& name : option.names) names += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    return names + value_flags(option) + " -d " + fish_quoted(option.summary) + "\n";
}

std::string argument_line(const OptionSurface& argument) {
    return argument.takes == Takes::file ? std::string(" -F\n") : " -f" + value_flags(argument) + "\n";
}

std::string lines(const CommandSurface& command) {
    const std::string begin = fmt::format("complete -c vouch -n '__vouch_at {}'", command.path);
    std::string out;
    for (const OptionSurface& option : command.options) out += begin + option_line(option);
    if (!command.arguments.empty()) out += begin + argument_line(command.arguments.front());
    for (const CommandSurface& below : command.commands)
        out += fmt::format("complete -c vouch -n '__vouch_just {}' -f -a {} -d {}\n", command.path, below.name, fish_quoted(below.summary));
    return out + "\n";
}

constexpr std::string_view kFishHead = R"(# Completion of vouch for fish: `vouch help --completions fish`.
# Whether the words before the cursor begin with these ones.
function __vouch_at
    set -l words (commandline -opc)
    for i in (seq (count $argv))
        test "$words[(math $i + 1)]" = "$argv[$i]"; or return 1
    end
end
# Whether they are these ones and no more.
function __vouch_just
    test (count (commandline -opc)) -eq (math (count $argv) + 1); and __vouch_at $argv
end

)";

std::string fish_completions(const CommandSurface& program) {
    std::string out(kFishHead);
    for (const CommandSurface& command : program.commands)
        out += fmt::format("complete -c vouch -n __vouch_just -f -a {} -d {}\n", command.name, fish_quoted(command.summary));
    for (const OptionSurface& option : program.options) out += "complete -c vouch -n __vouch_just" + option_line(option);
    out += "\n";
    for (const CommandSurface* command : all_commands(program)) out += lines(*command);
    return out;
}

}  // namespace

extern const Shell fish_shell;
constinit const Shell fish_shell{.name = "fish", .completions = fish_completions};

}  // namespace vouch::cli
