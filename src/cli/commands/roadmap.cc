// SPDX-License-Identifier: Apache-2.0
// vouch roadmap: what a stored run leaves to be done, phase by phase, with owners and due dates of vouch.yaml. docs/roadmap.md.
#include "report/roadmap.h"

#include <memory>

#include <CLI/CLI.hpp>

#include "cli/command.h"
#include "cli/reporting.h"
#include "cli/review.h"
#include "cli/version.h"

namespace vouch::cli {
namespace {

struct RoadmapOptions {
    std::string run = "latest";
    std::string store;
    std::string format = "text";
    bool verbose = false;
    bool summary_only = false;
    ControlOptions controls;
    AcceptanceOptions accepted;

    void declare(CLI::App& parser) {
        parser.add_option("run", run, "a run of the store, `latest`, or the folder of one")->type_name("RUN");
        parser.add_option("--store", store, "folder that keeps the runs (~/.local/state/vouch)")->type_name("DIR");
        parser.add_option("--format", format, "text or json")
            ->type_name("FORMAT")
            ->check(CLI::IsMember({"text", "json"}))
            ->capture_default_str();
        parser.add_flag("--verbose,-v", verbose, "rows that are done, too");
        parser.add_flag("--summary-only", summary_only, "how many rows of each phase are done, nothing else");
        controls.declare(parser);
        accepted.declare_suppressions(parser);
    }
};

int roadmap(World& world, const RoadmapOptions& options) {
    const auto all = review(world, {options.store, options.run, options.controls, options.accepted});
    if (!all) return told_failure(world, all.error());
    print_errors(world, all->problems, "error");
    const std::vector<model::Standard> standards = read_standards();
    const std::string now = base::to_string(world.clock().now());
    report::Report report{
        all->judged.inventory, all->controls, all->judged.assessment, all->problems, {}, kClean, kVersion, {}, now, {}, standards};
    report.audit = &all->judged.audit;
    std::string out;
    if (options.format == "json")
        report::write_roadmap_json(out, report, all->undertakings);
    else
        report::write_roadmap(out, report, all->undertakings,
                              {.colours = world.colours_out(),
                               .width = world.terminal_width(),
                               .verbose = options.verbose,
                               .summary_only = options.summary_only});
    world.write_out(out);
    return all->problems.empty() ? kClean : kIncomplete;
}

std::function<int(World&)> declare_roadmap(CLI::App& parser) {
    auto options = std::make_shared<RoadmapOptions>();
    options->declare(parser);
    return [options](World& world) { return roadmap(world, *options); };
}

}  // namespace

extern const Command roadmap_command;
constinit const Command roadmap_command{
    .name = "roadmap", .summary = "what is still to be done, phase by phase, with owners and due dates", .declare = declare_roadmap};

}  // namespace vouch::cli
