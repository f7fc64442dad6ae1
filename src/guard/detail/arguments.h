// SPDX-License-Identifier: Apache-2.0
// What the built-in functions share: visiting the values of an argument, and making results that stand where their argument
// stood.
#pragma once

#include <string>
#include <vector>

#include "guard/function.h"
#include "guard/literal.h"

namespace vouch::guard::detail {

using Arguments = std::span<const std::span<const QueryResult>>;
using Results = std::vector<QueryResult>;

inline void add(Results& out, value::Value value) { out.push_back(QueryResult::resolved(value)); }
inline void add_string(const FunctionContext& context, Results& out, std::string_view text, const value::Value& argument) {
    add(out, value::Value::string(context.arena.copy(text), argument.position()));
}

// The character that `value` is, nullptr where it is none.
inline const Literal* as_character(const value::Value& value) {
    const Literal* literal = as_literal(value);
    return literal != nullptr && literal->kind == Literal::Kind::character ? literal : nullptr;
}

// Calls `apply(value)` (a Result<void>) for every value of the argument. For an unknown it is not known whether there is a result, what is
// missing drops out.
template <class Apply>
base::Result<void> for_each_value(std::span<const QueryResult> argument, Results& out, Apply&& apply) {
    for (const QueryResult& each : argument) {
        if (each.kind == QueryResult::Kind::unknown) {
            out.push_back(each);
        } else if (each.has_value() && each.value.is_unknown()) {
            out.push_back(QueryResult::unknown(each.value));
        } else if (each.has_value()) {
            if (auto applied = apply(each.value); !applied) return applied;
        }
    }
    return {};
}

// The same for strings alone; values of other kinds drop out.
template <class Apply>
base::Result<void> for_each_string(std::span<const QueryResult> argument, Results& out, Apply&& apply) {
    return for_each_value(argument, out, [&](const value::Value& value) -> base::Result<void> {
        if (!value.is_string()) return {};
        return apply(value);
    });
}

// The first value of an argument that configures a function. Errors: invalid_value where there is none.
base::Result<value::Value> only_value(std::span<const QueryResult> argument, std::string_view function, std::string_view which);
base::Result<std::string_view> only_string(std::span<const QueryResult> argument, std::string_view function, std::string_view which);

std::unexpected<base::Error> cannot_convert(std::string_view function, const value::Value& value);

// A copy of `value` in `arena`, all of it said to stand at `at`. Recursion is bounded by the depth limit of the reader it came from.
value::Value copy_tree(base::Arena& arena, const value::Value& value, std::uint32_t at);

}  // namespace vouch::guard::detail
