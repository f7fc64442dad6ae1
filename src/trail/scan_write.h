// SPDX-License-Identifier: Apache-2.0
// What a scan found, for people, programs and browsers (docs/schema/scan.schema.json).
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "trail/backtest.h"
#include "trail/scan.h"

namespace vouch::trail {

// Events of a day on which a pattern matched.
struct DaySeen {
    std::size_t matches = 0;
    std::size_t unnoticed = 0;  // that fed no alarm; only counted where alarms are tried

    bool operator==(const DaySeen&) const = default;
};

inline constexpr std::size_t kMostSeen = 100'000;  // accounts and days of a pattern

// What a pattern of the scan is called, and what became of its matches.
struct ScanLabel {
    std::string id;     // of the detection; "pattern 1"
    std::string title;  // or the pattern itself
    std::string severity;
    std::vector<std::string> criteria;
    bool shown = true;                 // else it only feeds alarms
    std::size_t noticed = 0;           // of its matches: events on which the metric filter of an alarm matched, too
    std::vector<std::string> by = {};  // alarms whose filters match all of the detection's samples
    std::map<std::pair<std::string, std::string>, DaySeen> seen = {};  // by account and day, the first kMostSeen
};

// A scan with what it was asked.
struct ScanResult {
    ScanReport report;
    std::vector<ScanLabel> labels;  // as the patterns
    bool tested = false;            // alarms were
    std::vector<AlarmRule> alarms;
    std::vector<AlarmOutcome> outcomes;  // as the alarms
    std::vector<std::string> notes;      // alarms and filters that could not be tested, and why
};

struct ScanTextOptions {
    bool colours = false;
    int width = 100;
    std::size_t top = 0;  // principals that are listed
};

void write_scan_text(std::string& out, const ScanResult& result, const ScanTextOptions& options = {});
void write_scan_json(std::string& out, const ScanResult& result, std::string_view version);
void write_scan_html(std::string& out, const ScanResult& result, std::string_view version);

// A line of JSON with what is told of a match.
void write_match(std::string& out, const Match& match, const ScanLabel& label, std::string_view path);

// Principals by how often any of the shown patterns matched on what they did, the most frequent first.
std::vector<std::pair<std::string, std::size_t>> top_principals(const ScanResult& result, std::size_t most);

}  // namespace vouch::trail
