// SPDX-License-Identifier: Apache-2.0
// Functions that make text: Sub, Join, Split, Base64, ToJsonString. Tested by functions_test.cc.
#include <array>
#include <optional>

#include <fmt/core.h>

#include "base/base64.h"
#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"
#include "value/write.h"

namespace vouch::cfn {

using base::Code;
using value::Unknown;
using value::Value;

namespace {

bool is_variable_name(std::string_view name) {
    for (const char c : name) {
        const bool fits =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == ':' || c == '-';
        if (!fits) return false;
    }
    return !name.empty();
}

// The variable of a Fn::Sub by that name: from its own map, a parameter or resource, or an attribute.
Value variable(Evaluator& evaluator, std::string_view name, const Value* own, std::uint32_t at) {
    if (own != nullptr)
        if (const Value* found = own->find(name)) return *found;
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos || evaluator.scope().names.contains(name)) return evaluator.reference(name, at);
    return evaluator.attribute(name.substr(0, dot), name.substr(dot + 1), at);
}

// The parts of `text`: literals, and the values of its variables. Nothing where a name is not allowed (reported).
std::optional<std::vector<Value>> parts_of(Evaluator& evaluator, std::string_view text, const Value* own, std::uint32_t at) {
    std::vector<Value> parts;
    std::size_t copied = 0;
    for (std::size_t open = text.find("${"); open != std::string_view::npos; open = text.find("${", copied)) {
        const std::size_t close = text.find('}', open);
        if (close == std::string_view::npos) break;
        if (open > copied) parts.push_back(Value::string(text.substr(copied, open - copied), at));
        const std::string_view name = text.substr(open + 2, close - open - 2);
        copied = close + 1;
        if (name.starts_with('!')) {
            parts.push_back(Value::string("${", at));
            parts.push_back(Value::string(text.substr(open + 3, close - open - 2), at));
            continue;
        }
        if (!is_variable_name(name)) {
            static_cast<void>(
                evaluator.failed(Code::invalid_value, fmt::format("`${{{}}}` is no variable of Fn::Sub", base::excerpt(name)), at));
            return std::nullopt;
        }
        if (!evaluator.charge(1, at)) return std::nullopt;
        parts.push_back(variable(evaluator, name, own, at));
    }
    if (copied < text.size()) parts.push_back(Value::string(text.substr(copied), at));
    return parts;
}

Value not_working(Evaluator& evaluator, std::uint32_t at) {
    return evaluator.unknown({Unknown::Cause::failed, "the text of Fn::Sub is not valid", {}, {}}, at);
}

// Fn::Join with a list that is known: the values with the delimiter between them.
Value joined_values(Evaluator& evaluator, const Value& delimiter, const Value& items, std::uint32_t at) {
    std::vector<Value> parts;
    parts.reserve(std::size_t{items.length()} * 2);
    for (const Value& item : items.as_list()) {
        if (!parts.empty() && delimiter.length() > 0) parts.push_back(delimiter);
        parts.push_back(item);
    }
    if (!evaluator.charge(parts.size(), at)) return evaluator.text({}, at);
    return evaluator.concatenate(parts, at);
}

}  // namespace

Value resolve_sub(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    Value text = argument;
    Value own;
    const bool with_map = argument.is_list() && argument.length() == 2 && argument.as_list()[1].is_map();
    if (with_map) {
        text = argument.as_list()[0];
        // Each value on its own: the map itself is no function, even if it has one member that is called Ref.
        std::vector<value::Member> members;
        for (const value::Member& member : argument.as_list()[1].as_map()) members.push_back({member.key, evaluator.resolve(member.value)});
        own = evaluator.map(members, at);
        if (!own.is_map()) return own;
    }
    if (text.is_string()) text = evaluator.loop_text(text);
    if (!text.is_string()) return evaluator.failed(Code::invalid_value, "Fn::Sub takes a string, or [string, {name: value}]", at);
    const auto parts = parts_of(evaluator, text.as_string(), with_map ? &own : nullptr, at);
    return parts ? evaluator.concatenate(*parts, at) : not_working(evaluator, at);
}

Value resolve_join(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const bool shaped = argument.is_list() && argument.length() == 2;
    const Value delimiter = shaped ? evaluator.resolve(argument.as_list()[0]) : Value();
    if (!delimiter.is_string()) return evaluator.failed(Code::invalid_value, "Fn::Join takes [delimiter, [values]]", at);
    const Value items = evaluator.resolve(argument.as_list()[1]);
    if (items.is_unknown()) return evaluator.derived(items, call_spelling("Join", {spelling(delimiter), spelling(items)}), at);
    if (!items.is_list()) return evaluator.failed(Code::invalid_value, "Fn::Join takes a list of values", at);
    return joined_values(evaluator, delimiter, items, at);
}

Value resolve_split(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const bool shaped = argument.is_list() && argument.length() == 2;
    const Value delimiter = shaped ? evaluator.resolve(argument.as_list()[0]) : Value();
    if (!delimiter.is_string() || delimiter.length() == 0)
        return evaluator.failed(Code::invalid_value, "Fn::Split takes [delimiter, string]", at);
    const Value whole = evaluator.resolve(argument.as_list()[1]);
    if (whole.is_unknown()) return evaluator.derived(whole, call_spelling("Split", {spelling(delimiter), spelling(whole)}), at);
    if (!whole.is_string()) return evaluator.failed(Code::invalid_value, "Fn::Split takes a string to split", at);

    std::vector<Value> pieces;
    const std::string_view text = whole.as_string();
    std::size_t start = 0;
    for (std::size_t end = text.find(delimiter.as_string()); end != std::string_view::npos; end = text.find(delimiter.as_string(), start)) {
        pieces.push_back(Value::string(text.substr(start, end - start), at));
        start = end + delimiter.length();
    }
    pieces.push_back(Value::string(text.substr(start), at));
    return evaluator.list(pieces, at);
}

Value resolve_base64(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value plain = evaluator.resolve(argument);
    if (plain.is_unknown()) return evaluator.derived(plain, call_spelling("Base64", {spelling(plain)}), at);
    const auto text = scalar_text(plain);
    if (!text) return evaluator.failed(Code::invalid_value, "Fn::Base64 takes a string", at);
    return evaluator.text(base::to_base64(*text), at);
}

Value resolve_to_json_string(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value content = evaluator.resolve(argument);
    if (!content.is_map() && !content.is_list() && !content.is_unknown())
        return evaluator.failed(Code::invalid_value, "Fn::ToJsonString takes a map or a list", at);
    if (find_unknown(content) != nullptr) return evaluator.derived(content, call_spelling("ToJsonString", {spelling(content)}), at);
    return evaluator.text(value::to_json(content), at);
}

}  // namespace vouch::cfn
