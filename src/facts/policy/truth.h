// SPDX-License-Identifier: Apache-2.0
// Three-valued answers about IAM policies: no, maybe, yes; a maybe says whether it hangs on the request or on a value that is not known.
#pragma once

#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts {

// `maybe` with `unknown` hangs on a value that is not known; without it, on what the request says (a condition, a policy variable).
struct Answer {
    Truth truth = Truth::no;
    const value::Unknown* unknown = nullptr;

    static Answer of(bool holds) { return {holds ? Truth::yes : Truth::no, nullptr}; }
    static Answer depends() { return {Truth::maybe, nullptr}; }
    static Answer not_known(const value::Unknown* why) { return {Truth::maybe, why}; }

    bool yes() const { return truth == Truth::yes; }
    bool no() const { return truth == Truth::no; }
    bool possible() const { return truth != Truth::no; }
    // True where a value that is not known decides.
    bool undecided() const { return truth == Truth::maybe && unknown != nullptr; }
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
