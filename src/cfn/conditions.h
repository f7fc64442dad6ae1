// SPDX-License-Identifier: Apache-2.0
// The Conditions section: every condition worked out once, in the order in which they need each other.
#pragma once

#include <span>
#include <vector>

#include "base/error.h"
#include "cfn/evaluator.h"
#include "cfn/scope.h"
#include "value/value.h"

namespace vouch::cfn {

struct Conditions {
    value::Value section;     // every condition replaced by its value
    std::vector<Entry> open;  // those that are not known, each behind those that it needs
};

// Sets scope.conditions to a boolean or an unknown each. Conditions that need themselves are unknown, and a problem of code
// cycle that names the chain.
Conditions bind_conditions(Evaluator& evaluator, Scope& scope, const value::Value& section);

// Sets those conditions again, after something in the scope has changed.
void bind_again(Evaluator& evaluator, Scope& scope, std::span<const Entry> conditions);

}  // namespace vouch::cfn
