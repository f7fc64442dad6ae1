// SPDX-License-Identifier: Apache-2.0
// Tested by tests/trail.
#include "cli/log_scan.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "cli/any_pattern.h"
#include "cli/live_alarms.h"

namespace vouch::cli {

using base::Code;
using base::Result;
using trail::ScanLabel;
using trail::ScanResult;

namespace {

const pattern::Detections& all_detections() {
    static const pattern::Detections all = pattern::read_detections(base::embedded_catalog());
    return all;
}

Result<void> add_detections(const LookOptions& options, Wanted& wanted) {
    const std::vector<pattern::Detection>& all = all_detections().all;
    for (const std::string& id : options.detections)
        if (std::ranges::find(all, id, &pattern::Detection::id) == all.end())
            return base::fail(Code::invalid_usage, fmt::format("there is no detection `{}`", base::excerpt(id)), std::nullopt,
                              "`vouch list detections` has them");
    if (options.detections.empty() && !options.patterns.empty()) return {};
    std::vector<const pattern::Detection*> chosen;
    for (const pattern::Detection& detection : all) {
        if (!options.detections.empty() && std::ranges::find(options.detections, detection.id) == options.detections.end()) continue;
        if (detection.severity >= *pattern::severity_from(options.severity)) chosen.push_back(&detection);
    }
    std::ranges::stable_sort(chosen, std::greater(), &pattern::Detection::severity);
    for (const pattern::Detection* each : chosen) {
        const pattern::Detection& detection = *each;
        wanted.patterns.push_back({detection.filter, std::nullopt, detection.different_calls});
        wanted.labels.push_back({.id = detection.id,
                                 .title = detection.title,
                                 .severity = std::string(pattern::name(detection.severity)),
                                 .criteria = detection.criteria});
        wanted.detections.push_back(&detection);
    }
    return {};
}

Result<void> add_patterns(const LookOptions& options, Wanted& wanted) {
    for (std::size_t i = 0; i < options.patterns.size(); ++i) {
        auto filter = pattern::parse_filter(options.patterns[i]);
        if (!filter) {
            const std::string why = shown_with_place(filter.error(), options.patterns[i]);
            return base::fail(Code::invalid_usage, fmt::format("`--pattern`: {}", why));
        }
        wanted.patterns.push_back({*std::move(filter), std::nullopt});
        wanted.labels.push_back({.id = fmt::format("pattern {}", i + 1), .title = options.patterns[i], .severity = {}, .criteria = {}});
        wanted.detections.push_back(nullptr);
    }
    return {};
}

// Metric filters come behind what is shown; sources of alarms are numbered as the patterns of the scan are.
Result<void> add_filters(World& world, const LookOptions& options, const LiveOptions& live, Wanted& wanted) {
    if (!options.metric_filters) return {};
    VOUCH_TRY(LiveAlarms found, live_alarms(world, live, options.store, options.run));
    wanted.tested = true;
    wanted.notes = std::move(found.notes);
    const auto first = static_cast<std::uint32_t>(wanted.patterns.size());
    for (const LiveFilter& filter : found.filters) {
        wanted.patterns.push_back(filter.pattern);
        wanted.labels.push_back({.id = filter.name, .title = {}, .severity = {}, .criteria = {}, .shown = false});
        wanted.detections.push_back(nullptr);
    }
    for (trail::AlarmRule& alarm : found.alarms)
        for (trail::MetricSource& source : alarm.sources) source.pattern += first;
    wanted.alarms = std::move(found.alarms);
    return {};
}

// Which alarms would see all samples of a detection.
void find_watchers(ScanResult& result, const Wanted& wanted) {
    for (std::size_t i = 0; i < wanted.detections.size(); ++i) {
        if (wanted.detections[i] == nullptr) continue;
        const auto sees = [&](const trail::MetricSource& source) {
            return std::ranges::all_of(wanted.detections[i]->match, [&](const pattern::Sample& sample) {
                const auto answer = pattern::matches(wanted.patterns[source.pattern].filter, sample.event);
                return answer && *answer;
            });
        };
        for (const trail::AlarmRule& alarm : result.alarms)
            if (std::ranges::any_of(alarm.sources, sees)) result.labels[i].by.push_back(alarm.name);
    }
}

// What evidence tells of accounts.
void count_seen(ScanLabel& label, const trail::Match& match, bool unnoticed) {
    std::pair key(match.account, match.time.substr(0, 10));
    if (label.seen.size() >= trail::kMostSeen && !label.seen.contains(key)) return;
    trail::DaySeen& seen = label.seen[std::move(key)];
    ++seen.matches;
    if (unnoticed) ++seen.unnoticed;
}

}  // namespace

Result<Wanted> wanted_of(World& world, const LookOptions& options, const LiveOptions& live) {
    Wanted wanted;
    VOUCH_CHECK(add_detections(options, wanted));
    VOUCH_CHECK(add_patterns(options, wanted));
    VOUCH_CHECK(add_filters(world, options, live, wanted));
    return wanted;
}

ScanResult empty_result(const Wanted& wanted) {
    ScanResult result;
    result.labels = wanted.labels;
    result.tested = wanted.tested;
    result.alarms = wanted.alarms;
    result.notes = wanted.notes;
    if (result.tested) find_watchers(result, wanted);
    return result;
}

Hearing::Hearing(ScanResult& result, std::optional<trail::Backtest>& backtest, bool writes)
    : result_(result), backtest_(backtest), writes_(writes) {
    for (const trail::AlarmRule& alarm : result.alarms)
        for (const trail::MetricSource& source : alarm.sources) watched_.push_back(source.pattern);
    std::ranges::sort(watched_);
}

void Hearing::event(std::span<const trail::Match> matches, const std::string& path) {
    const bool noticed =
        std::ranges::any_of(matches, [this](const trail::Match& match) { return std::ranges::binary_search(watched_, match.pattern); });
    for (const trail::Match& match : matches) {
        ScanLabel& label = result_.labels[match.pattern];
        if (noticed) ++label.noticed;
        count_seen(label, match, !noticed && result_.tested);
        if (backtest_) backtest_->add(match);
        if (writes_ && label.shown) trail::write_match(lines, match, label, path);
    }
}

Result<void> LineFile::open() {
    if (path_.empty()) return {};
    file_.reset(std::fopen(path_.c_str(), "wbe"));
    if (file_ == nullptr) return base::fail(Code::unwritable, "cannot be written", base::Location{path_, 0, 0});
    return {};
}

void LineFile::write(std::string_view lines) {
    if (file_ != nullptr && std::fwrite(lines.data(), 1, lines.size(), file_.get()) != lines.size()) failed_ = true;
}

Result<void> LineFile::close() {
    if (file_ == nullptr) return {};
    if (std::fclose(file_.release()) != 0 || failed_)
        return base::fail(Code::unwritable, "could not be written as a whole", base::Location{path_, 0, 0}, "is the disk full?");
    return {};
}

}  // namespace vouch::cli
