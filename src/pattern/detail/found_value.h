// SPDX-License-Identifier: Apache-2.0
// What a selector finds in an event, and whether a test holds on it: the one place where the table of docs/patterns.md stands.
#pragma once

#include <cstdint>
#include <string_view>

#include "pattern/filter.h"

namespace vouch::pattern::detail {

struct FoundValue {
    enum class Kind : std::uint8_t { text, number, null, yes, no, container };
    Kind kind = Kind::null;
    std::string_view text;  // of a text, without escapes; of a number, as it is written
};

// Whether a text is what the term describes. `gave_up` becomes true where a regular expression took too many steps to tell.
bool text_matches(const Term& term, std::string_view text, bool& gave_up);

// What = != < > <= >= say of two numbers.
bool compare(Relation relation, double a, double b);

// Whether the test holds on something that is there (so never NOT EXISTS).
bool holds(const Test& test, const FoundValue& found, bool& gave_up);

}  // namespace vouch::pattern::detail
