// SPDX-License-Identifier: Apache-2.0
// The events of a log on which patterns match.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "pattern/matcher.h"
#include "trail/times.h"

namespace vouch::trail {

// What is told of an event.
struct Match {
    std::uint32_t pattern = 0;  // the number of the filter
    std::string time;           // as it is written: "2025-03-01T09:05:00Z"
    std::string account;        // in which it happened
    std::string region;
    std::string source;  // "iam.amazonaws.com"
    std::string name;    // "CreateUser"
    std::string error;   // the code, where the call failed
    std::string principal;
    std::string address;  // from where; the name of a service, too
    std::string event_id;
    std::uint64_t offset = 0;  // of the event in the uncompressed log
    std::string value;         // what the pattern's selector of a value finds, where it has one

    bool operator==(const Match&) const = default;
};

// A log's matches, in its order.
struct LogMatches {
    std::vector<Match> matches;
    std::size_t events = 0;   // within the time that is asked for
    std::size_t outside = 0;  // and those before and after it
    std::size_t gave_up = 0;  // regular expressions that took too many steps to tell
};

// A filter, and which value of its events is told (`$.requestParameters.size`), if any.
struct ScanPattern {
    pattern::Filter filter;
    std::optional<pattern::Selector> value;
    std::size_t different_calls = 0;  // that one principal makes within an hour for a match (different_calls.h); 0: each event is one
};

class LogScanner {
public:
    // Events from `when.from` to before `when.to`.
    LogScanner(std::vector<ScanPattern> patterns, Interval when);
    ~LogScanner();

    // A log's uncompressed text, behind which a NUL stands. May be called from several threads at once. Errors, in words that follow the
    // name of an object: syntax.
    base::Result<LogMatches> scan(std::string_view text);

private:
    class Worker;
    std::unique_ptr<Worker> take();
    void give_back(std::unique_ptr<Worker> worker);

    pattern::Matcher matcher_;         // finds the time, too
    pattern::Matcher told_;            // no filters: finds what is told of a match
    std::vector<std::size_t> values_;  // per pattern: the number of its field, or none
    std::string from_;
    std::string to_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<Worker>> idle_;
};

}  // namespace vouch::trail
