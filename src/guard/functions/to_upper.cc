// SPDX-License-Identifier: Apache-2.0
// to_upper(query): each string in upper case (ASCII letters; others stay).
#include "base/ascii.h"
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> raise_strings(const FunctionContext& context, Arguments arguments, Results& out) {
    return detail::for_each_string(arguments[0], out, [&](const Value& text) -> base::Result<void> {
        detail::add_string(context, out, base::to_upper(text.as_string()), text);
        return {};
    });
}

}  // namespace

extern const Function to_upper_function;
constinit const Function to_upper_function{.name = "to_upper", .arity = 1, .summary = "strings in upper case", .apply = raise_strings};

}  // namespace vouch::guard
