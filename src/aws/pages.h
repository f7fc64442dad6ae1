// SPDX-License-Identifier: Apache-2.0
// How the pages of a listing follow each other: the token of an answer is the input of the next call.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aws/model.h"
#include "base/error.h"
#include "value/value.h"

namespace vouch::aws {

// The way through the pages of one listing. Keeps references to the operation and to `input`.
class Pages {
public:
    // `most`: a listing that has more pages is taken for one that never ends; 100,000 pages of 50 are more than any account has of
    // anything.
    Pages(const Operation& operation, const value::Value& input, std::size_t most = 100'000)
        : operation_(operation), input_(input), most_(most) {}

    // The input that gets the page after the one with this output; nullopt where it was the last, or the operation has no pages. What is
    // new in it is copied into `arena`. Errors: cycle, where a page gives a token again that was used before; too_large after `most` pages;
    // incompatible for a token that is neither text nor number.
    base::Result<std::optional<value::Value>> next(const value::Value& output, base::Arena& arena);

    std::size_t pages() const { return seen_.size() + 1; }

private:
    base::Result<void> take(std::string_view name, const value::Value* token, base::Arena& arena, std::vector<value::Member>& tokens) const;

    const Operation& operation_;
    const value::Value& input_;
    std::size_t most_;
    std::set<std::string> seen_;
};

}  // namespace vouch::aws
