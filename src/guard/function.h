// SPDX-License-Identifier: Apache-2.0
// The built-in functions of the language. Each is one file in functions/; CMake makes the table of them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"
#include "guard/query_result.h"

namespace vouch::guard {

// What a function may use: the arena of the evaluation for what it makes, and the time for `now`.
struct FunctionContext {
    base::Arena& arena;
    std::int64_t now = 0;  // seconds since 1970-01-01T00:00:00Z
};

// Arguments are the results of each argument's query, call or literal. The results are appended to `out`; an argument value
// that the function does not apply to gives none. Errors: incompatible, invalid_value, regex.
struct Function {
    std::string_view name;
    std::size_t arity;
    std::string_view summary;
    base::Result<void> (*apply)(const FunctionContext&, std::span<const std::span<const QueryResult>>, std::vector<QueryResult>& out);
};

// Sorted by name.
std::span<const Function* const> functions();
// nullptr: there is none of that name.
const Function* find_function(std::string_view name);

}  // namespace vouch::guard
