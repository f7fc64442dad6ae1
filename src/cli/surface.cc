// SPDX-License-Identifier: Apache-2.0
// CLI11's parsers into plain data. The name of a type says what is completed: FILE and PATH files, DIR folders; "NAME:{soc2,none}",
// which CLI11 makes of a check of membership, the words between the braces; COMMAND our own commands. Tested by
// tests/house/completions_test.py.
#include "cli/surface.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <CLI/CLI.hpp>

namespace vouch::cli {
namespace {

struct PathType {
    std::string_view type;
    Takes takes;
};
constexpr std::array kPathTypes{PathType{"FILE", Takes::file}, PathType{"PATH", Takes::file}, PathType{"DIR", Takes::folder}};

std::vector<std::string> words_in(std::string_view list) {
    std::vector<std::string> words;
    while (!list.empty()) {
        const std::size_t comma = std::min(list.find(','), list.size());
        words.emplace_back(list.substr(0, comma));
        list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return words;
}

OptionSurface option_surface(const CLI::Option& option) {
    OptionSurface out;
    out.summary = option.get_description();
    out.repeats = option.get_expected_max() > 1;
    for (const std::string& name : option.get_lnames()) out.names.push_back("--" + name);
    for (const std::string& name : option.get_snames()) out.names.push_back("-" + name);
    if (option.get_items_expected_max() == 0) return out;
    const std::string type = option.get_type_name();
    const std::size_t brace = type.find('{');
    out.type = type.substr(0, type.find(':'));
    out.takes = Takes::text;
    for (const PathType& kind : kPathTypes)
        if (kind.type == out.type) out.takes = kind.takes;
    if (brace != std::string::npos && type.ends_with('}')) {
        out.takes = Takes::words;
        out.words = words_in(std::string_view(type).substr(brace + 1, type.size() - brace - 2));
    }
    return out;
}

CommandSurface command_surface(const CLI::App& app, const std::string& above) {
    CommandSurface out;
    out.path = above.empty() ? app.get_name() : above + " " + app.get_name();
    out.name = app.get_name();
    out.summary = app.get_description();
    for (const CLI::Option* option : app.get_options()) {
        auto& list = option->get_positional() ? out.arguments : out.options;
        list.push_back(option_surface(*option));
    }
    std::ranges::sort(out.options, {}, [](const OptionSurface& option) { return option.names.front(); });
    for (const CLI::App* each : app.get_subcommands([](const CLI::App*) { return true; }))
        out.commands.push_back(command_surface(*each, out.path));
    std::ranges::sort(out.commands, {}, &CommandSurface::name);
    return out;
}

}  // namespace

CommandSurface surface_of(const CLI::App& program) {
    CommandSurface out = command_surface(program, "");
    std::vector<std::string> names;
    for (const CommandSurface& command : out.commands) names.push_back(command.name);
    const std::size_t own = out.path.size() + 1;
    out.path.clear();
    for (CommandSurface& command : out.commands) {
        command.path.erase(0, own);
        for (CommandSurface& below : command.commands) below.path.erase(0, own);
        for (OptionSurface& argument : command.arguments)
            if (argument.type == "COMMAND") argument.words = names, argument.takes = Takes::words;
    }
    return out;
}

}  // namespace vouch::cli
