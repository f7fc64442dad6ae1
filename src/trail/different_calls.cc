// SPDX-License-Identifier: Apache-2.0
// Tested by different_calls_test.cc.
#include "trail/different_calls.h"

#include <algorithm>
#include <utility>

namespace vouch::trail {

void DifferentCalls::expect(std::uint32_t pattern, std::size_t calls) {
    if (expected_.size() <= pattern) expected_.resize(pattern + 1);
    expected_[pattern] = calls;
}

std::uint32_t DifferentCalls::number(Names& names, std::string name) {
    return names.try_emplace(std::move(name), static_cast<std::uint32_t>(names.size())).first->second;
}

bool DifferentCalls::is_match(const Match& match) {
    const std::size_t wanted = match.pattern < expected_.size() ? expected_[match.pattern] : 0;
    if (wanted == 0) return true;
    if (seen_.size() >= kMostWatched && !principals_.contains(match.principal)) return false;
    Watched key{match.pattern, number(principals_, match.principal), match.time.substr(0, 13)};
    auto found = seen_.find(key);
    if (found == seen_.end()) {
        if (seen_.size() >= kMostWatched) return false;
        found = seen_.emplace(std::move(key), std::vector<std::uint32_t>()).first;
    }
    std::vector<std::uint32_t>& calls = found->second;
    if (calls.size() >= wanted) return false;
    const std::uint32_t call = number(calls_, match.source + ":" + match.name);
    if (std::ranges::find(calls, call) != calls.end()) return false;
    calls.push_back(call);
    return calls.size() == wanted;
}

}  // namespace vouch::trail
