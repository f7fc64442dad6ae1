// SPDX-License-Identifier: Apache-2.0
// Three-valued truth: something is so, is not so, or nobody can tell; and an answer, which then names the value that keeps us from telling.
#pragma once

#include <algorithm>
#include <cstdint>

#include "value/value.h"

namespace vouch::facts {

enum class Truth : std::uint8_t { no, maybe, yes };

constexpr Truth both(Truth a, Truth b) { return std::min(a, b); }
constexpr Truth either(Truth a, Truth b) { return std::max(a, b); }
constexpr Truth negated(Truth a) { return a == Truth::yes ? Truth::no : a == Truth::no ? Truth::yes : Truth::maybe; }

// `maybe` with `unknown` hangs on a value that is not known, and whoever tells of it tells its reason (because(), reasons.h); without it,
// on something else: of IAM policies what the request says (a condition, a policy variable). `unknown` lives as long as that value.
struct Answer {
    Truth truth = Truth::no;
    const value::Unknown* unknown = nullptr;

    static Answer of(bool holds) { return {holds ? Truth::yes : Truth::no, nullptr}; }
    static Answer depends() { return {Truth::maybe, nullptr}; }
    static Answer not_known(const value::Unknown* why) { return {Truth::maybe, why}; }
    static Answer not_known(const value::Value& value) { return {Truth::maybe, value.is_unknown() ? &value.as_unknown() : nullptr}; }

    bool yes() const { return truth == Truth::yes; }
    bool no() const { return truth == Truth::no; }
    bool maybe() const { return truth == Truth::maybe; }
    bool possible() const { return truth != Truth::no; }
    // True where a value that is not known decides.
    bool undecided() const { return maybe() && unknown != nullptr; }
};

// Both hold.
inline Answer both(const Answer& a, const Answer& b) {
    if (a.no() || b.no()) return {};
    if (a.yes()) return b;
    if (b.yes()) return a;
    return {Truth::maybe, a.unknown != nullptr ? a.unknown : b.unknown};
}

// At least one holds.
inline Answer either(const Answer& a, const Answer& b) {
    if (a.yes() || b.yes()) return {Truth::yes, nullptr};
    if (a.no()) return b;
    if (b.no()) return a;
    return {Truth::maybe, a.unknown != nullptr ? a.unknown : b.unknown};
}

inline Answer negated(const Answer& a) { return a.truth == Truth::maybe ? a : Answer::of(a.no()); }

}  // namespace vouch::facts
