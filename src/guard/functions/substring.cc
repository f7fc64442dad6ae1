// SPDX-License-Identifier: Apache-2.0
// substring(query, from, to): bytes [from, to) of each string; strings that are too short drop out.
#include "guard/detail/arguments.h"

namespace vouch::guard {
namespace {

using detail::Arguments;
using detail::Results;
using value::Value;

base::Result<std::size_t> bound(std::span<const QueryResult> argument, std::string_view which) {
    VOUCH_TRY(const Value value, detail::only_value(argument, "substring", which));
    std::int64_t number = -1;
    if (value.kind() == value::Kind::integer) number = value.as_integer();
    if (value.kind() == value::Kind::real && value.as_real() >= 0 && value.as_real() < 1e9)
        number = static_cast<std::int64_t>(value.as_real());
    if (number < 0) return base::fail(base::Code::invalid_value, "the bounds of `substring` must be numbers from 0");
    return static_cast<std::size_t>(number);
}

bool splits_character(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

base::Result<void> cut_strings(const FunctionContext&, Arguments arguments, Results& out) {
    VOUCH_TRY(const std::size_t from, bound(arguments[1], "second"));
    VOUCH_TRY(const std::size_t to, bound(arguments[2], "third"));
    return detail::for_each_string(arguments[0], out, [&](const Value& value) -> base::Result<void> {
        const std::string_view text = value.as_string();
        if (from >= to || to > text.size()) return {};
        if (splits_character(text, from) || splits_character(text, to))
            return base::fail(base::Code::invalid_value, "the bounds of `substring` fall inside a character");
        detail::add(out, Value::string(text.substr(from, to - from), value.position()));
        return {};
    });
}

}  // namespace

extern const Function substring_function;
constinit const Function substring_function{
    .name = "substring", .arity = 3, .summary = "bytes [from, to) of each string", .apply = cut_strings};

}  // namespace vouch::guard
