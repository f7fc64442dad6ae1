// SPDX-License-Identifier: Apache-2.0
// Which spelling a text has shows in its first characters, so what the model says of the format is not needed: services do not always keep
// to it, and the AWS SDKs read all of them everywhere too. Tested by timestamp_test.cc.
#include "aws/protocol/detail/timestamp.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace vouch::aws::detail {
namespace {

using std::chrono::milliseconds;

constexpr double kEnd = 253'402'300'800.0;  // year 10000
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};

// Reads a text from the left; once something did not fit, nothing fits.
class Cursor {
public:
    explicit Cursor(std::string_view text) : rest_(text) {}

    bool good() const { return good_; }
    bool done() const { return rest_.empty(); }
    bool ahead(char c) const { return !rest_.empty() && rest_.front() == c; }
    bool take(char c) {
        if (!ahead(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    void need(bool holds) { good_ = good_ && holds; }
    void need(char c) { need(take(c)); }
    // At least `least` and at most `most` digits.
    int number(std::size_t least, std::size_t most) {
        std::size_t length = 0;
        int value = 0;
        while (length < most && length < rest_.size() && rest_[length] >= '0' && rest_[length] <= '9')
            value = value * 10 + (rest_[length++] - '0');
        need(length >= least);
        rest_.remove_prefix(length);
        return value;
    }
    // The fraction of a second, in milliseconds.
    int fraction() {
        int value = 0;
        int digits = 0;
        while (!rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9') {
            if (digits < 3) value = value * 10 + (rest_.front() - '0');
            ++digits;
            rest_.remove_prefix(1);
        }
        need(digits > 0);
        for (; digits < 3; ++digits) value *= 10;
        return value;
    }
    // One of `words`, from 0.
    unsigned word(std::span<const std::string_view> words) {
        const auto found = std::ranges::find_if(words, [&](std::string_view one) { return rest_.starts_with(one); });
        need(found != words.end());
        if (found != words.end()) rest_.remove_prefix(found->size());
        return static_cast<unsigned>(found - words.begin());
    }

private:
    std::string_view rest_;
    bool good_ = true;
};

struct Day {
    int year;
    unsigned month, day;
};

std::optional<base::Time> join(Cursor& at, Day day, int hour, int minute, int second, int fraction, int offset_minutes) {
    const std::chrono::year_month_day date{std::chrono::year(day.year), std::chrono::month(day.month), std::chrono::day(day.day)};
    at.need(date.ok() && hour < 24 && minute < 60 && second <= 60);
    if (!at.good() || !at.done()) return std::nullopt;
    const auto seconds = std::chrono::hours(hour) + std::chrono::minutes(minute - offset_minutes) + std::chrono::seconds(second);
    return std::chrono::sys_days(date) + seconds + milliseconds(fraction);
}

// Z, GMT, UTC, +01:00, -0130 or nothing.
int zone(Cursor& at) {
    constexpr std::array<std::string_view, 4> kZulu{"Z", "z", "GMT", "UTC"};
    if (at.done()) return 0;
    const int sign = at.take('+') ? 1 : at.take('-') ? -1 : 0;
    if (sign == 0) {
        at.word(kZulu);
        return 0;
    }
    const int hours = at.number(2, 2);
    at.take(':');
    const int minutes = at.done() ? 0 : at.number(2, 2);
    at.need(hours < 24 && minutes < 60);
    return sign * (hours * 60 + minutes);
}

std::optional<base::Time> read_iso(std::string_view text) {
    Cursor at(text);
    const int year = at.number(4, 4);
    at.need('-');
    const auto month = static_cast<unsigned>(at.number(2, 2));
    at.need('-');
    const auto day = static_cast<unsigned>(at.number(2, 2));
    if (at.done()) return join(at, {year, month, day}, 0, 0, 0, 0, 0);
    at.need(at.take('T') || at.take('t') || at.take(' '));
    const int hour = at.number(2, 2);
    at.need(':');
    const int minute = at.number(2, 2);
    const int second = at.take(':') ? at.number(2, 2) : 0;
    const int fraction = at.take('.') ? at.fraction() : 0;
    const int offset = zone(at);
    return join(at, {year, month, day}, hour, minute, second, fraction, offset);
}

// "Tue, 29 Apr 2014 18:30:38 GMT"
std::optional<base::Time> read_rfc822(std::string_view text) {
    Cursor at(text);
    at.word(kDays);
    at.need(',');
    at.need(' ');
    const auto day = static_cast<unsigned>(at.number(1, 2));
    at.need(' ');
    const unsigned month = at.word(kMonths) + 1;
    at.need(' ');
    const int year = at.number(4, 4);
    at.need(' ');
    const int hour = at.number(2, 2);
    at.need(':');
    const int minute = at.number(2, 2);
    at.need(':');
    const int second = at.number(2, 2);
    const int fraction = at.take('.') ? at.fraction() : 0;
    at.need(' ');
    const int offset = zone(at);
    return join(at, {year, month, day}, hour, minute, second, fraction, offset);
}

std::optional<base::Time> of_seconds(double seconds) {
    if (!(std::abs(seconds) < kEnd)) return std::nullopt;
    return base::Time(milliseconds(std::llround(seconds * 1000)));
}

std::optional<base::Time> read_seconds(std::string_view text) {
    double seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return of_seconds(seconds);
}

std::string write_rfc822(base::Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[std::chrono::weekday(day).c_encoding()],
                       static_cast<unsigned>(date.day()), kMonths[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

}  // namespace

std::optional<base::Time> read_time(std::string_view text) {
    if (text.size() > 64) return std::nullopt;
    if (text.size() >= 10 && text[4] == '-' && text[7] == '-') return read_iso(text);
    if (text.size() >= 4 && text[3] == ',') return read_rfc822(text);
    return read_seconds(text);
}

std::optional<base::Time> read_time(const value::Value& value) {
    switch (value.kind()) {
        case value::Kind::string: return read_time(value.as_string());
        case value::Kind::integer: return of_seconds(static_cast<double>(value.as_integer()));
        case value::Kind::real: return of_seconds(value.as_real());
        default: return std::nullopt;
    }
}

std::string write_time(base::Time time, TimeFormat format) {
    const bool whole = time.time_since_epoch() % std::chrono::seconds(1) == milliseconds(0);
    if (format == TimeFormat::rfc822) return write_rfc822(time);
    if (format == TimeFormat::unix_seconds) {
        const auto count = time.time_since_epoch().count();
        return whole ? fmt::format("{}", count / 1000) : fmt::format("{:.3f}", static_cast<double>(count) / 1000);
    }
    std::string text = base::to_string(time);  // "2026-01-31T09:05:00.000Z"
    if (whole) text.erase(text.size() - 5, 4);
    return text;
}

}  // namespace vouch::aws::detail
