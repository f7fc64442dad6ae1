// SPDX-License-Identifier: Apache-2.0
// A fail that somebody accepted: why, who, until when, and where that is written down. Every report shows it.
#pragma once

#include <string>

#include "base/error.h"

namespace vouch::model {

// Texts are as they were written by people: any of them may hold anything, and all but `reason` may be empty.
struct Suppression {
    std::string reason;
    std::string owner;
    std::string until;     // the last day on which it counts, YYYY-MM-DD
    std::string source;    // whose convention: "template", "vouch.yaml", "cdk-nag", ...
    base::Location where;  // what stands there accepts the fail

    bool operator==(const Suppression&) const = default;
};

}  // namespace vouch::model
