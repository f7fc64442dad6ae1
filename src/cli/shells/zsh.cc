// SPDX-License-Identifier: Apache-2.0
// zsh: a function for each command that hands its options to _arguments, and one for each group that picks among them.
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/shell.h"

namespace vouch::cli {
namespace {

constexpr std::string_view kZshQuote = R"('\'')";

// `text` with a backslash before each of `special`.
std::string escaped(std::string_view text, std::string_view special) {
    std::string out;
    for (const char c : text) {
        if (special.contains(c)) out += '\\';
        out += c;
    }
    return out;
}

std::string function_of(const CommandSurface& command) {
    std::string name = "_vouch_" + command.path;
    std::ranges::replace(name, ' ', '_');
    return command.path.empty() ? "_vouch" : name;
}

// ":message:action" of what follows an option or stands for an argument.
std::string action(const OptionSurface& option) {
    if (option.takes == Takes::nothing) return {};
    const std::string message = escaped(option.type.empty() ? "value" : option.type, ":");
    switch (option.takes) {
        case Takes::words: return fmt::format(":{}:({})", message, fmt::join(option.words, " "));
        case Takes::file: return fmt::format(":{}:_files", message);
        case Takes::folder: return fmt::format(":{}:_files -/", message);
        case Takes::text:
        case Takes::nothing: break;
    }
    return fmt::format(":{}:", message);
}

// One specification for each spelling; the spellings exclude each other unless the option may be repeated.
std::string option_lines(const OptionSurface& option) {
    std::string out;
    const std::string first = option.repeats ? "*" : fmt::format("({})", fmt::join(option.names, " "));
    for (const std::string& name : option.names)
        out += " \\\n        " + quoted(fmt::format("{}{}[{}]{}", first, name, escaped(option.summary, "[]\\"), action(option)), kZshQuote);
    return out;
}

std::string leaf(const CommandSurface& command) {
    std::string out = fmt::format("{}() {{\n    _arguments -s", function_of(command));
    for (const OptionSurface& option : command.options) out += option_lines(option);
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const OptionSurface& argument = command.arguments[i];
        out += " \\\n        " + quoted((argument.repeats ? "*" : std::to_string(i + 1)) + action(argument), kZshQuote);
    }
    return out + "\n}\n\n";
}

std::string group(const CommandSurface& command) {
    std::string out = fmt::format("{}() {{\n    local context state line\n    local -a commands\n    commands=(\n", function_of(command));
    for (const CommandSurface& below : command.commands) out += "        " + quoted(below.name + ":" + below.summary, kZshQuote) + "\n";
    out += "    )\n    _arguments -C";
    for (const OptionSurface& option : command.options) out += option_lines(option);
    out +=
        " \\\n        '1: :->command' '*:: :->rest'\n    case $state in\n    command) _describe command commands ;;\n    rest)\n"
        "        case $words[1] in\n";
    for (const CommandSurface& below : command.commands) out += fmt::format("        {}) {} ;;\n", below.name, function_of(below));
    return out + "        esac\n        ;;\n    esac\n}\n\n";
}

std::string zsh_completions(const CommandSurface& program) {
    std::string out = "#compdef vouch\n# Completion of vouch for zsh: `vouch help --completions zsh`.\n";
    for (const CommandSurface* command : all_commands(program)) out += command->commands.empty() ? leaf(*command) : group(*command);
    return out + group(program) + "_vouch \"$@\"\n";
}

}  // namespace

extern const Shell zsh_shell;
constinit const Shell zsh_shell{.name = "zsh", .completions = zsh_completions};

}  // namespace vouch::cli
