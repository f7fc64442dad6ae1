// SPDX-License-Identifier: Apache-2.0
// parse_char(query): strings of one character and the digits 0 to 9 as characters; a character becomes a string.
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<void> parse_characters(const FunctionContext& context, Arguments arguments, Results& out) {
    const auto add_character = [&](std::string_view text, const Value& at) {
        Literal* made = context.arena.make<Literal>(Literal::Kind::character);
        made->text = context.arena.copy(text);
        made->lower = static_cast<unsigned char>(text.front());
        detail::add(out, Value::opaque(made, at.position()));
    };
    return detail::for_each_value(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        if (const Literal* character = detail::as_character(value)) {
            detail::add_string(context, out, character->text, value);
        } else if (value.kind() == value::Kind::integer) {
            if (value.as_integer() < 0 || value.as_integer() > 9) return detail::cannot_convert("parse_char", value);
            const char digit = static_cast<char>('0' + value.as_integer());
            add_character({&digit, 1}, value);
        } else if (value.is_string() && value.length() > 1) {
            return detail::cannot_convert("parse_char", value);
        } else if (value.is_string() && value.length() == 1) {
            add_character(value.as_string(), value);
        }
        return {};
    });
}

}  // namespace

extern const Function parse_char_function;
constinit const Function parse_char_function{
    .name = "parse_char", .arity = 1, .summary = "strings of one character as characters", .apply = parse_characters};

}  // namespace vouch::guard
