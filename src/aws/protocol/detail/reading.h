// SPDX-License-Identifier: Apache-2.0
// What the readers of answers share: where they stand, the first thing that was wrong, and scalars out of texts.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "aws/model.h"
#include "aws/protocol/detail/path.h"
#include "base/arena.h"
#include "base/error.h"
#include "value/value.h"

namespace vouch::aws::detail {

// Values are made in the arena. After the first error the readers go on to their ends, with nulls, so that no result has to be passed
// upwards through every level.
class Reading {
public:
    explicit Reading(base::Arena& arena) : arena_(arena) {}

    base::Arena& arena() { return arena_; }
    Path& path() { return path_; }
    bool failed() const { return error_.has_value(); }
    const std::optional<base::Error>& error() const { return error_; }

    // Notes that a member is `found` where the model says `what`; gives null.
    value::Value wrong(const Reference& what, std::string_view found);
    // The scalar that `text` spells; wrong() where it spells none of that type.
    value::Value scalar(const Reference& what, std::string_view text, std::uint32_t at);
    // A time, blob or string as Parsed has it, copied.
    value::Value text(std::string_view text, std::uint32_t at) { return value::make_string(arena_, text, at); }

private:
    base::Arena& arena_;
    Path path_;
    std::optional<base::Error> error_;
};

// The members of structure `what` that JSON object `from` has. For the outermost structure only those of the body.
void read_json_members(Reading& reading, const Reference& what, const value::Value& from, std::vector<value::Member>& into);
// Any shape out of JSON.
value::Value read_json_value(Reading& reading, const Reference& what, const value::Value& from);

}  // namespace vouch::aws::detail
