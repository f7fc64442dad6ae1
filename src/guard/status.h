// SPDX-License-Identifier: Apache-2.0
// The outcome of a clause, block or rule, and the truth tables by which outcomes combine. Without unknown values they are
// those of Guard 3.1 (pass, fail, skip); `unknown` is ours: the data does not decide.
#pragma once

#include <cstdint>
#include <string_view>

namespace vouch::guard {

enum class Status : std::uint8_t {
    pass,
    fail,
    skip,     // the clause had nothing to judge, or its condition did not hold
    unknown,  // some value it needs is not known
    broken,   // evaluation stopped with an error; the evaluator holds it
};

// "PASS", "FAIL", "SKIP", "UNKNOWN", "ERROR".
std::string_view name(Status status);

// Counts outcomes and combines them.
struct Tally {
    std::uint32_t passes = 0;
    std::uint32_t fails = 0;
    std::uint32_t unknowns = 0;

    void add(Status status) {
        passes += status == Status::pass;
        fails += status == Status::fail;
        unknowns += status == Status::unknown;
    }

    // Conjunction: a fail fails, else an unknown is unknown, else a pass passes, else skip.
    Status all() const {
        if (fails > 0) return Status::fail;
        if (unknowns > 0) return Status::unknown;
        return passes > 0 ? Status::pass : Status::skip;
    }
    // Disjunction: a pass passes, else an unknown is unknown, else a fail fails, else skip.
    Status any() const {
        if (passes > 0) return Status::pass;
        if (unknowns > 0) return Status::unknown;
        return fails > 0 ? Status::fail : Status::skip;
    }
};

// pass becomes fail and fail becomes pass; the others stay.
inline Status inverse(Status status) {
    if (status == Status::pass) return Status::fail;
    return status == Status::fail ? Status::pass : status;
}

// What a block under a condition comes to: the condition's outcome decides whether the block applies at all.
inline Status guarded(Status condition, Status body) {
    if (condition == Status::pass) return body;
    if (condition != Status::unknown || body == Status::skip) return Status::skip;
    return Status::unknown;
}

}  // namespace vouch::guard
