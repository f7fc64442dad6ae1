// SPDX-License-Identifier: Apache-2.0
// Which detections a metric filter or an EventBridge rule catches: its pattern is executed on their sample events.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "facts/estate.h"
#include "pattern/detections.h"

namespace vouch::facts::detection {

// The detections with an alarm of the catalogue that is built in. Read once; never changes.
const std::vector<pattern::Detection>& catalog();

struct Caught {
    const pattern::Detection* detection = nullptr;
    std::vector<bool> matched;       // by sample of Detection::match
    std::vector<std::string> noisy;  // names of near misses that it matches

    bool all() const { return std::ranges::find(matched, false) == matched.end(); }
    bool any() const { return std::ranges::find(matched, true) != matched.end(); }
    std::vector<std::string> missed() const;  // names of those that it does not match
};

struct Catches {
    std::vector<Caught> all;     // one for each detection, in the order of the catalogue
    std::string unknown;         // not empty: the pattern is not known or cannot be read, because ...
    std::uint32_t position = 0;  // of the pattern
};

// Of an AWS::Logs::MetricFilter or an AWS::Events::Rule.
Catches caught_by(const model::Resource& resource);

}  // namespace vouch::facts::detection
