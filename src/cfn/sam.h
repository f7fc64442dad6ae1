// SPDX-License-Identifier: Apache-2.0
// Serverless resources (AWS SAM) as the resources that the transform makes of them, for the properties that can be told from here.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cfn/evaluator.h"
#include "value/value.h"

namespace vouch::cfn {

struct Serverless {
    std::string id;
    std::string type;
    value::Value body;
    std::string open = {};  // see model::Resource::open
};

inline constexpr std::string_view kServerlessTransform = "AWS::Serverless-2016-10-31";

// What the resolved `body` of that type becomes, with the resolved section Globals merged in: first the resource that keeps the logical
// id. Values keep their positions. Empty for types that are not expanded and for bodies without a map of properties.
std::vector<Serverless> expand_serverless(Evaluator& evaluator, std::string_view id, const value::Value& body, const value::Value& globals);

}  // namespace vouch::cfn
