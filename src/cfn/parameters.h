// SPDX-License-Identifier: Apache-2.0
// The names a template gets its values from: its parameters, and the pseudo parameters of where it is deployed.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "cfn/evaluator.h"
#include "cfn/scope.h"
#include "model/environment.h"
#include "model/resource.h"
#include "value/value.h"

namespace vouch::cfn {

// Parameters with more AllowedValues are not tried value by value.
inline constexpr std::size_t kMostChoices = 16;

// What a stack is deployed with.
struct Deployment {
    model::Environment environment;
    std::string stack_name;  // empty where it is not known
    // Given values by parameter name: text from the command line, or resolved values (unknown ones too) of a parent stack.
    // They are copied, but a list's elements and texts must live as long as the unit.
    std::map<std::string, value::Value, std::less<>> given;
    // The references to resources of other stacks that those values were made of, by parameter name.
    std::map<std::string, std::vector<model::ReferenceMade>, std::less<>> origins;
};

// Sets scope.names: every parameter of the section typed by its Type, and the pseudo parameters. A parameter without a value
// is an unknown whose reason says how to give one. Values that their declaration does not allow are problems.
void bind_names(Evaluator& evaluator, Scope& scope, const value::Value& section, const Deployment& deployment);

// "aws-cn" for "cn-north-1"; empty for an empty region.
std::string_view partition_of(std::string_view region);
// "amazonaws.com.cn" for "aws-cn"; empty for a partition that is not known.
std::string_view url_suffix_of(std::string_view partition);

}  // namespace vouch::cfn
