// SPDX-License-Identifier: Apache-2.0
// hours_since(query): whole hours from RFC 3339 times to the time of the evaluation. Rules cannot subtract; so they ask for an age.
#include "guard/detail/times.h"

namespace vouch::guard {
namespace {

constexpr std::int64_t kSecondsInHour = 3600;

base::Result<void> count_hours(const FunctionContext& context, detail::Arguments arguments, detail::Results& out) {
    return detail::since("hours_since", kSecondsInHour, context, arguments, out);
}

}  // namespace

extern const Function hours_since_function;
constinit const Function hours_since_function{
    .name = "hours_since", .arity = 1, .summary = "whole hours since RFC 3339 times", .apply = count_hours};

}  // namespace vouch::guard
