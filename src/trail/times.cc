// SPDX-License-Identifier: Apache-2.0
// Fixed places and digits only. Tested by times_test.cc.
#include "trail/times.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::trail {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

// The number that the digits are; -1 where there are others.
int number(std::string_view digits) {
    int value = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<Time> moment(int year, int month, int day, int hour, int minute, int second) {
    if (year < 0 || month < 0 || day < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return std::nullopt;
    const Time time = std::chrono::sys_days(date) + hours(hour) + minutes(minute) + seconds(second);
    if (time < kFirstTime || time >= kLastTime) return std::nullopt;
    return time;
}

std::optional<Time> day_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    return moment(number(text.substr(0, 4)), number(text.substr(5, 2)), number(text.substr(8, 2)), 0, 0, 0);
}

std::optional<Time> to_the_second(std::string_view text) {
    if (text.size() != 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return std::nullopt;
    const auto day = day_of(text.substr(0, 10));
    const int hour = number(text.substr(11, 2));
    const int minute = number(text.substr(14, 2));
    const int second = number(text.substr(17, 2));
    if (!day || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return std::nullopt;
    return *day + hours(hour) + minutes(minute) + seconds(second);
}

// "Z", "+01:00", "-0330".
std::optional<seconds> offset_of(std::string_view text) {
    if (text == "Z") return seconds(0);
    if (text.size() != 6 && text.size() != 5) return std::nullopt;
    if ((text[0] != '+' && text[0] != '-') || (text.size() == 6 && text[3] != ':')) return std::nullopt;
    const int hour = number(text.substr(1, 2));
    const int minute = number(text.substr(text.size() - 2));
    if (hour < 0 || hour > 14 || minute < 0 || minute > 59) return std::nullopt;
    const seconds offset = hours(hour) + minutes(minute);
    return text[0] == '-' ? -offset : offset;
}

}  // namespace

std::optional<Time> parse_time(std::string_view text) {
    if (text.size() != 20 || text.back() != 'Z') return std::nullopt;
    return to_the_second(text.substr(0, 19));
}

std::optional<Time> parse_any_time(std::string_view text) {
    if (text.size() == 10) return day_of(text);
    if (text.size() < 20) return std::nullopt;
    const auto time = to_the_second(text.substr(0, 19));
    std::string_view rest = text.substr(19);
    if (rest.front() == '.') rest.remove_prefix(std::min(rest.find_first_not_of("0123456789", 1), rest.size()));
    const auto offset = offset_of(rest);
    if (!time || !offset) return std::nullopt;
    return *time - *offset;
}

std::optional<Time> parse_compact_time(std::string_view text) {
    if ((text.size() != 16 && text.size() != 14) || text[8] != 'T' || text.back() != 'Z') return std::nullopt;
    const int second = text.size() == 16 ? number(text.substr(13, 2)) : 0;
    return moment(number(text.substr(0, 4)), number(text.substr(4, 2)), number(text.substr(6, 2)), number(text.substr(9, 2)),
                  number(text.substr(11, 2)), second);
}

namespace {

struct Parts {
    int year;
    unsigned month;
    unsigned day;
    std::chrono::hh_mm_ss<seconds> clock;
};

Parts parts_of(Time time) {
    const auto day = std::chrono::floor<days>(time);
    const std::chrono::year_month_day date(day);
    return {static_cast<int>(date.year()), static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
            std::chrono::hh_mm_ss<seconds>(time - day)};
}

}  // namespace

std::string to_string(Time time) {
    const Parts at = parts_of(time);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", at.year, at.month, at.day, at.clock.hours().count(),
                       at.clock.minutes().count(), at.clock.seconds().count());
}

std::string day_folder(Time time) {
    const Parts at = parts_of(time);
    return fmt::format("{:04}/{:02}/{:02}", at.year, at.month, at.day);
}

std::string minute_string(Time time) {
    const Parts at = parts_of(time);
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}", at.year, at.month, at.day, at.clock.hours().count(), at.clock.minutes().count());
}

std::string in_words(seconds length) {
    const auto count = length.count();
    if (count < 60) return fmt::format("{} s", count);
    if (count < 3600) return fmt::format("{} min", count / 60);
    const auto full = count / 3600;
    if (full < 48) return count % 3600 < 60 ? fmt::format("{} h", full) : fmt::format("{} h {} min", full, count % 3600 / 60);
    return full % 24 == 0 ? fmt::format("{} d", full / 24) : fmt::format("{} d {} h", full / 24, full % 24);
}

std::vector<Interval> uncovered(const Interval& whole, std::vector<Interval> parts) {
    std::ranges::sort(parts, {}, &Interval::from);
    std::vector<Interval> holes;
    Time reached = whole.from;
    for (const Interval& part : parts) {
        if (part.empty()) continue;
        if (part.from >= whole.to) break;
        if (part.from > reached) holes.push_back({reached, part.from});
        reached = std::max(reached, part.to);
    }
    if (reached < whole.to) holes.push_back({reached, whole.to});
    return holes;
}

}  // namespace vouch::trail
