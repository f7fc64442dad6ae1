// SPDX-License-Identifier: Apache-2.0
// The role that the serverless transform makes for a function or state machine that has none.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cfn/evaluator.h"
#include "value/value.h"

namespace vouch::cfn {

// What such a role is made for.
struct RoleOwner {
    std::string_view id;       // logical id
    std::string_view service;  // that assumes the role
    std::string_view always;   // name of a policy that the role gets in any case; may be empty
    value::Value properties;   // of the owner, resolved; a map
    bool traced = false;       // it sends traces to X-Ray
};

struct MadeRole {
    std::vector<value::Member> properties;
    std::string open;  // not empty: it gets more permissions than these, because ...
};

// Properties of the AWS::IAM::Role `<id>Role`: policies by ARN and those of AWS whose path is known by name, policy documents as they are
// written. What a policy template of the transform allows is unknown, never guessed.
MadeRole make_role(Evaluator& evaluator, const RoleOwner& owner);

}  // namespace vouch::cfn
