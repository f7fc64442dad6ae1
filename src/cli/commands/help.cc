// SPDX-License-Identifier: Apache-2.0
// vouch help [COMMAND]: the same text as `vouch COMMAND --help`.
#include <memory>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"

namespace vouch::cli {
namespace {

std::function<int(World&)> declare(CLI::App& parser) {
    auto words = std::make_shared<std::vector<std::string>>();
    parser.add_option("command", *words, "a command, such as check or guard validate")->type_name("COMMAND");
    return [words, root = parser.get_parent()](World& world) {
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
constinit const Command help_command{.name = "help", .summary = "show how a command is used", .declare = declare};

}  // namespace vouch::cli
