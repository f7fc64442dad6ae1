// SPDX-License-Identifier: Apache-2.0
// The command line into one command's work. CLI11 throws; it does so only within this file. Tested by run_test.cc.
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"
#include "cli/version.h"

namespace vouch::cli {
namespace {

// A command line option that wants more room than CLI11 gives by default.
class Help final : public CLI::Formatter {
public:
    Help() { column_width(34); }
};

struct Program {
    CLI::App app{"vouch takes an AWS estate to SOC 2 and keeps it there: every verdict can be traced to its evidence.", "vouch"};
    std::map<CLI::App*, std::function<int(World&)>> work;
};

// The parser of "guard validate" stands below that of "guard", which is made when it is first needed.
CLI::App& parser_for(CLI::App& root, const Command& command) {
    const std::size_t space = command.name.find(' ');
    if (space == std::string_view::npos) return *root.add_subcommand(std::string(command.name), std::string(command.summary));
    const std::string group(command.name.substr(0, space));
    const auto groups = root.get_subcommands([&](CLI::App* each) { return each->get_name() == group; });
    CLI::App* parent = groups.empty() ? nullptr : groups.front();
    if (parent == nullptr) {
        parent = root.add_subcommand(group, "");
        parent->require_subcommand(1);
    }
    const bool is_command = std::ranges::any_of(commands(), [&](const Command* each) { return each->name == group; });
    if (!is_command)
        parent->description(parent->get_description().empty() ? std::string(command.summary)
                                                              : parent->get_description() + "; " + std::string(command.summary));
    return *parent->add_subcommand(std::string(command.name.substr(space + 1)), std::string(command.summary));
}

void declare_all(Program& program) {
    program.app.formatter(std::make_shared<Help>());
    program.app.require_subcommand(1);
    program.app.set_version_flag("--version", std::string(kVersion));
    program.app.footer("Exit codes: 0 clean, 1 findings, 2 usage, 3 something could not be read or evaluated, 4 integrity broken.");
    for (const Command* command : commands()) {
        CLI::App& parser = parser_for(program.app, *command);
        program.work[&parser] = command->declare(parser);
    }
}

CLI::App& chosen(CLI::App& app) {
    const auto picked = app.get_subcommands();
    return picked.empty() ? app : chosen(*picked.front());
}

// A usage error in one line, with the way to help.
std::string complaint(CLI::App& app, const CLI::ParseError& error) {
    std::string where = "vouch";
    for (CLI::App* at = &app; !at->get_subcommands().empty();) {
        at = at->get_subcommands().front();
        where += " " + at->get_name();
    }
    std::string message = error.what();
    std::ranges::replace(message, '\n', ' ');
    return fmt::format("{}: {}\n  help: `{} --help` lists what it takes\n", where, message, where);
}

}  // namespace

bool World::colours_out() const {
    if (!variable("NO_COLOR").empty()) return false;
    if (const std::string_view force = variable("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
    return out_is_terminal() && variable("CLICOLOR") != "0" && variable("TERM") != "dumb";
}

int run(std::span<const std::string_view> arguments, World& world) {
    Program program;
    declare_all(program);
    std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());  // as CLI11 takes them
    try {
        program.app.parse(std::move(reversed));
    } catch (const CLI::CallForVersion&) {
        world.write_out(fmt::format("vouch {}\n", kVersion));
        return kClean;
    } catch (const CLI::CallForHelp&) {
        world.write_out(chosen(program.app).help("", CLI::AppFormatMode::Normal));
        return kClean;
    } catch (const CLI::ParseError& error) {
        if (arguments.empty()) {
            world.write_error(program.app.help());
        } else {
            world.write_error(complaint(program.app, error));
        }
        return kUsage;
    }
    return program.work.at(&chosen(program.app))(world);
}

}  // namespace vouch::cli
