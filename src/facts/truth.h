// SPDX-License-Identifier: Apache-2.0
// Three-valued truth: something is so, is not so, or nobody can tell.
#pragma once

#include <algorithm>
#include <cstdint>

namespace vouch::facts {

enum class Truth : std::uint8_t { no, maybe, yes };

constexpr Truth both(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth either(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth negated(Truth a) { return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::maybe; }

}  // namespace vouch::facts
