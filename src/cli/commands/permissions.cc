// SPDX-License-Identifier: Apache-2.0
// vouch permissions: the IAM policy with exactly the reads that an audit by the chosen controls makes.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "collect/catalog.h"
#include "collect/needs.h"
#include "collect/policy.h"

namespace vouch::cli {
namespace {

struct PermissionsOptions {
    std::string format = "json";
    ControlOptions controls;
};

std::string written(const PermissionsOptions& options, std::span<const std::string> actions) {
    if (options.format == "cloudformation") return collect::as_cloudformation(actions);
    return options.format == "terraform" ? collect::as_terraform(actions) : collect::as_json(actions);
}

int permissions(World& world, const PermissionsOptions& options) {
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    const collect::Catalog tables = collect::read_catalog(base::embedded_catalog());
    print_errors(world, catalog.problems, "error");
    print_errors(world, tables.problems, "error");
    const auto controls = assess::select(catalog, options.controls.selection);
    if (!controls) {
        print_errors(world, {&controls.error(), 1}, "error");
        return kUsage;
    }
    const std::vector<std::string> actions = collect::plan(tables, collect::needs_of(tables, *controls)).actions();
    world.write_out(written(options, actions));
    const std::size_t policies = collect::in_policies(actions).size();
    if (options.format == "json" && policies > 1)
        world.write_error(fmt::format(
            "note: too long for one managed policy; `--format cloudformation` and `--format terraform` make {} of it\n", policies));
    return catalog.problems.empty() && tables.problems.empty() ? kClean : kIncomplete;
}

std::function<int(World&)> declare(CLI::App& parser) {
    auto options = std::make_shared<PermissionsOptions>();
    parser.add_option("--format", options->format, "json, cloudformation or terraform")
        ->check(CLI::IsMember({"json", "cloudformation", "terraform"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    options->controls.declare(parser);
    return [options](World& world) { return permissions(world, *options); };
}

}  // namespace

extern const Command permissions_command;
constinit const Command permissions_command{
    .name = "permissions", .summary = "print the IAM policy that a live audit by the chosen controls needs", .declare = declare};

}  // namespace vouch::cli
