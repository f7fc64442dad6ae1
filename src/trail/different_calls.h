// SPDX-License-Identifier: Apache-2.0
// One principal that makes many different calls within an hour: what a filter, which sees one event at a time, cannot say.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "trail/log_scanner.h"

namespace vouch::trail {

inline constexpr std::size_t kMostWatched = 500'000;  // principals and hours; of more, none is a match

class DifferentCalls {
public:
    // Events of that pattern are a match where the same principal has made so many different calls of it in that hour (of the clock): the
    // first event that completes them is, the others are not. 0: each event is one.
    void expect(std::uint32_t pattern, std::size_t calls);

    bool is_match(const Match& match);

private:
    struct Watched {
        std::uint32_t pattern;
        std::uint32_t principal;  // the number of its name
        std::string hour;         // "2025-03-01T09"; short enough to stand in the string itself

        auto operator<=>(const Watched&) const = default;
    };
    using Names = std::map<std::string, std::uint32_t>;
    static std::uint32_t number(Names& names, std::string name);

    std::vector<std::size_t> expected_;  // by pattern
    Names principals_;
    Names calls_;
    std::map<Watched, std::vector<std::uint32_t>> seen_;  // the different calls, as many as are expected
};

}  // namespace vouch::trail
