// SPDX-License-Identifier: Apache-2.0
// vouch help [COMMAND]: the same text as `vouch COMMAND --help`; and what completes all of it in a shell.
#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/shell.h"

namespace vouch::cli {
namespace {

std::function<int(World&)> declare_help(CLI::App& parser) {
    auto words = std::make_shared<std::vector<std::string>>();
    auto shell = std::make_shared<std::string>();
    std::vector<std::string> names;
    for (const Shell* each : shells()) names.emplace_back(each->name);
    parser.add_option("--completions", *shell, "print the completions of commands and options for a shell")
        ->check(CLI::IsMember(names))
        ->type_name("SHELL");
    parser.add_option("command", *words, "a command, such as check or guard validate")->type_name("COMMAND");
    return [words, shell, root = parser.get_parent()](World& world) {
        if (!shell->empty()) {
            const Shell& chosen = **std::ranges::find(shells(), *shell, &Shell::name);
            world.write_out(chosen.completions(surface_of(*root)));
            return kClean;
        }
        CLI::App* at = root;
        for (const std::string& word : *words) {
            const auto below = at->get_subcommands([&](CLI::App* each) { return each->get_name() == word; });
            if (below.empty()) {
                world.write_error(
                    fmt::format("error: there is no command `{}`\n  help: `vouch list commands` names them all\n", base::excerpt(word)));
                return kUsage;
            }
            at = below.front();
        }
        world.write_out(at->help("", CLI::AppFormatMode::Normal));
        return kClean;
    };
}

}  // namespace

extern const Command help_command;
constinit const Command help_command{.name = "help", .summary = "show how a command is used", .declare = declare_help};

}  // namespace vouch::cli
