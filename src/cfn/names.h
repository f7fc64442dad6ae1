// SPDX-License-Identifier: Apache-2.0
// What resources are called by where the template names them itself, so that references to them are known values.
#pragma once

#include <functional>
#include <span>

#include "cfn/evaluator.h"
#include "cfn/scope.h"

namespace vouch::cfn {

// Sets scope.named for every resource that the table of attributes has rows for. Names made of other resources' names are
// worked out after those, in chains of any length; names that need each other stay unknown. Requires scope.names,
// scope.conditions and scope.resources. `entries`: the resources, not yet resolved. Calls `follow` once for every nested
// stack, after the names and stacks that it needs: their outputs may be parts of names.
void name_resources(Evaluator& evaluator, Scope& scope, std::span<const Entry> entries, const std::function<void(const Entry&)>& follow);

}  // namespace vouch::cfn
