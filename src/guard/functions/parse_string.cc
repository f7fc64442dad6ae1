// SPDX-License-Identifier: Apache-2.0
// parse_string(query): numbers, booleans and characters as strings; strings stay.
#include <array>
#include <charconv>

#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

std::string real_text(double number) {
    std::array<char, 400> buffer{};
    const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed);
    return {buffer.data(), written.ptr};
}

base::Result<void> write_as_strings(const FunctionContext& context, Arguments arguments, Results& out) {
    return detail::for_each_value(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        if (const Literal* character = detail::as_character(value)) {
            detail::add_string(context, out, character->text, value);
        } else if (value.kind() == value::Kind::integer) {
            detail::add_string(context, out, std::to_string(value.as_integer()), value);
        } else if (value.kind() == value::Kind::real) {
            detail::add_string(context, out, real_text(value.as_real()), value);
        } else if (value.kind() == value::Kind::boolean) {
            detail::add_string(context, out, value.as_boolean() ? "true" : "false", value);
        } else if (value.is_string() || value.kind() == value::Kind::decimal) {
            detail::add_string(context, out, value.as_string(), value);
        }
        return {};
    });
}

}  // namespace

extern const Function parse_string_function;
constinit const Function parse_string_function{
    .name = "parse_string", .arity = 1, .summary = "numbers, booleans and characters as strings", .apply = write_as_strings};

}  // namespace vouch::guard
