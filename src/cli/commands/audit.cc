// SPDX-License-Identifier: Apache-2.0
// vouch audit: judges live accounts by the controls. Exit codes: docs/audit.md.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/assess.h"
#include "base/embedded.h"
#include "cfn/metadata.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/live.h"
#include "cli/reporting.h"
#include "cli/version.h"
#include "collect/catalog.h"
#include "collect/needs.h"
#include "model/estate.h"
#include "report/format.h"

namespace vouch::cli {
namespace {

struct AuditOptions {
    LiveOptions live;
    ControlOptions controls;
    AcceptanceOptions accepted;
    ReportOptions report;
    unsigned jobs = 0;

    void declare(CLI::App& parser) {
        live.declare(parser);
        controls.declare(parser);
        accepted.declare(parser);
        report.declare(parser);
        parser.add_option("--jobs,-j", jobs, "threads (as many as the machine has)")->type_name("N")->check(CLI::Range(1, 1024));
    }
};

// All accounts as one inventory and one assessment.
struct Judged {
    model::Inventory inventory;
    model::Assessment assessment;
    model::Audit audit;
};

// Accounts are judged one by one: what must exist must exist in each of them.
void judge(Judged& all, collect::AccountCollection::Result account, std::span<const model::Control> controls,
           const assess::Options& options) {
    if (!account.inventory.units.empty()) model::add_estate(account.inventory);
    model::Assessment assessment = assess::assess(controls, account.inventory, options);
    const std::size_t units = all.inventory.units.size();
    for (model::Finding& finding : assessment.findings) {
        finding.unit += units;
        all.assessment.counts.add(finding.verdict);
        all.assessment.findings.push_back(std::move(finding));
    }
    std::ranges::move(assessment.problems, std::back_inserter(all.assessment.problems));
    std::ranges::move(account.inventory.units, std::back_inserter(all.inventory.units));
    std::ranges::move(account.inventory.problems, std::back_inserter(all.inventory.problems));
    all.audit.accounts.push_back(std::move(account.account));
}

std::int64_t seconds_of(base::Time time) { return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count(); }

int audit(World& world, const AuditOptions& options) {
    const base::Time began = world.clock().now();
    Progress progress(world, !options.report.quiet);
    progress.say("reading the controls");
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    const collect::Catalog tables = collect::read_catalog(base::embedded_catalog());
    const auto controls = assess::select(catalog, options.controls.selection);
    if (!controls) {
        progress.clear();
        print_errors(world, catalog.problems, "error");
        print_errors(world, {&controls.error(), 1}, "error");
        return kIncomplete;
    }
    const collect::Plan plan = collect::plan(tables, collect::needs_of(tables, *controls));
    auto gathered = gather(world, options.live, tables, plan,
                           [&](const LiveProgress& now) { progress.say(fmt::format("{} of {} calls answered", now.answered, now.asked)); });
    if (!gathered) {
        progress.clear();
        print_errors(world, {&gathered.error(), 1}, "error");
        return gathered.error().code == base::Code::invalid_usage ? kUsage : kIncomplete;
    }
    progress.say("judging");
    Judged judged;
    judged.audit.began = seconds_of(began);
    for (auto& account : gathered->accounts)
        judge(judged, std::move(account), *controls, {.workers = options.jobs, .now = seconds_of(began)});
    judged.audit.ended = seconds_of(world.clock().now());

    std::vector<base::Error> problems = catalog.problems;
    std::ranges::copy(tables.problems, std::back_inserter(problems));
    std::ranges::copy(judged.inventory.problems, std::back_inserter(problems));
    std::ranges::copy(judged.assessment.problems, std::back_inserter(problems));
    std::vector<base::Error> warnings;
    const std::string root = working_folder();
    cfn::MetadataReader metadata(world.files(), {});
    const std::string today = stamp_of(world, began).time.substr(0, 10);
    accept(world, options.accepted,
           {judged.inventory, catalog.controls, *controls, judged.assessment, root, today, metadata, problems, warnings});
    progress.clear();
    if (judged.inventory.resource_count() == 0 && problems.empty())
        problems.push_back({base::Code::empty_set, "no resource was found: there is nothing to judge", {}, {}, {}});
    for (const std::string& warning : gathered->warnings) world.write_error(fmt::format("warning: {}\n", warning));
    if (!options.report.quiet) print_errors(world, warnings, "warning");
    print_errors(world, problems, "error");

    const report::Format& format = *report::find_format(options.report.format);
    const std::vector<model::Standard> standards = format.wants_standards ? read_standards() : std::vector<model::Standard>();
    const auto code = exit_code(options.report, *controls, judged.assessment, !problems.empty());
    const Stamp stamp = stamp_of(world, began);
    const report::Report report{judged.inventory, *controls, judged.assessment, problems,      warnings, code,
                                kVersion,         root,      stamp.time,        stamp.seconds, standards};
    if (!write_report(world, options.report, format, report)) return kIncomplete;
    return code;
}

std::function<int(World&)> declare(CLI::App& parser) {
    auto options = std::make_shared<AuditOptions>();
    options->declare(parser);
    return [options](World& world) { return audit(world, *options); };
}

}  // namespace

extern const Command audit_command;
constinit const Command audit_command{.name = "audit", .summary = "judge live AWS accounts by the controls", .declare = declare};

}  // namespace vouch::cli
