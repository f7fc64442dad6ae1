// SPDX-License-Identifier: Apache-2.0
// Comparisons of two values, as Guard makes them: without conversions (integer and real are incomparable), a string with a
// regular expression by searching it, a number with a range by containment. An unknown value makes the answer unknown
// unless the known parts settle it.
#pragma once

#include <cstdint>

#include "guard/ast.h"
#include "value/value.h"

namespace vouch::guard {

// An unknown that may stand for nothing at all: a member or element that a condition removes, or that was not read.
inline bool may_be_absent(const value::Value& value) { return value.is_unknown() && !value.as_unknown().present(); }
// A text of something that may not be there: another than it is asked for says that it is not meant, and not that it is.
inline bool in_doubt(const value::Value& value) { return value.is_unknown() && value.as_unknown().in_doubt; }
// Whether every element or member may be absent.
bool all_may_be_absent(const value::Value& collection);

enum class Match : std::uint8_t {
    no,
    yes,
    incomparable,  // values of kinds that have no order or equality between them
    unlike,        // certainly not equal, but whether comparable depends on an unknown
    unknown,
    too_expensive,  // a regular expression hit its step limit
};

// `==` and the equality behind it.
Match equals(const value::Value& left, const value::Value& right);
// `<`, `>`, `<=`, `>=`; requires one of those operators.
Match ordered(Operator op, const value::Value& left, const value::Value& right);
// Whether `element`, of a list, is `item`: as `in` asks it. Incomparable values are different ones; a range among the elements matches
// nothing (only a range on its own on the right side does).
Match is_same(const value::Value& element, const value::Value& item);
// Whether any of `elements` is `item`: yes, no, unknown or too_expensive.
Match contains(std::span<const value::Value> elements, const value::Value& item);

}  // namespace vouch::guard
