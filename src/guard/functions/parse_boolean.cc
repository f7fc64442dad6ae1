// SPDX-License-Identifier: Apache-2.0
// parse_boolean(query): the strings true and false, in any case, as booleans; booleans stay.
#include "base/ascii.h"
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> parse_booleans(const FunctionContext&, Arguments arguments, Results& out) {
    return detail::for_each_value(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        if (value.kind() == value::Kind::boolean) detail::add(out, value);
        if (!value.is_string()) return {};
        const std::string text = base::to_lower(value.as_string());
        if (text != "true" && text != "false") return detail::cannot_convert("parse_boolean", value);
        detail::add(out, Value::boolean(text == "true", value.position()));
        return {};
    });
}

}  // namespace

extern const Function parse_boolean_function;
constinit const Function parse_boolean_function{
    .name = "parse_boolean", .arity = 1, .summary = "strings true and false as booleans", .apply = parse_booleans};

}  // namespace vouch::guard
