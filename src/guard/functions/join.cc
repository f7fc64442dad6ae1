// SPDX-License-Identifier: Apache-2.0
// join(query, delimiter): the strings that a query found as one, the delimiter between them.
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> join_strings(const FunctionContext& context, Arguments arguments, Results& out) {
    VOUCH_TRY(const std::string_view delimiter, detail::only_string(arguments[1], "join", "second"));
    std::string joined;
    for (std::size_t i = 0; i < arguments[0].size(); ++i) {
        const QueryResult& each = arguments[0][i];
        if (each.kind == QueryResult::Kind::unknown || (each.has_value() && each.value.is_unknown())) {
            out.push_back(QueryResult::unknown(each.value));
            return {};
        }
        if (!each.has_value()) return base::fail(base::Code::incompatible, "`join` met a value that is missing");
        if (!each.value.is_string()) return detail::cannot_convert("join", each.value);
        if (i > 0) joined += delimiter;
        joined += each.value.as_string();
    }
    detail::add_string(context, out, joined, arguments[0].empty() ? Value() : arguments[0][0].value);
    return {};
}

}  // namespace

extern const Function join_function;
constinit const Function join_function{
    .name = "join", .arity = 2, .summary = "the strings of a query as one, with a delimiter between them", .apply = join_strings};

}  // namespace vouch::guard
