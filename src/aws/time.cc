// SPDX-License-Identifier: Apache-2.0
// Fixed places, digits only, and the calendar of <chrono> for what is a day. Tested by time_test.cc.
#include "aws/time.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

namespace vouch::aws {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Takes what it reads from the front of a text; after a failure it stays failed.
class Reader {
public:
    explicit Reader(std::string_view rest) : rest_(rest) {}

    int digits(std::size_t count) {
        int value = 0;
        const std::string_view text = take(count);
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || text.starts_with('-')) good_ = false;
        return value;
    }
    void expect(std::string_view text) {
        if (take(text.size()) != text) good_ = false;
    }
    bool skip(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    std::string_view take(std::size_t count) {
        if (rest_.size() < count) good_ = false;
        const std::string_view taken = rest_.substr(0, count);
        rest_.remove_prefix(taken.size());
        return taken;
    }
    std::string_view rest() const { return rest_; }
    bool good() const { return good_; }

private:
    std::string_view rest_;
    bool good_ = true;
};

std::optional<base::Time> point(int year, int month, int day, seconds of_day) {
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok() || of_day < seconds(0) || of_day > hours(24)) return std::nullopt;
    return base::Time(std::chrono::sys_days(date)) + of_day;
}

seconds clock(Reader& in) {
    const int hour = in.digits(2);
    in.expect(":");
    const int minute = in.digits(2);
    in.expect(":");
    const int second = in.digits(2);
    return hour > 23 || minute > 59 || second > 60 ? seconds(-1) : hours(hour) + minutes(minute) + seconds(second);
}

// Digits behind the point; more than three are read and forgotten.
milliseconds fraction(Reader& in) {
    int thousandths = 0;
    int weight = 100;
    while (!in.rest().empty() && in.rest().front() >= '0' && in.rest().front() <= '9') {
        thousandths += (in.rest().front() - '0') * weight;
        weight /= 10;
        in.take(1);
    }
    return milliseconds(thousandths);
}

std::optional<minutes> zone(Reader& in) {
    if (in.skip("Z") || in.skip("UTC")) return minutes(0);
    const int sign = in.skip("-") ? -1 : 1;
    if (sign > 0 && !in.skip("+")) return std::nullopt;
    const int hour = in.digits(2);
    in.skip(":");
    const int minute = in.digits(2);
    if (!in.good() || hour > 14 || minute > 59) return std::nullopt;
    return sign * (hours(hour) + minutes(minute));
}

}  // namespace

std::string compact_time(base::Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<seconds>(time - day));
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::optional<base::Time> parse_time(std::string_view text) {
    Reader in(text);
    const int year = in.digits(4);
    in.expect("-");
    const int month = in.digits(2);
    in.expect("-");
    const int day = in.digits(2);
    in.expect("T");
    const seconds of_day = clock(in);
    const milliseconds part = in.skip(".") ? fraction(in) : milliseconds(0);
    const auto offset = zone(in);
    const auto time = point(year, month, day, of_day);
    if (!in.good() || !in.rest().empty() || !offset || !time) return std::nullopt;
    return *time + part - *offset;
}

std::optional<base::Time> parse_http_date(std::string_view text) {
    static constexpr std::array<std::string_view, 12> kMonthNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Reader in(text);
    in.take(3);
    in.expect(", ");
    const int day = in.digits(2);
    in.expect(" ");
    const auto* const month = std::ranges::find(kMonthNames, in.take(3));
    in.expect(" ");
    const int year = in.digits(4);
    in.expect(" ");
    const seconds of_day = clock(in);
    in.expect(" GMT");
    if (!in.good() || !in.rest().empty() || month == kMonthNames.end()) return std::nullopt;
    return point(year, static_cast<int>(month - kMonthNames.begin()) + 1, day, of_day);
}

}  // namespace vouch::aws
