// SPDX-License-Identifier: Apache-2.0
// days_since(query): whole days from RFC 3339 times to the time of the evaluation. Rules cannot subtract; so they ask for an age.
#include "guard/detail/times.h"

namespace vouch::guard {
namespace {

constexpr std::int64_t kSecondsInDay = 86400;

base::Result<void> count_days(const FunctionContext& context, detail::Arguments arguments, detail::Results& out) {
    return detail::since("days_since", kSecondsInDay, context, arguments, out);
}

}  // namespace

extern const Function days_since_function;
constinit const Function days_since_function{
    .name = "days_since", .arity = 1, .summary = "whole days since RFC 3339 times", .apply = count_days};

}  // namespace vouch::guard
