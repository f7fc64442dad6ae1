// SPDX-License-Identifier: Apache-2.0
// The operators of EventBridge patterns ({"prefix": ...}), one row each: how the operand is checked and how a value is matched.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "value/value.h"

namespace vouch::pattern::detail {

struct Operator {
    std::string_view name;
    // What is wrong with the operand; empty where nothing is.
    std::string (*check)(const value::Value& operand);
    // Whether a leaf value of an event satisfies it. nullptr: `exists`, which is about there being one.
    bool (*matches)(const value::Value& operand, const value::Value& leaf);
};
const Operator* find_operator(std::string_view name);
// "`prefix`, `suffix`, ..." for messages.
std::string operator_names();

// Equal as EventBridge compares: same kind, same text; numbers by value, 300 and 300.0 differing.
bool leaf_equals(const value::Value& expected, const value::Value& leaf);

}  // namespace vouch::pattern::detail
