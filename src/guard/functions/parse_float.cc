// SPDX-License-Identifier: Apache-2.0
// parse_float(query): strings, integers and digits as reals; reals stay.
#include <charconv>

#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> parse_reals(const FunctionContext&, Arguments arguments, Results& out) {
    return detail::for_each_value(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        const Literal* character = detail::as_character(value);
        if (value.kind() == value::Kind::real || value.kind() == value::Kind::decimal) {
            detail::add(out, value);
        } else if (value.kind() == value::Kind::integer) {
            detail::add(out, Value::real(static_cast<double>(value.as_integer()), value.position()));
        } else if (value.is_string() || character != nullptr) {
            std::string_view text = character != nullptr ? character->text : value.as_string();
            if (text.starts_with('+')) text.remove_prefix(1);
            double number = 0;
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
            if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return detail::cannot_convert("parse_float", value);
            detail::add(out, Value::real(number, value.position()));
        }
        return {};
    });
}

}  // namespace

extern const Function parse_float_function;
constinit const Function parse_float_function{
    .name = "parse_float", .arity = 1, .summary = "strings and integers as reals", .apply = parse_reals};

}  // namespace vouch::guard
