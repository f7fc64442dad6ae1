// SPDX-License-Identifier: Apache-2.0
// vouch version: which program this is.
#include "cli/version.h"

#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "cli/command.h"

namespace vouch::cli {
namespace {

std::function<int(World&)> declare_version(CLI::App& parser) {
    auto json = std::make_shared<bool>(false);
    parser.add_flag("--json", *json, "as JSON");
    return [json](World& world) {
        world.write_out(*json ? fmt::format("{{\"version\": \"{}\"}}\n", kVersion) : fmt::format("vouch {}\n", kVersion));
        return kClean;
    };
}

}  // namespace

extern const Command version_command;
constinit const Command version_command{.name = "version", .summary = "print the version", .declare = declare_version};

}  // namespace vouch::cli
