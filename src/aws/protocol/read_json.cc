// SPDX-License-Identifier: Apache-2.0
// JSON of the wire into the output: names become those of the model, null members go, what the model does not know goes. The reader of JSON
// bounds the depth. Tested by parse_test.cc.
#include <cmath>

#include <fmt/format.h>

#include "aws/protocol/detail/reading.h"
#include "aws/protocol/detail/timestamp.h"

namespace vouch::aws::detail {
namespace {

using value::Kind;
using value::Value;

Value read_json_list(Reading& reading, const Reference& what, const Value& from) {
    std::vector<Value> items;
    items.reserve(from.length());
    for (std::size_t i = 0; i < from.length(); ++i) {
        const Path::Step step(reading.path(), i);
        const Value& item = from.as_list()[i];
        items.push_back(item.is_null() ? item : read_json_value(reading, what.shape->element, item));
    }
    return value::make_list(reading.arena(), items, from.position());
}

Value read_json_map(Reading& reading, const Reference& what, const Value& from) {
    std::vector<value::Member> members;
    members.reserve(from.length());
    for (const value::Member& one : from.as_map()) {
        const Path::Step step(reading.path(), one.name());
        members.push_back({one.key, one.value.is_null() ? one.value : read_json_value(reading, what.shape->element, one.value)});
    }
    return value::make_map(reading.arena(), members, from.position());
}

std::string_view article(Kind kind) {
    switch (kind) {
        case Kind::integer:
        case Kind::real:
        case Kind::decimal: return "a number";
        case Kind::boolean: return "a boolean";
        case Kind::string: return "a text";
        case Kind::list: return "a list";
        case Kind::map: return "a map";
        default: return "nothing";
    }
}

Value read_number(Reading& reading, const Reference& what, const Value& from) {
    if (what.type == Type::real)
        return from.kind() == Kind::real ? from : Value::real(static_cast<double>(from.as_integer()), from.position());
    if (what.type == Type::integer && from.kind() == Kind::integer) return from;
    if (what.type == Type::integer && std::trunc(from.as_real()) == from.as_real() && std::abs(from.as_real()) < 9e15)
        return Value::integer(static_cast<std::int64_t>(from.as_real()), from.position());
    if (what.type == Type::string && from.kind() == Kind::integer)
        return reading.text(fmt::format("{}", from.as_integer()), from.position());
    if (what.type == Type::timestamp)
        if (const auto time = read_time(from)) return reading.text(write_time(*time, TimeFormat::iso8601), from.position());
    return reading.wrong(what, article(from.kind()));
}

Value read_scalar(Reading& reading, const Reference& what, const Value& from) {
    switch (from.kind()) {
        case Kind::string: return what.type == Type::string ? from : reading.scalar(what, from.as_string(), from.position());
        case Kind::integer:
        case Kind::real: return read_number(reading, what, from);
        case Kind::boolean:
            if (what.type == Type::boolean) return from;
            if (what.type == Type::string) return reading.text(from.as_boolean() ? "true" : "false", from.position());
            return reading.wrong(what, article(from.kind()));
        default: return reading.wrong(what, article(from.kind()));
    }
}

}  // namespace

void read_json_members(Reading& reading, const Reference& what, const Value& from, std::vector<value::Member>& into) {
    for (const Member& member : what.shape->members) {
        if (member.what.place != Place::body) continue;
        const Value* found = from.find(member.wire(), member.hash);
        if (found == nullptr || found->is_null()) continue;
        const Path::Step step(reading.path(), member.name);
        into.push_back({Value::string(member.name, found->position()), read_json_value(reading, member.what, *found)});
    }
}

Value read_json_value(Reading& reading, const Reference& what, const Value& from) {
    switch (what.type) {
        case Type::structure: {
            if (what.shape->document) return from;
            if (!from.is_map()) return reading.wrong(what, article(from.kind()));
            std::vector<value::Member> members;
            members.reserve(from.length());
            read_json_members(reading, what, from, members);
            return value::make_map(reading.arena(), members, from.position());
        }
        case Type::list: return from.is_list() ? read_json_list(reading, what, from) : reading.wrong(what, article(from.kind()));
        case Type::map: return from.is_map() ? read_json_map(reading, what, from) : reading.wrong(what, article(from.kind()));
        default: return read_scalar(reading, what, from);
    }
}

}  // namespace vouch::aws::detail
