// SPDX-License-Identifier: Apache-2.0
// Tested by log_gaps_test.cc.
#include "trail/log_gaps.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

namespace vouch::trail {

std::size_t DeliveredHours::hours() const { return when_.empty() ? 0 : static_cast<std::size_t>((when_.length().count() + 3599) / 3600); }

void DeliveredHours::add(const std::string& account, const std::string& region, Time delivered) {
    if (delivered < when_.from || delivered >= when_.to) return;
    std::vector<bool>& found = delivered_[{account, region}];
    found.resize(hours());
    found[static_cast<std::size_t>((delivered - when_.from).count() / 3600)] = true;
}

bool DeliveredHours::is_steady(const std::vector<bool>& hours) const {
    return static_cast<std::size_t>(std::ranges::count(hours, true)) * 2 >= hours.size();
}

std::string DeliveredHours::neighbours(const Place& place, std::size_t from, std::size_t to) const {
    std::size_t regions = 0;
    std::size_t accounts = 0;
    for (const auto& [other, found] : delivered_) {
        if (other == place || std::find(found.begin() + static_cast<std::ptrdiff_t>(from), found.begin() + static_cast<std::ptrdiff_t>(to),
                                        true) == found.begin() + static_cast<std::ptrdiff_t>(to))
            continue;
        regions += other.first == place.first ? 1U : 0U;
        accounts += other.second == place.second && other.first != place.first ? 1U : 0U;
    }
    if (regions > 0) return fmt::format("the account has logs of {} other {} of that time", regions, regions == 1 ? "region" : "regions");
    if (accounts > 0)
        return fmt::format("{} other {} logs of that region and time", accounts, accounts == 1 ? "account has" : "accounts have");
    return "the hours around it have logs";
}

std::vector<LogGap> DeliveredHours::gaps() const {
    std::vector<LogGap> gaps;
    for (const auto& [place, found] : delivered_) {
        if (!is_steady(found)) continue;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (found[i]) continue;
            std::size_t end = i;
            while (end < found.size() && !found[end]) ++end;
            const Time from = when_.from + std::chrono::hours(i);
            gaps.push_back(
                {place.first, place.second, {from, std::min(when_.from + std::chrono::hours(end), when_.to)}, neighbours(place, i, end)});
            i = end;
        }
    }
    add_silent(gaps);
    return gaps;
}

void DeliveredHours::add_silent(std::vector<LogGap>& gaps) const {
    std::set<std::string> accounts;
    std::map<std::string, std::size_t> steady;  // regions: accounts with regular logs there
    for (const auto& [place, found] : delivered_) {
        accounts.insert(place.first);
        steady[place.second] += is_steady(found) ? 1U : 0U;
    }
    for (const auto& [region, count] : steady) {
        if (count < 2 || count * 2 <= accounts.size()) continue;
        for (const std::string& account : accounts)
            if (!delivered_.contains({account, region}))
                gaps.push_back({account, region, when_, fmt::format("{} of {} accounts have logs of that region", count, accounts.size())});
    }
}

std::vector<std::string> DeliveredHours::quiet() const {
    std::vector<std::string> names;
    for (const auto& [place, found] : delivered_)
        if (!is_steady(found)) names.push_back(place.first + " " + place.second);
    return names;
}

}  // namespace vouch::trail
