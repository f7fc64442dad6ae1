// SPDX-License-Identifier: Apache-2.0
// parse_int(query): strings, reals (their whole part) and digits as integers; integers stay.
#include <charconv>
#include <limits>

#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

std::int64_t whole_part(double number) {
    constexpr double kLimit = 9223372036854775808.0;  // 2^63
    if (number != number) return 0;
    if (number >= kLimit) return std::numeric_limits<std::int64_t>::max();
    if (number <= -kLimit) return std::numeric_limits<std::int64_t>::min();
    return static_cast<std::int64_t>(number);
}

base::Result<void> parse_integers(const FunctionContext&, Arguments arguments, Results& out) {
    return detail::for_each_value(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        const Literal* character = detail::as_character(value);
        if (value.kind() == value::Kind::integer) {
            detail::add(out, value);
        } else if (value.kind() == value::Kind::real) {
            detail::add(out, Value::integer(whole_part(value.as_real()), value.position()));
        } else if (value.is_string() || character != nullptr) {
            std::string_view text = character != nullptr ? character->text : value.as_string();
            if (text.starts_with('+')) text.remove_prefix(1);
            std::int64_t number = 0;
            const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
            if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return detail::cannot_convert("parse_int", value);
            detail::add(out, Value::integer(number, value.position()));
        }
        return {};
    });
}

}  // namespace

extern const Function parse_int_function;
constinit const Function parse_int_function{
    .name = "parse_int", .arity = 1, .summary = "strings and reals as integers", .apply = parse_integers};

}  // namespace vouch::guard
