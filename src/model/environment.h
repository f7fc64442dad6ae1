// SPDX-License-Identifier: Apache-2.0
// Where a stack is deployed.
#pragma once

#include <string>

namespace vouch::model {

// Each is empty where it is not known.
struct Environment {
    std::string account;    // twelve digits
    std::string region;     // "eu-west-1"
    std::string partition;  // "aws", "aws-cn", ...

    bool operator==(const Environment&) const = default;
};

}  // namespace vouch::model
