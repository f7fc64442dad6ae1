// SPDX-License-Identifier: Apache-2.0
// Tested by scan_test.cc.
#include "trail/scan.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "trail/area_list.h"
#include "trail/names.h"

namespace vouch::trail {

using base::Result;

namespace {

constexpr std::array<std::string_view, 1> kLogFolders{"CloudTrail"};
constexpr std::chrono::hours kLatestDelivery{24};
constexpr std::size_t kLogsAtOnce = 4096;  // between two looks at whether to stop

void count_match(const Match& match, PatternCount& count) {
    ++count.matches;
    if (count.first.empty() || match.time < count.first) count.first = match.time;
    if (match.time > count.last) count.last = match.time;
    ++count.days[match.time.substr(0, 10)];
    const auto known = count.principals.find(match.principal);
    if (known != count.principals.end())
        ++known->second;
    else
        ++count.principals[count.principals.size() < kMostPrincipals ? match.principal : std::string()];
}

}  // namespace

Gathering::Gathering(std::span<const ScanPattern> patterns, OnEvent on_event) : on_event_(std::move(on_event)) {
    report.patterns.resize(patterns.size());
    for (std::uint32_t i = 0; i < patterns.size(); ++i) different_.expect(i, patterns[i].different_calls);
}

void Gathering::begin() {
    const std::scoped_lock lock(mutex_);
    next_ = 0;
    waiting_.clear();
}

void Gathering::add(std::size_t number, const std::string& path, const LogText& log, Result<LogMatches> found) {
    const std::scoped_lock lock(mutex_);
    count(log, found, path);
    waiting_.emplace(number, Waiting{path, found ? std::move(found->matches) : std::vector<Match>()});
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_; first = waiting_.begin(), ++next_) {
        hand_on(first->second);
        waiting_.erase(first);
    }
}

void Gathering::count(const LogText& log, const Result<LogMatches>& found, const std::string& path) {
    ScanCounts& counts = report.counts;
    ++counts.logs;
    counts.bytes += log.text.size();
    counts.stored_bytes += log.stored_bytes;
    if (found) {
        counts.events += found->events;
        counts.outside += found->outside;
        counts.gave_up += found->gave_up;
        return;
    }
    ++counts.unread;
    if (report.problems.size() >= kMostScanProblems) return;
    base::Error problem = found.error();
    problem.where = base::Location{path, 0, 0};
    report.problems.push_back(std::move(problem));
}

void Gathering::hand_on(Waiting& waiting) {
    std::vector<Match>& all = waiting.matches;
    std::erase_if(all, [this](const Match& match) { return !different_.is_match(match); });
    for (std::size_t from = 0; from < all.size();) {
        std::size_t to = from;
        while (to < all.size() && all[to].offset == all[from].offset) count_match(all[to], report.patterns[all[to].pattern]), ++to;
        on_event_(std::span(all).subspan(from, to - from), waiting.path);
        from = to;
    }
}

namespace {

class Scanning {
public:
    Scanning(Objects& objects, const ScanAsked& asked, std::vector<ScanPattern> patterns, const ScanListening& listening)
        : objects_(objects),
          asked_(asked),
          listening_(listening),
          gathering_(patterns, listening.on_event),
          scanner_(std::move(patterns), {asked.start.value_or(kFirstTime), asked.end.value_or(kLastTime)}) {}

    Result<ScanReport> run() {
        VOUCH_TRY(const std::vector<std::string> roots, objects_.roots());
        VOUCH_TRY(const std::set<Area> areas, find_areas(objects_, roots, {asked_.accounts, asked_.regions, kLogFolders}));
        for (const Area& area : areas) VOUCH_CHECK(list(area));
        for (std::size_t from = 0; from < paths_.size() && !listening_.stopped(); from += kLogsAtOnce) read(from);
        ScanReport& report = gathering_.report;
        report.asked = settled();
        report.stopped = listening_.stopped();
        std::ranges::move(objects_.problems(), std::back_inserter(report.problems));
        // Where nobody said when, the first and the last hour are those of some logs and not of others.
        const Interval whole{report.asked.from + std::chrono::hours(asked_.start ? 0 : 1),
                             report.asked.to - std::chrono::hours(asked_.end ? 0 : 1)};
        DeliveredHours hours(whole);
        for (const Delivered& each : delivered_) {
            hours.add(each.area->account, each.area->region, each.time);
            report.accounts.insert(each.area->account);
        }
        report.gaps = hours.gaps();
        report.quiet = hours.quiet();
        return std::move(report);
    }

private:
    struct Delivered {
        const Area* area;
        Time time;
    };

    Result<void> list(const Area& area) {
        const Interval days{asked_.start.value_or(kFirstTime), asked_.end ? *asked_.end + kLatestDelivery : kLastTime};
        VOUCH_TRY(std::vector<std::string> paths, objects_.list(area.folder("CloudTrail"), days));
        for (std::string& path : paths) {
            const auto name = parse_log_name(path);
            if (!name || name->time < days.from - std::chrono::minutes(1) || name->time >= days.to) continue;
            delivered_.push_back({&area, name->time});
            paths_.push_back(std::move(path));
        }
        return {};
    }

    // The time that was asked for, or the hours from the first log to the last.
    Interval settled() const {
        Interval when{asked_.start.value_or(kLastTime), asked_.end.value_or(kFirstTime)};
        for (const Delivered& each : delivered_) {
            if (!asked_.start) when.from = std::min(when.from, Time(std::chrono::floor<std::chrono::hours>(each.time)));
            if (!asked_.end) when.to = std::max(when.to, Time(std::chrono::floor<std::chrono::hours>(each.time)) + std::chrono::hours(1));
        }
        return when.empty() ? Interval{} : when;
    }

    void read(std::size_t from) {
        const std::span<const std::string> part = std::span(paths_).subspan(from, std::min(kLogsAtOnce, paths_.size() - from));
        gathering_.begin();
        objects_.unpack(part, [&](std::size_t index, const Result<LogText>& log) { take(index, part[index], log); });
        listening_.progress(gathering_.report.counts, paths_.size());
    }

    void take(std::size_t number, const std::string& path, const Result<LogText>& log) {
        if (log)
            gathering_.add(number, path, *log, scanner_.scan(log->text));
        else
            gathering_.add(number, path, {}, std::unexpected(log.error()));
    }

    Objects& objects_;
    const ScanAsked& asked_;
    const ScanListening& listening_;
    Gathering gathering_;
    LogScanner scanner_;
    std::vector<std::string> paths_;
    std::vector<Delivered> delivered_;  // as the paths
};

}  // namespace

Result<ScanReport> scan(Objects& objects, const ScanAsked& asked, std::vector<ScanPattern> patterns, const ScanListening& listening) {
    return Scanning(objects, asked, std::move(patterns), listening).run();
}

}  // namespace vouch::trail
