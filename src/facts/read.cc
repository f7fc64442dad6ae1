// SPDX-License-Identifier: Apache-2.0
// Tested by read_test.cc.
#include "facts/read.h"

#include <charconv>

namespace vouch::facts {

using value::Value;

const Value* at_path(const Value& root, std::string_view path) {
    const Value* at = &root;
    while (!path.empty()) {
        if (at->is_unknown()) return at;
        const std::size_t dot = path.find('.');
        at = at->find(path.substr(0, dot));
        if (at == nullptr) return nullptr;
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
    }
    return at;
}

std::vector<Value> each(const Value* value) {
    if (value == nullptr || value->is_null()) return {};
    if (!value->is_list()) return {*value};
    return {value->as_list().begin(), value->as_list().end()};
}

// Recursion is bounded by the depth that the readers allow.
const Value* unknown_in(const Value* value) {
    if (value == nullptr || value->is_unknown()) return value;
    if (value->is_list())
        for (const Value& item : value->as_list())
            if (const Value* found = unknown_in(&item)) return found;
    if (value->is_map())
        for (const value::Member& member : value->as_map())
            if (const Value* found = unknown_in(&member.value)) return found;
    return nullptr;
}

const value::Unknown* why_unknown(const Value* value) {
    const Value* found = unknown_in(value);
    return found == nullptr ? nullptr : &found->as_unknown();
}

std::optional<std::string_view> text_of(const Value* value) {
    if (value == nullptr || !value->is_string()) return std::nullopt;
    return value->as_string();
}

std::optional<std::int64_t> integer_of(const Value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->kind() == value::Kind::integer) return value->as_integer();
    if (!value->is_string()) return std::nullopt;
    const std::string_view text = value->as_string();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

Truth truth_of(const Value* value) {
    if (value == nullptr) return Truth::no;
    if (value->is_unknown()) return Truth::maybe;
    if (value->kind() == value::Kind::boolean) return value->as_boolean() ? Truth::yes : Truth::no;
    const auto text = text_of(value);
    return text == "true" || text == "True" || text == "TRUE" ? Truth::yes : Truth::no;
}

}  // namespace vouch::facts
