// SPDX-License-Identifier: Apache-2.0
// vouch check: judges templates by controls and reports what it found. Exit codes: docs/check.md.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/assess.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cfn/trace.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/reporting.h"
#include "cli/version.h"
#include "model/estate.h"
#include "report/format.h"

namespace vouch::cli {
namespace {

// Everything that kept something from being judged, in the order in which people look for it: controls, files, stacks, evaluation.
std::vector<base::Error> all_problems(const assess::Catalog& catalog, const model::Inventory& inventory,
                                      const model::Assessment& assessment) {
    std::vector<base::Error> all = catalog.problems;
    std::ranges::copy(inventory.problems, std::back_inserter(all));
    for (const model::UnitPtr& unit : inventory.units) std::ranges::copy(unit->problems, std::back_inserter(all));
    std::ranges::copy(assessment.problems, std::back_inserter(all));
    return all;
}

std::vector<base::Error> all_warnings(const model::Inventory& inventory) {
    std::vector<base::Error> all = inventory.warnings;
    for (const model::UnitPtr& unit : inventory.units) {
        std::ranges::copy(unit->document->warnings, std::back_inserter(all));
        std::ranges::copy(unit->warnings, std::back_inserter(all));
    }
    return all;
}

// Nothing to judge is never a pass.
void expect_resources(const model::Inventory& inventory, std::vector<base::Error>& problems) {
    if (inventory.resource_count() == 0 && problems.empty())
        problems.push_back({base::Code::empty_set, "no resource was found: there is nothing to judge", {}, {}, {}});
}

int check(World& world, const CheckOptions& options) {
    const base::Time began = world.clock().now();
    const auto loading = options.loading();
    if (!loading) {
        print_errors(world, {&loading.error(), 1}, "error");
        return kUsage;
    }
    Progress progress(world, !options.report.quiet);
    progress.say("reading the controls");
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    const auto controls = assess::select(catalog, options.controls.selection);
    if (!controls) {
        progress.clear();
        print_errors(world, catalog.problems, "error");
        print_errors(world, {&controls.error(), 1}, "error");
        return kIncomplete;
    }
    progress.say("reading templates");
    const std::vector<std::string> paths = options.paths.empty() ? std::vector<std::string>{"."} : options.paths;
    model::Inventory inventory = cfn::load(paths, *loading, world.files());
    if (options.whole_estate && inventory.resource_count() > 0) model::add_estate(inventory);
    progress.say(fmt::format("judging {} resources", inventory.resource_count()));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(began.time_since_epoch()).count();
    model::Assessment assessment = assess::assess(*controls, inventory, {.workers = options.jobs, .now = seconds});
    const std::string root = working_folder();
    std::vector<base::Error> problems = all_problems(catalog, inventory, assessment);
    std::vector<base::Error> warnings = all_warnings(inventory);
    cfn::MetadataReader metadata(world.files(), loading->limits);
    const std::string today = stamp_of(world, began).time.substr(0, 10);
    accept(world, options.accepted, {inventory, catalog.controls, *controls, assessment, root, today, metadata, problems, warnings});
    std::vector<base::Error> untraced = cfn::trace(assessment.findings, inventory, root, metadata);
    progress.clear();

    expect_resources(inventory, problems);
    std::ranges::move(untraced, std::back_inserter(warnings));
    if (!options.report.quiet) print_errors(world, warnings, "warning");
    print_errors(world, problems, "error");

    const report::Format& format = *report::find_format(options.report.format);
    const std::vector<model::Standard> standards = format.wants_standards ? read_standards() : std::vector<model::Standard>();
    const auto code = exit_code(options.report, *controls, assessment, !problems.empty());
    const Stamp stamp = stamp_of(world, began);
    const report::Report report{inventory, *controls, assessment, problems,      warnings, code,
                                kVersion,  root,      stamp.time, stamp.seconds, standards};
    if (!write_report(world, options.report, format, report)) return kIncomplete;
    return code;
}

std::function<int(World&)> declare_check(CLI::App& parser) {
    auto options = std::make_shared<CheckOptions>();
    options->declare(parser);
    return [options](World& world) { return check(world, *options); };
}

}  // namespace

extern const Command check_command;
constinit const Command check_command{
    .name = "check", .summary = "judge templates and CDK assemblies by the controls", .declare = declare_check};

}  // namespace vouch::cli
