// SPDX-License-Identifier: Apache-2.0
// One value of a condition against one value of a request.
#pragma once

#include <string_view>

#include "facts/policy/condition.h"

namespace vouch::facts {

// Whether `actual` satisfies the condition's comparison with `wanted`, negation left aside.
Answer matches(const Condition& condition, const value::Value& wanted, std::string_view actual);

// True where an address range leaves out at least most of the Internet: "10.0.0.0/8", "203.0.113.7/32"; not "0.0.0.0/0", "0.0.0.0/1".
bool narrow_range(std::string_view cidr);

}  // namespace vouch::facts
