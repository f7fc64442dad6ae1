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
#include "cli/version.h"
#include "model/estate.h"
#include "report/format.h"

namespace vouch::cli {
namespace {

using model::Verdict;

// Text on standard error that goes away again; nothing where that is no terminal.
class Progress {
public:
    Progress(World& world, bool wanted) : world_(world), shown_(wanted && world.error_is_terminal()) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void say(std::string_view text) {
        if (shown_) world_.write_error(fmt::format("\r\x1b[K{} ...", text));
    }
    void clear() {
        if (shown_) world_.write_error("\r\x1b[K");
    }

private:
    World& world_;
    bool shown_;
};

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

// Findings come before problems: a gate that is told of both must fix the findings anyway, and the report names both.
int exit_code(const CheckOptions& options, std::span<const model::Control> controls, const model::Assessment& assessment, bool problems) {
    const auto threshold = options.threshold();
    const auto counts = [&](const model::Finding& finding) {
        const bool bad = finding.verdict == Verdict::fail || (options.fail_on_unverified && finding.verdict == Verdict::unverified);
        return bad && threshold && controls[finding.control].severity >= *threshold;
    };
    if (std::ranges::any_of(assessment.findings, counts)) return kFindings;
    return problems ? kIncomplete : kClean;
}

// Beside the annotations, of which only ten of a kind are shown, GitHub shows a page of Markdown for each step.
void append_step_summary(World& world, const report::Report& report) {
    const std::string path(world.variable("GITHUB_STEP_SUMMARY"));
    if (path.empty()) return;
    std::string text;
    report::find_format("markdown")->write(text, report, {});
    std::ofstream file(path, std::ios::binary | std::ios::app);
    file << text;
    file.flush();
    if (!file) world.write_error(fmt::format("warning: `{}` could not be written\n", base::excerpt(path, 200)));
}

bool write_report(World& world, const CheckOptions& options, const report::Format& format, const report::Report& report) {
    const bool to_terminal = options.output_file.empty();
    std::string text;
    format.write(text, report,
                 {.colours = to_terminal && world.colours_out(),
                  .width = to_terminal ? world.terminal_width() : 100,
                  .verbose = options.verbose,
                  .quiet = options.quiet,
                  .summary_only = options.summary_only,
                  .csv_raw = options.csv_raw});
    if (format.name == "github") append_step_summary(world, report);
    if (to_terminal) {
        world.write_out(text);
        return true;
    }
    std::ofstream file(options.output_file, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (file) return true;
    world.write_error(fmt::format("error: `{}` could not be written\n", base::excerpt(options.output_file, 200)));
    return false;
}

std::string working_folder() {
    std::error_code error;
    const auto folder = std::filesystem::current_path(error);
    return error ? std::string() : folder.string();
}

// Nothing to judge is never a pass.
void expect_resources(const model::Inventory& inventory, std::vector<base::Error>& problems) {
    if (inventory.resource_count() == 0 && problems.empty())
        problems.push_back({base::Code::empty_set, "no resource was found: there is nothing to judge", {}, {}, {}});
}

std::vector<model::Standard> read_standards() {
    std::vector<model::Standard> all;
    for (const std::string_view id : {"soc2", "iso27001"})
        if (auto standard = assess::read_standard(base::embedded_catalog(), id)) all.push_back(*std::move(standard));
    return all;
}

struct Stamp {
    std::string time;
    std::optional<double> seconds;
};

// What a report tells of its time. SOURCE_DATE_EPOCH makes it the same in every run.
Stamp stamp_of(const World& world, base::Time began) {
    const std::string_view fixed = world.variable("SOURCE_DATE_EPOCH");
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(fixed.data(), fixed.data() + fixed.size(), seconds);
    constexpr std::int64_t kLatest = 253'402'300'799;  // the year 9999
    if (!fixed.empty() && error == std::errc() && end == fixed.data() + fixed.size() && seconds >= 0 && seconds <= kLatest)
        return {base::to_string(base::Time(std::chrono::seconds(seconds))), std::nullopt};
    return {base::to_string(began), std::chrono::duration<double>(world.clock().now() - began).count()};
}

int check(World& world, const CheckOptions& options) {
    const base::Time began = world.clock().now();
    const auto loading = options.loading();
    if (!loading) {
        print_errors(world, {&loading.error(), 1}, "error");
        return kUsage;
    }
    Progress progress(world, !options.quiet);
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
    if (!options.quiet) print_errors(world, warnings, "warning");
    print_errors(world, problems, "error");

    const report::Format& format = *report::find_format(options.format);
    const std::vector<model::Standard> standards = format.wants_standards ? read_standards() : std::vector<model::Standard>();
    const auto code = exit_code(options, *controls, assessment, !problems.empty());
    const Stamp stamp = stamp_of(world, began);
    const report::Report report{inventory, *controls, assessment, problems,      warnings, code,
                                kVersion,  root,      stamp.time, stamp.seconds, standards};
    if (!write_report(world, options, format, report)) return kIncomplete;
    return code;
}

std::function<int(World&)> declare(CLI::App& parser) {
    auto options = std::make_shared<CheckOptions>();
    options->declare(parser);
    return [options](World& world) { return check(world, *options); };
}

}  // namespace

extern const Command check_command;
constinit const Command check_command{.name = "check", .summary = "judge templates and CDK assemblies by the controls", .declare = declare};

}  // namespace vouch::cli
