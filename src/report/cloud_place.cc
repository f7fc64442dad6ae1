// SPDX-License-Identifier: Apache-2.0
// Tested by cloud_place_test.cc.
#include "report/cloud_place.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "base/text.h"

namespace vouch::report {
namespace {

struct Home {
    std::string_view partition;
    std::string_view region;
};
constexpr std::array kHomes{Home{"aws", "us-east-1"}, Home{"aws-cn", "cn-north-1"}, Home{"aws-us-gov", "us-gov-west-1"}};

// The digits at `from`; -1 where there is anything else.
int number(std::string_view text, std::size_t from, std::size_t digits) {
    int value = 0;
    const char* begin = text.data() + from;
    const auto [end, error] = std::from_chars(begin, begin + digits, value);
    return error == std::errc() && end == begin + digits && value >= 0 ? value : -1;
}

}  // namespace

CloudPlace cloud_place(const model::Unit& unit) {
    CloudPlace place{unit.environment.account, unit.environment.region, unit.environment.partition};
    if (place.account.empty()) place.account = kNoAccount;
    if (place.partition.empty()) place.partition = "aws";
    if (place.region.empty() || place.region == "global") {
        const auto* home = std::ranges::find(kHomes, place.partition, &Home::partition);
        place.region = home == kHomes.end() ? kHomes.front().region : home->region;
    }
    return place;
}

std::int64_t milliseconds(std::string_view time) {
    if (time.size() < 20 || time[4] != '-' || time[10] != 'T' || !time.ends_with('Z')) return 0;
    const int year = number(time, 0, 4), month = number(time, 5, 2), day = number(time, 8, 2);
    const int hour = number(time, 11, 2), minute = number(time, 14, 2), second = number(time, 17, 2);
    if (std::min({year, month, day, hour, minute, second}) < 0) return 0;
    const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!date.ok()) return 0;
    const int fraction = time.size() == 24 ? std::max(0, number(time, 20, 3)) : 0;
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + fraction;
}

std::string limited(std::string_view text, std::size_t bytes) {
    std::string safe = base::escape(text);
    if (safe.find_first_not_of(' ') == std::string::npos) return "-";
    if (safe.size() <= bytes) return safe;
    constexpr std::string_view kMore = "...";
    std::size_t end = bytes - std::min(bytes, kMore.size());
    while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0U) == 0x80U) --end;
    safe.resize(end);
    return safe.append(kMore);
}

}  // namespace vouch::report
