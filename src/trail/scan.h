// SPDX-License-Identifier: Apache-2.0
// Looks through the logs of a time for events on which patterns match.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "trail/different_calls.h"
#include "trail/log_gaps.h"
#include "trail/log_scanner.h"
#include "trail/objects.h"

namespace vouch::trail {

struct ScanAsked {
    std::optional<Time> start;          // none: the first log
    std::optional<Time> end;            // none: the last log
    std::vector<std::string> accounts;  // empty: all
    std::vector<std::string> regions;
};

struct ScanCounts {
    std::size_t logs = 0;
    std::size_t unread = 0;  // logs that could not be read; the problems say why
    std::size_t events = 0;
    std::size_t outside = 0;  // events of another time
    std::size_t gave_up = 0;  // regular expressions that took too many steps to tell
    std::uint64_t bytes = 0;  // uncompressed
    std::uint64_t stored_bytes = 0;
};

struct PatternCount {
    std::size_t matches = 0;
    std::string first;  // times
    std::string last;
    std::map<std::string, std::size_t> days;        // "2025-03-01"
    std::map<std::string, std::size_t> principals;  // at most kMostPrincipals; the others together under ""
};

inline constexpr std::size_t kMostPrincipals = 10'000;
inline constexpr std::size_t kMostScanProblems = 1'000;

struct ScanReport {
    Interval asked;
    ScanCounts counts;
    std::vector<PatternCount> patterns;  // as they were given
    std::set<std::string> accounts;      // with logs of that time
    std::vector<LogGap> gaps;
    std::vector<std::string> quiet;     // accounts and regions that are too quiet to tell gaps
    std::vector<base::Error> problems;  // what could not be read: the first of them
    bool stopped = false;

    bool complete() const { return problems.empty() && counts.unread == 0 && counts.gave_up == 0 && !stopped; }
};

// Takes what is found in logs, from several threads, and hands it on in the order of the logs' numbers; counts it.
class Gathering {
public:
    // The matches of one event; one at least.
    using OnEvent = std::function<void(std::span<const Match>, const std::string& path)>;

    Gathering(std::span<const ScanPattern> patterns, OnEvent on_event);

    // Logs come with the numbers 0, 1, 2, ...: each once, in any order, until begin() begins anew.
    void begin();
    void add(std::size_t number, const std::string& path, const LogText& log, base::Result<LogMatches> found);

    ScanReport report;

private:
    struct Waiting {
        std::string path;
        std::vector<Match> matches;
    };
    void count(const LogText& log, const base::Result<LogMatches>& found, const std::string& path);
    void hand_on(Waiting& waiting);

    OnEvent on_event_;
    DifferentCalls different_;
    std::mutex mutex_;
    std::size_t next_ = 0;
    std::map<std::size_t, Waiting> waiting_;
};

struct ScanListening {
    Gathering::OnEvent on_event = [](std::span<const Match>, const std::string&) {};
    std::function<void(const ScanCounts&, std::size_t logs)> progress = [](const ScanCounts&, std::size_t) {};
    std::function<bool()> stopped = [] { return false; };
};

// Logs of accounts and regions one after the other, in the order of their names; within a log in its own. Events of the time may stand in
// logs that were delivered up to a day later. Errors: those of finding the folders.
base::Result<ScanReport> scan(Objects& objects, const ScanAsked& asked, std::vector<ScanPattern> patterns, const ScanListening& listening);

}  // namespace vouch::trail
