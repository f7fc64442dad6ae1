// SPDX-License-Identifier: Apache-2.0
// Times as CloudTrail writes them, to the second, and stretches of time.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace vouch::trail {

using Time = std::chrono::sys_seconds;

// From 2013 (CloudTrail's first year) to 2199: what is outside no service wrote.
inline constexpr Time kFirstTime = std::chrono::sys_days(std::chrono::year(2013) / 1 / 1);
inline constexpr Time kLastTime = std::chrono::sys_days(std::chrono::year(2200) / 1 / 1);

// "2025-03-01T09:05:00Z", as digests have it. Anything else, and what is not within the bounds, is nullopt.
std::optional<Time> parse_time(std::string_view text);
// The same with a fraction (dropped), an offset ("+01:00") or a day alone ("2025-03-01", its first second): what people and tools write.
std::optional<Time> parse_any_time(std::string_view text);
// "20250301T090500Z" and "20250301T0905Z", as the names of objects have them.
std::optional<Time> parse_compact_time(std::string_view text);

std::string to_string(Time time);                   // "2025-03-01T09:05:00Z"
std::string day_folder(Time time);                  // "2025/03/01"
std::string minute_string(Time time);               // "2025-03-01 09:05"
std::string in_words(std::chrono::seconds length);  // "3 h", "2 d 4 h", "30 min", "5 s"

// From its first second up to, and without, its last.
struct Interval {
    Time from{};
    Time to{};

    bool empty() const { return to <= from; }
    std::chrono::seconds length() const { return empty() ? std::chrono::seconds(0) : to - from; }
    bool operator==(const Interval&) const = default;
};

// What of `whole` none of `parts` covers, in order.
std::vector<Interval> uncovered(const Interval& whole, std::vector<Interval> parts);

}  // namespace vouch::trail
