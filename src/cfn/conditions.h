// SPDX-License-Identifier: Apache-2.0
// The Conditions section: every condition worked out once, in the order in which they need each other.
#pragma once

#include <vector>

#include "base/error.h"
#include "cfn/evaluator.h"
#include "cfn/scope.h"
#include "value/value.h"

namespace vouch::cfn {

// Sets scope.conditions to a boolean or an unknown each. Conditions that need themselves are unknown, and a problem of code
// cycle that names the chain. Returns the section with every condition replaced by its value.
value::Value bind_conditions(Evaluator& evaluator, Scope& scope, const value::Value& section);

}  // namespace vouch::cfn
