// SPDX-License-Identifier: Apache-2.0
// vouch trail scan: what the logs of a time say, and whether alarms would have fired. docs/trail.md.
#include <algorithm>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/kept_file.h"
#include "cli/log_evidence.h"
#include "cli/log_scan.h"
#include "cli/reporting.h"
#include "cli/trail_source.h"
#include "cli/version.h"
#include "pattern/detections.h"
#include "trail/scan_write.h"

namespace vouch::cli {
namespace {

using base::Code;
using base::Result;
using trail::ScanResult;

constexpr std::size_t kUsualTop = 10;
constexpr std::size_t kLinesAtOnce = std::size_t{64} << 10U;  // bytes of matches that wait to be written

struct ScanOptions : TrailSourceOptions {
    LookOptions look;
    std::string fail_on = "none";
    std::string top;
    std::string matches;
    std::string format = "text";
    std::string output_file;
    bool no_store = false;

    void declare(CLI::App& parser);
};

void ScanOptions::declare(CLI::App& parser) {
    TrailSourceOptions::declare(parser, "events from then on (of a bucket, a day ago; of a copy, its first log)",
                                "events before then (of a bucket, now; of a copy, its last log)");
    parser.add_option("--accounts", accounts, "only these accounts")->delimiter(',')->type_name("ID,...");
    parser.add_option("--regions", regions, "only these regions")->delimiter(',')->type_name("NAME,...");
    parser.add_option("--detection", look.detections, "only these detections (all, where no pattern is given)")
        ->delimiter(',')
        ->type_name("ID,...");
    parser
        .add_option("--severity", look.severity, "only detections of that severity and above: informational, low, medium, high, critical")
        ->check(CLI::IsMember({"informational", "low", "medium", "high", "critical"}))
        ->type_name("LEVEL")
        ->capture_default_str();
    parser.add_option("--fail-on", fail_on, "exit code 1 where a detection of that severity or above has a match; none: never")
        ->check(CLI::IsMember({"none", "informational", "low", "medium", "high", "critical"}))
        ->type_name("LEVEL")
        ->capture_default_str();
    parser.add_option("--pattern", look.patterns, "filter pattern to look for, too")->type_name("PATTERN")->expected(1)->take_all();
    parser.add_flag("--metric-filters", look.metric_filters, "try the metric filters and alarms of the account: would they have fired?");
    parser.add_option("--run", look.run, "with --metric-filters: those of a run that `vouch audit` kept, instead of asking")
        ->type_name("RUN");
    parser
        .add_option("--store", look.store,
                    "folder of these runs, and of what audits ask for: what was found is kept there (of a bucket: ~/.local/state/vouch)")
        ->type_name("DIR");
    parser.add_flag("--no-store", no_store, "keep nothing");
    parser.add_option("--top", top, "list the ten that matched most")->type_name("principals")->check(CLI::IsMember({"principals"}));
    parser.add_option("--matches", matches, "write each match there as a line of JSON")->type_name("FILE");
    parser.add_option("--format", format, "text, json, html, or ndjson (the matches)")
        ->check(CLI::IsMember({"text", "json", "html", "ndjson"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    parser.add_option("--output-file", output_file, "write the report there instead of to standard output")->type_name("FILE");
    declare_reading(parser);
    parser.add_flag("--quiet,-q", quiet, "no progress");
}

Result<trail::ScanAsked> scan_asked(const World& world, const ScanOptions& options) {
    trail::ScanAsked asked{.start = std::nullopt, .end = std::nullopt, .accounts = options.accounts, .regions = options.regions};
    VOUCH_TRY(asked.start, options.start_time());
    VOUCH_TRY(asked.end, options.end_time());
    if (options.is_bucket() && !asked.start) asked.start = asked.end.value_or(now_of(world)) - std::chrono::hours(24);
    if (asked.start && asked.end && *asked.start >= *asked.end)
        return base::fail(Code::invalid_usage, "the time that is asked for ends before it begins");
    return asked;
}

// Alarms are tried over a time that somebody named, or of a bucket up to now.
Result<std::optional<trail::Backtest>> backtest_of(const World& world, const ScanOptions& options, const trail::ScanAsked& asked,
                                                   const ScanResult& result) {
    if (!result.tested) return std::nullopt;
    if (!asked.start || (!asked.end && !options.is_bucket()))
        return base::fail(Code::invalid_usage, "alarms are tried over a time: name it with `--start` and `--end`");
    VOUCH_TRY(trail::Backtest backtest, trail::Backtest::make(result.alarms, {*asked.start, asked.end.value_or(now_of(world))}));
    return backtest;
}

// What audits ask for. A scan of some regions alone says nothing of an account.
Result<void> keep_scanned(World& world, const ScanOptions& options, const ScanResult& result) {
    VOUCH_TRY(const std::string store, evidence_store(world, options.look.store, options.is_bucket(), options.no_store));
    if (store.empty() || !options.regions.empty()) return {};
    for (const std::string& account : result.report.accounts)
        VOUCH_CHECK(keep_evidence(world, store, account,
                                  [&](trail::LogEvidence& evidence, trail::Time now) { trail::add_scan(evidence, result, account, now); }));
    return {};
}

Result<ScanResult> scan_source(World& world, const ScanOptions& options) {
    VOUCH_TRY(const trail::ScanAsked asked, scan_asked(world, options));
    VOUCH_TRY(Wanted wanted, wanted_of(world, options.look, options.live));
    ScanResult result = empty_result(wanted);
    VOUCH_TRY(std::optional<trail::Backtest> backtest, backtest_of(world, options, asked, result));
    VOUCH_TRY(const auto source, TrailSource::open(world, options));
    LineFile file(options.matches);
    VOUCH_CHECK(file.open());
    const bool lines_out = options.format == "ndjson";
    Hearing hearing(result, backtest, lines_out || !options.matches.empty());
    Progress progress(world, !options.quiet);
    const std::atomic<bool>& stop = world.stop();
    const auto write_lines = [&] {
        if (lines_out) world.write_out(hearing.lines);
        file.write(hearing.lines);
        hearing.lines.clear();
    };
    trail::ScanListening listening;
    listening.on_event = [&](std::span<const trail::Match> matches, const std::string& path) {
        hearing.event(matches, path);
        if (hearing.lines.size() > kLinesAtOnce) write_lines();
    };
    listening.progress = [&](const trail::ScanCounts& counts, std::size_t logs) {
        write_lines();
        progress.say(fmt::format("{} of {} logs, {} events", counts.logs, logs, counts.events));
    };
    listening.stopped = [&stop] { return stop.load(); };
    VOUCH_TRY(result.report, trail::scan(source->objects(), asked, std::move(wanted.patterns), listening));
    VOUCH_CHECK(file.close());
    if (backtest) result.outcomes = backtest->outcomes();
    return result;
}

std::string scan_text_of(World& world, const ScanOptions& options, const ScanResult& result) {
    std::string out;
    if (options.format == "json") trail::write_scan_json(out, result, kVersion);
    if (options.format == "html") trail::write_scan_html(out, result, kVersion);
    if (options.format == "text")
        trail::write_scan_text(out, result,
                               {.colours = options.output_file.empty() && world.colours_out(),
                                .width = world.terminal_width(),
                                .top = options.top.empty() ? 0 : kUsualTop});
    return out;
}

// Whether a detection of that severity or above has a match.
bool matched_at(const ScanResult& result, const std::string& least) {
    const auto threshold = pattern::severity_from(least);
    for (std::size_t i = 0; threshold && i < result.labels.size(); ++i) {
        const auto severity = pattern::severity_from(result.labels[i].severity);
        if (severity && *severity >= *threshold && result.report.patterns[i].matches > 0) return true;
    }
    return false;
}

int trail_scan(World& world, const ScanOptions& options) {
    auto result = scan_source(world, options);
    if (!result) {
        print_errors(world, {&result.error(), 1}, "error");
        return result.error().code == Code::invalid_usage ? kUsage : kIncomplete;
    }
    trail::ScanReport& report = result->report;
    if (auto kept = keep_scanned(world, options, *result); !kept) report.problems.push_back(std::move(kept).error());
    if (report.counts.logs == 0)
        report.problems.push_back({Code::empty_set, "there is no log of that time: nothing was scanned", {}, {}, {}});
    const std::string out = scan_text_of(world, options, *result);
    if (options.output_file.empty())
        world.write_out(out);
    else if (auto kept = keep_file(options.output_file, out); !kept)
        report.problems.push_back(std::move(kept).error());
    print_errors(world, report.problems, "error");
    if (matched_at(*result, options.fail_on)) return kFindings;
    return report.complete() ? kClean : kIncomplete;
}

std::function<int(World&)> declare_trail_scan(CLI::App& parser) {
    auto options = std::make_shared<ScanOptions>();
    options->declare(parser);
    return [options](World& world) { return trail_scan(world, *options); };
}

}  // namespace

extern const Command trail_scan_command;
constinit const Command trail_scan_command{
    .name = "trail scan", .summary = "look through logs for security events, and try alarms on them", .declare = declare_trail_scan};

}  // namespace vouch::cli
