// SPDX-License-Identifier: Apache-2.0
// Values and clauses as a few words for people.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "guard/ast.h"
#include "value/value.h"

namespace vouch::assess {

// The value as JSON on one line, rule literals as the rule spells them (/^a/, r[1,5)), unknown values as <reason>; what stands
// under a key that names a secret as "(hidden)". At most about `most` bytes: cut off values end in "...".
std::string describe(const value::Value& value, std::size_t most = 160);

// What a clause asks of a value, to be read behind "is expected": "to be one of", "not to be empty". `right` is what it is compared
// with (null for unary operators); `selection`: the clause asks whether a selection of values is empty.
std::string_view relation(const guard::Comparison& comparison, bool negated, const value::Value* right, bool selection);

}  // namespace vouch::assess
