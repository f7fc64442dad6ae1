// SPDX-License-Identifier: Apache-2.0
// What rules can write and documents cannot hold: regular expressions, ranges, single characters. They stand in value trees
// as values of kind opaque whose payload is a Literal.
#pragma once

#include <cstdint>
#include <string_view>

#include "guard/regex.h"
#include "value/value.h"

namespace vouch::guard {

struct Literal {
    enum class Kind : std::uint8_t { regex, integer_range, real_range, character_range, character };

    Kind kind;
    bool with_lower = false;  // ranges: whether the bound itself belongs to them
    bool with_upper = false;
    std::string_view text{};       // as the rule spells it, without the slashes of a regular expression
    const Regex* regex = nullptr;  // kind regex
    std::int64_t lower = 0;        // integer_range; character_range and character: code points (character uses lower)
    std::int64_t upper = 0;
    double real_lower = 0;  // real_range
    double real_upper = 0;
};

// nullptr where `value` is no rule literal.
inline const Literal* as_literal(const value::Value& value) {
    return value.kind() == value::Kind::opaque ? static_cast<const Literal*>(value.as_opaque()) : nullptr;
}

}  // namespace vouch::guard
