// SPDX-License-Identifier: Apache-2.0
// parse_epoch(query): RFC 3339 times such as 2024-05-01T12:00:00Z as seconds since 1970-01-01T00:00:00Z.
#include "guard/detail/times.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> parse_times(const FunctionContext&, Arguments arguments, Results& out) {
    return detail::for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        const auto seconds = detail::epoch_seconds(text.as_string());
        if (!seconds) return detail::cannot_convert("parse_epoch", text);
        detail::add(out, Value::integer(*seconds, text.position()));
        return {};
    });
}

}  // namespace

extern const Function parse_epoch_function;
constinit const Function parse_epoch_function{
    .name = "parse_epoch", .arity = 1, .summary = "RFC 3339 times in seconds since 1970", .apply = parse_times};

}  // namespace vouch::guard
