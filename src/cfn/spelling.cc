// SPDX-License-Identifier: Apache-2.0
// Recursion here follows the depth of resolved values, which the readers bound. Tested by spelling_test.cc.
#include "cfn/spelling.h"

#include <algorithm>
#include <vector>

#include "value/write.h"

namespace vouch::cfn {
namespace {

using value::Kind;
using value::Member;
using value::Unknown;
using value::Value;

constexpr std::size_t kLongestSpelling = 4096;

bool spell(std::string& out, const Value& value);

bool spell_list(std::string& out, const Value& list) {
    out += '[';
    bool first = true;
    for (const Value& item : list.as_list()) {
        if (!first) out += ',';
        first = false;
        if (!spell(out, item)) return false;
    }
    out += ']';
    return true;
}

bool spell_map(std::string& out, const Value& map) {
    if (map.length() > kLongestSpelling) return false;
    std::vector<const Member*> members;
    for (const Member& member : map.as_map()) members.push_back(&member);
    std::ranges::sort(members, {}, &Member::name);
    out += '{';
    for (const Member* member : members) {
        if (out.back() != '{') out += ',';
        value::write_json_string(out, member->name());
        out += ':';
        if (!spell(out, member->value)) return false;
    }
    out += '}';
    return true;
}

bool spell(std::string& out, const Value& value) {
    if (out.size() > kLongestSpelling) return false;
    switch (value.kind()) {
        case Kind::unknown: out += value.as_unknown().identity; return !value.as_unknown().identity.empty();
        case Kind::list: return spell_list(out, value);
        case Kind::map: return spell_map(out, value);
        case Kind::string:
            if (value.length() > kLongestSpelling) return false;
            [[fallthrough]];
        default: value::write_json(out, value); return true;
    }
}

void search(const Value& value, const Unknown*& found) {
    if (found != nullptr && !found->present()) return;
    if (value.is_unknown()) {
        if (found == nullptr || !value.as_unknown().present()) found = &value.as_unknown();
    } else if (value.is_list()) {
        for (const Value& item : value.as_list()) search(item, found);
    } else if (value.is_map()) {
        for (const Member& member : value.as_map()) search(member.value, found);
    }
}

}  // namespace

std::optional<std::string> scalar_text(const Value& value) {
    switch (value.kind()) {
        case Kind::string:
        case Kind::decimal: return std::string(value.as_string());
        case Kind::boolean: return value.as_boolean() ? "true" : "false";
        case Kind::integer:
        case Kind::real: return value::to_json(value);
        default: return std::nullopt;
    }
}

bool same_text(const Value& a, const Value& b) {
    if (a.is_string() && b.is_string()) return a.as_string() == b.as_string();
    const auto left = scalar_text(a);
    const auto right = scalar_text(b);
    if (left && right) return *left == *right;
    return a == b;
}

std::string spelling(const Value& value) {
    std::string out;
    if (!spell(out, value) || out.size() > kLongestSpelling) return {};
    return out;
}

std::string call_spelling(std::string_view function, std::initializer_list<std::string> arguments) {
    std::string out(function);
    out += '(';
    for (const std::string& argument : arguments) {
        if (argument.empty()) return {};
        if (out.back() != '(') out += ',';
        out += argument;
    }
    out += ')';
    return out.size() > kLongestSpelling ? std::string() : out;
}

const Unknown* find_unknown(const Value& value) {
    const Unknown* found = nullptr;
    search(value, found);
    return found;
}

}  // namespace vouch::cfn
