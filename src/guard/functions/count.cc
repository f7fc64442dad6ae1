// SPDX-License-Identifier: Apache-2.0
// count(query): how many values a query found.
#include "guard/compare.h"
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> count_found(const FunctionContext&, Arguments arguments, Results& out) {
    std::int64_t found = 0;
    for (const QueryResult& each : arguments[0]) {
        if (each.kind == QueryResult::Kind::unknown || may_be_absent(each.value)) {
            out.push_back(QueryResult::unknown(each.value));
            return {};
        }
        found += each.has_value() ? 1 : 0;
    }
    detail::add(out, Value::integer(found, arguments[0].empty() ? 0 : arguments[0][0].value.position()));
    return {};
}

}  // namespace

extern const Function count_function;
constinit const Function count_function{.name = "count", .arity = 1, .summary = "how many values a query found", .apply = count_found};

}  // namespace vouch::guard
