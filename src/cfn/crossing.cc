// SPDX-License-Identifier: Apache-2.0
// Unknowns are compared by their identity, so the same resource must have one name wherever a unit sees it.
// Tested by crossing_test.cc.
#include "cfn/crossing.h"

#include <fmt/core.h>

namespace vouch::cfn {

using value::Value;

namespace {

// True for "Other|Ref:Key": the bar stands before anything that only an expression has.
bool is_qualified(std::string_view identity) {
    const std::size_t bar = identity.find('|');
    if (bar == std::string_view::npos || bar > identity.find_first_of("([{\"")) return false;
    return !identity.starts_with("Ref:") && !identity.starts_with("GetAtt:") && !identity.starts_with("Resolve:");
}

}  // namespace

std::string cross(std::string_view identity, std::string_view from, std::string_view to) {
    if (identity.empty()) return {};
    const bool own = identity.size() > to.size() && identity.starts_with(to) && identity[to.size()] == '|';
    if (own && is_qualified(identity)) return std::string(identity.substr(to.size() + 1));
    return is_qualified(identity) ? std::string(identity) : fmt::format("{}|{}", from, identity);
}

Value cross(base::Arena& arena, const Value& value, std::string_view from, std::string_view to) {
    if (value.is_string()) return value::make_string(arena, value.as_string(), value.position());
    if (value.is_unknown()) {
        value::Unknown why = value.as_unknown();
        const std::string identity = cross(why.identity, from, to);
        why.identity = identity;
        return value::make_unknown(arena, why, value.position());
    }
    if (value.is_list()) {
        std::vector<Value> items;
        for (const Value& item : value.as_list()) items.push_back(cross(arena, item, from, to));
        return value::make_list(arena, items, value.position());
    }
    return value.is_map() ? Value::null(value.position()) : value;
}

std::vector<model::ReferenceMade> cross(base::Arena& arena, std::span<const model::ReferenceMade> references, std::string_view from,
                                        std::string_view to, std::uint32_t position) {
    std::vector<model::ReferenceMade> out;
    for (const model::ReferenceMade& made : references) {
        const std::string_view unit = made.unit.empty() ? from : made.unit == to ? std::string_view() : made.unit;
        out.push_back({position, arena.copy(unit), arena.copy(made.id), arena.copy(made.attribute), made.certain});
    }
    return out;
}

}  // namespace vouch::cfn
