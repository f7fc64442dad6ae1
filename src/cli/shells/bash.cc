// SPDX-License-Identifier: Apache-2.0
// bash: three tables as case statements (what follows an option, the options of a command, its words), and what looks them up.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/shell.h"

namespace vouch::cli {
namespace {

std::string names_of(const std::vector<CommandSurface>& commands) {
    std::string names;
    for (const CommandSurface& command : commands) names += (names.empty() ? "" : " ") + command.name;
    return names;
}

std::string sets(const OptionSurface& option) {
    switch (option.takes) {
        case Takes::words: return fmt::format("words=\"{}\"", fmt::join(option.words, " "));
        case Takes::file: return "kind=files";
        case Takes::folder: return "kind=folders";
        case Takes::text:
        case Takes::nothing: break;
    }
    return "kind=nothing";
}

std::string values(const CommandSurface& program) {
    std::string out;
    for (const CommandSurface* command : all_commands(program))
        for (const OptionSurface& option : command->options) {
            if (option.takes == Takes::nothing) continue;
            std::string patterns;
            for (const std::string& name : option.names)
                patterns += fmt::format("{}\"{} {}\"", patterns.empty() ? "" : " | ", command->path, name);
            out += fmt::format("    {}) {} ;;\n", patterns, sets(option));
        }
    return out;
}

std::string options(const CommandSurface& program) {
    std::string out;
    for (const CommandSurface* command : all_commands(program)) {
        std::string names;
        for (const OptionSurface& option : command->options)
            for (const std::string& name : option.names)
                if (name.starts_with("--")) names += (names.empty() ? "" : " ") + name;
        out += fmt::format("        \"{}\") words=\"{}\" ;;\n", command->path, names);
    }
    return out;
}

std::string arguments(const CommandSurface& program) {
    std::string out;
    for (const CommandSurface* command : all_commands(program)) {
        if (!command->commands.empty()) {
            out += fmt::format("        \"{}\") words=\"{}\" ;;\n", command->path, names_of(command->commands));
        } else if (!command->arguments.empty()) {
            out += fmt::format("        \"{}\") {} ;;\n", command->path, sets(command->arguments.front()));
        }
    }
    return out;
}

std::string groups(const CommandSurface& program) {
    std::string out;
    for (const CommandSurface& command : program.commands)
        if (!command.commands.empty()) out += (out.empty() ? "" : " | ") + command.name;
    return out;
}

constexpr std::string_view kBashHead = R"(# Completion of vouch for bash: `vouch help --completions bash`.
_vouch() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]:-}
    local words="" kind=""
    COMPREPLY=()
    case $command in
)";

constexpr std::string_view kBashTail = R"(    if [[ -n $words ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$words" -- "$word")
    elif [[ $kind == folders ]]; then
        mapfile -t COMPREPLY < <(compgen -d -- "$word")
    elif [[ $kind == files ]]; then
        mapfile -t COMPREPLY < <(compgen -f -- "$word")
    fi
}
complete -o filenames -F _vouch vouch
)";

std::string bash_completions(const CommandSurface& program) {
    std::string out(kBashHead);
    out += fmt::format("    {}) [[ $COMP_CWORD -lt 3 ]] || command=\"$command ${{COMP_WORDS[2]}}\" ;;\n    esac\n", groups(program));
    out += fmt::format("    case \"$command $before\" in\n{}    esac\n", values(program));
    out += fmt::format(
        "    if [[ -n $words$kind ]]; then\n        :\n    elif [[ $COMP_CWORD -eq 1 ]]; then\n        words=\"{} --help --version\"\n",
        names_of(program.commands));
    out += fmt::format("    elif [[ $word == -* ]]; then\n        case $command in\n{}        esac\n", options(program));
    out += fmt::format("    else\n        case $command in\n{}        esac\n    fi\n", arguments(program));
    return out += kBashTail;
}

}  // namespace

extern const Shell bash_shell;
constinit const Shell bash_shell{.name = "bash", .completions = bash_completions};

}  // namespace vouch::cli
