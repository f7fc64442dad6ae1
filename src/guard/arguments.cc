// SPDX-License-Identifier: Apache-2.0
// Shared parts of the built-in functions (detail/arguments.h). Tested by functions_test.cc.
#include "guard/detail/arguments.h"

#include <fmt/format.h>

namespace vouch::guard::detail {

using value::Value;

base::Result<Value> only_value(std::span<const QueryResult> argument, std::string_view function, std::string_view which) {
    if (argument.empty() || !argument[0].has_value())
        return base::fail(base::Code::invalid_value, fmt::format("the {} argument of `{}` has no value", which, function));
    return argument[0].value;
}

base::Result<std::string_view> only_string(std::span<const QueryResult> argument, std::string_view function, std::string_view which) {
    VOUCH_TRY(const Value value, only_value(argument, function, which));
    if (value.is_string()) return value.as_string();
    if (const Literal* character = as_character(value)) return character->text;
    return base::fail(base::Code::invalid_value,
                      fmt::format("the {} argument of `{}` must be a string, not a {}", which, function, value::name(value.kind())));
}

std::unexpected<base::Error> cannot_convert(std::string_view function, const Value& value) {
    const std::string text =
        value.is_string() ? fmt::format("the string `{}`", value.as_string()) : fmt::format("a {}", value::name(value.kind()));
    return base::fail(base::Code::invalid_value, fmt::format("`{}` cannot convert {}", function, text));
}

Value copy_tree(base::Arena& arena, const Value& value, std::uint32_t at) {
    switch (value.kind()) {
        case value::Kind::string: return Value::string(arena.copy(value.as_string()), at);
        case value::Kind::decimal: return Value::decimal(arena.copy(value.as_string()), at);
        case value::Kind::list: {
            std::vector<Value> items;
            for (const Value& each : value.as_list()) items.push_back(copy_tree(arena, each, at));
            return value::make_list(arena, items, at);
        }
        case value::Kind::map: {
            std::vector<value::Member> members;
            for (const value::Member& each : value.as_map())
                members.push_back({Value::string(arena.copy(each.name()), at), copy_tree(arena, each.value, at)});
            return value::make_map(arena, members, at);
        }
        default: return value.at(at);
    }
}

}  // namespace vouch::guard::detail
