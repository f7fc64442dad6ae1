// SPDX-License-Identifier: Apache-2.0
// What verifications and scans leave for audits, per account: which time is verified, what was wrong, which detections were seen when.
// docs/store.md says where it is kept.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "trail/report.h"
#include "trail/scan_write.h"

namespace vouch::trail {

// A verification that found something, until a later one of the same time finds nothing.
struct Fault {
    Interval when;
    std::size_t deviations = 0;
    std::string why;  // of the first of them

    bool operator==(const Fault&) const = default;
};

// A region of the account in a bucket.
struct VerifiedArea {
    std::string root;
    std::string organization;
    std::string region;
    Time at{};                     // when it was last verified
    std::vector<Interval> intact;  // sorted, apart from one another
    std::vector<Fault> faults;

    bool operator==(const VerifiedArea&) const = default;
};

// Time without logs, as digests (`sealed`) or the names of logs tell.
struct KeptGap {
    std::string region;
    Interval when;
    bool sealed = false;
    std::string why;

    bool operator==(const KeptGap&) const = default;
};

struct SeenDetection {
    std::string title;
    std::string severity;
    Time at{};                            // when logs were last looked through for it
    Interval when;                        // of these logs
    bool tried = false;                   // alarms were, then
    std::map<std::string, DaySeen> days;  // "2025-03-01"

    bool operator==(const SeenDetection&) const = default;
};

struct LogEvidence {
    std::vector<VerifiedArea> areas;
    std::vector<KeptGap> gaps;
    std::map<std::string, SeenDetection> detections;  // by their ids

    bool operator==(const LogEvidence&) const = default;
};

// What was found of one account. Evidence of the same time is replaced; where something could not be read, nothing is said to be intact.
void add_verification(LogEvidence& evidence, const Report& report, std::string_view account, Time now);
// The detections that were looked for; patterns that have no id of a detection are left out. A scan that read `all` logs of its time
// replaces what is known of the days that it covers; else, and of days that it covers in part, the greater count stays.
void add_scan(LogEvidence& evidence, const ScanResult& result, std::string_view account, Time now, bool all = true);

// As JSON, and back. Errors: those of JSON; invalid_value for another format or a member that is missing or wrong.
std::string evidence_json(const LogEvidence& evidence);
base::Result<LogEvidence> parse_evidence(base::SourcePtr text);

inline constexpr std::chrono::days kTold{30};       // of detections
inline constexpr std::chrono::days kKeptDays{400};  // of detections: the period of a Type II report and a month

// What an audit at that time is told: the answer to `vouch:GetLogEvidence` (catalog/collectors/vouch.yaml).
std::string evidence_answer(const LogEvidence& evidence, Time now);

}  // namespace vouch::trail
