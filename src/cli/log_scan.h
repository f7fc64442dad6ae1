// SPDX-License-Identifier: Apache-2.0
// What logs are looked through for, and who hears of matches: what `trail scan` and `trail verify --scan` share.
#pragma once

#include <cstdio>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/live.h"
#include "pattern/detections.h"
#include "trail/scan_write.h"

namespace vouch::cli {

struct LookOptions {
    std::vector<std::string> detections;  // empty: all, where there are no patterns
    std::vector<std::string> patterns;
    std::string severity = "informational";  // of detections: that and above
    bool metric_filters = false;             // and alarms, of the account or
    std::string run;                         // of a run that was kept
    std::string store;                       // there
};

// What is looked for, and what it is called.
struct Wanted {
    std::vector<trail::ScanPattern> patterns;
    std::vector<trail::ScanLabel> labels;
    std::vector<const pattern::Detection*> detections;  // as the labels; nullptr: no detection
    std::vector<trail::AlarmRule> alarms;
    std::vector<std::string> notes;
    bool tested = false;  // alarms are tried
};

// Errors: invalid_usage (no such detection, a pattern that is none); those of asking for metric filters.
base::Result<Wanted> wanted_of(World& world, const LookOptions& options, const LiveOptions& live);

// A result without its report: labels, alarms, and which of these would see which detection.
trail::ScanResult empty_result(const Wanted& wanted);

// Counts what alarms notice, tries them, and keeps matches as lines.
class Hearing {
public:
    Hearing(trail::ScanResult& result, std::optional<trail::Backtest>& backtest, bool writes);

    void event(std::span<const trail::Match> matches, const std::string& path);

    std::string lines;  // that wait to be written

private:
    trail::ScanResult& result_;
    std::optional<trail::Backtest>& backtest_;
    bool writes_;
    std::vector<std::uint32_t> watched_;
};

// A file that lines are written to as they come. Errors: unwritable.
class LineFile {
public:
    explicit LineFile(std::string path) : path_(std::move(path)) {}  // empty: none

    base::Result<void> open();
    void write(std::string_view lines);
    base::Result<void> close();

private:
    struct Close {
        void operator()(FILE* file) const { static_cast<void>(std::fclose(file)); }
    };
    std::string path_;
    std::unique_ptr<FILE, Close> file_;
    bool failed_ = false;
};

}  // namespace vouch::cli
