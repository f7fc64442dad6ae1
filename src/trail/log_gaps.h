// SPDX-License-Identifier: Apache-2.0
// Hours in which no log was delivered though neighbours have some: what the names of logs tell, without a digest.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "trail/times.h"

namespace vouch::trail {

struct LogGap {
    std::string account;
    std::string region;
    Interval when;    // whole hours
    std::string why;  // "the account has logs in 3 other regions in that time"

    bool operator==(const LogGap&) const = default;
};

// The hours in which an account has logs in a region, from names of logs.
class DeliveredHours {
public:
    explicit DeliveredHours(Interval when) : when_(when) {}

    void add(const std::string& account, const std::string& region, Time delivered);

    // A region of an account in which logs come in at least half of the hours has a gap in each hour without one; one in which they come
    // less often is quiet and has none. A region in which no log came is a gap where most of the other accounts have logs there.
    std::vector<LogGap> gaps() const;
    // Regions that are too quiet to tell: "111122223333 eu-west-3".
    std::vector<std::string> quiet() const;

private:
    using Place = std::pair<std::string, std::string>;  // account, region
    std::size_t hours() const;
    bool is_steady(const std::vector<bool>& hours) const;
    std::string neighbours(const Place& place, std::size_t from, std::size_t to) const;
    void add_silent(std::vector<LogGap>& gaps) const;

    Interval when_;
    std::map<Place, std::vector<bool>> delivered_;
};

}  // namespace vouch::trail
