// SPDX-License-Identifier: Apache-2.0
// The whole way from a call to somebody who hears of it: trail -> log group -> metric filter -> alarm -> topic -> subscription, or
// rule of EventBridge -> topic -> subscription; and where it ends early.
#pragma once

#include <string>
#include <vector>

#include "facts/detection/words.h"

namespace vouch::facts::detection {

struct Coverage {
    std::string fact;                   // "RootUsage"
    std::vector<std::string> complete;  // chains; empty where they leave a part of the detection out
    std::vector<std::string> broken;    // what catches it, or a part of it, and then?
    std::string unknown;                // not empty: complete is empty, but may be otherwise, because ...
};

// Whether a trail of the estate writes to the log group of a metric filter. Yes: "trail `T` -> log group `L`".
Link on_trail(const Estate& estate, model::Node filter);

// One for each detection of the catalogue, in its order.
std::vector<Coverage> coverage(const Estate& estate);

}  // namespace vouch::facts::detection
