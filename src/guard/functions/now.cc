// SPDX-License-Identifier: Apache-2.0
// now(): the time of the evaluation, in seconds since 1970-01-01T00:00:00Z.
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> tell_time(const FunctionContext& context, Arguments, Results& out) {
    detail::add(out, Value::integer(context.now, 0));
    return {};
}

}  // namespace

extern const Function now_function;
constinit const Function now_function{.name = "now", .arity = 0, .summary = "the time in seconds since 1970", .apply = tell_time};

}  // namespace vouch::guard
