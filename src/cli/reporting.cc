// SPDX-License-Identifier: Apache-2.0
// Tested by tests/check and tests/audit.
#include "cli/reporting.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <fstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/catalog.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cli/one_of.h"

namespace vouch::cli {

using model::Verdict;

namespace {

std::string format_names() {
    std::string names;
    for (const report::Format* format : report::formats()) names += (names.empty() ? "" : ", ") + std::string(format->name);
    return names;
}

std::string known_format(const std::string& name) {
    return report::find_format(name) != nullptr ? std::string() : fmt::format("no format `{}`: {}", base::excerpt(name), format_names());
}

std::string known_threshold(const std::string& name) { return name == "none" ? std::string() : known_severity(name); }

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

}  // namespace

void ReportOptions::declare_threshold(CLI::App& parser) {
    parser.add_option("--fail-on", fail_on, "least severity of a failed control that makes the exit code 1")
        ->type_name("SEVERITY")
        ->check(one_of(std::string(kSeverities) + ",none", known_threshold))
        ->capture_default_str();
}

void ReportOptions::declare(CLI::App& parser) {
    parser.add_option("--format", format, "form of the report")
        ->type_name("FORMAT")
        ->check(one_of(format_names(), known_format))
        ->capture_default_str();
    parser.add_option("--output-file", output_file, "write the report there instead of to standard output")->type_name("FILE");
    declare_threshold(parser);
    parser.add_flag("--fail-on-unverified", fail_on_unverified, "also make the exit code 1 where such a control could not be verified");
    parser.add_flag("--summary-only", summary_only, "only the table of stacks and the totals");
    parser.add_flag("--csv-raw", csv_raw, "csv: leave text that a spreadsheet would take for a formula as it is");
    parser.add_flag("--quiet,-q", quiet, "only findings and errors");
    parser.add_flag("--verbose,-v", verbose, "every resource and reason, and what passed");
}

void Progress::say(std::string_view text) {
    if (shown_) world_.write_error(fmt::format("\r\x1b[K{} ...", text));
}

void Progress::clear() {
    if (shown_) world_.write_error("\r\x1b[K");
}

ExitCode exit_code(const ReportOptions& options, std::span<const model::Control> controls, const model::Assessment& assessment,
                   bool problems) {
    const auto threshold = options.threshold();
    const auto counts = [&](const model::Finding& finding) {
        const bool bad = finding.verdict == Verdict::fail || (options.fail_on_unverified && finding.verdict == Verdict::unverified);
        return bad && threshold && controls[finding.control].severity >= *threshold;
    };
    if (std::ranges::any_of(assessment.findings, counts)) return kFindings;
    return problems ? kIncomplete : kClean;
}

bool write_report(World& world, const ReportOptions& options, const report::Format& format, const report::Report& report) {
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

std::vector<model::Standard> read_standards() {
    std::vector<model::Standard> all;
    for (const std::string_view id : {"soc2", "iso27001", "rows"})
        if (auto standard = assess::read_standard(base::embedded_catalog(), id)) all.push_back(*std::move(standard));
    return all;
}

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

}  // namespace vouch::cli
