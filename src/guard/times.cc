// SPDX-License-Identifier: Apache-2.0
// Shared parts of the functions about times (detail/times.h). Tested by functions_test.cc.
#include "guard/detail/times.h"

#include <chrono>

namespace vouch::guard::detail {
namespace {

using value::Value;

// Two digits at `at`, or -1.
int two_digits(std::string_view text, std::size_t at) {
    if (at + 2 > text.size() || text[at] < '0' || text[at] > '9' || text[at + 1] < '0' || text[at + 1] > '9') return -1;
    return (text[at] - '0') * 10 + (text[at + 1] - '0');
}

// Seconds of an offset such as `Z`, `+02:00`; nullopt where it is none.
std::optional<std::int64_t> offset_seconds(std::string_view text) {
    if (text == "Z" || text == "z") return 0;
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const int hours = two_digits(text, 1);
    const int minutes = two_digits(text, 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
    const std::int64_t seconds = hours * 3600LL + minutes * 60LL;
    return text[0] == '-' ? -seconds : seconds;
}

}  // namespace

std::optional<std::int64_t> epoch_seconds(std::string_view text) {
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') ||
        text[13] != ':' || text[16] != ':')
        return std::nullopt;
    const int century = two_digits(text, 0);
    const int year = two_digits(text, 2);
    const int month = two_digits(text, 5);
    const int day = two_digits(text, 8);
    const int hour = two_digits(text, 11);
    const int minute = two_digits(text, 14);
    const int second = two_digits(text, 17);
    if (century < 0 || year < 0 || hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return std::nullopt;
    std::size_t rest = 19;
    if (text[rest] == '.') {
        ++rest;
        while (rest < text.size() && text[rest] >= '0' && text[rest] <= '9') ++rest;
    }
    const auto offset = offset_seconds(text.substr(rest));
    const std::chrono::year_month_day date{std::chrono::year(century * 100 + year),
                                           std::chrono::month(static_cast<unsigned>(month < 0 ? 0 : month)),
                                           std::chrono::day(static_cast<unsigned>(day < 0 ? 0 : day))};
    if (!offset || !date.ok()) return std::nullopt;
    const auto days = std::chrono::sys_days(date).time_since_epoch().count();
    return days * 86400LL + hour * 3600LL + minute * 60LL + second - *offset;
}

base::Result<void> since(std::string_view function, std::int64_t unit, const FunctionContext& context, Arguments arguments, Results& out) {
    return for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        const auto seconds = epoch_seconds(text.as_string());
        if (!seconds) return cannot_convert(function, text);
        const std::int64_t gone = context.now - *seconds;
        // Rounded down on either side of now: a moment to come is not yet zero units ago.
        const std::int64_t units = gone / unit - (gone % unit < 0 ? 1 : 0);
        add(out, Value::integer(units, text.position()));
        return {};
    });
}

}  // namespace vouch::guard::detail
