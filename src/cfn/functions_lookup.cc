// SPDX-License-Identifier: Apache-2.0
// Functions that look something up: Ref, GetAtt, FindInMap, Select, Length, and those whose answer only deployment knows.
// Tested by functions_test.cc.
#include <charconv>
#include <optional>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using value::Unknown;
using value::Value;

namespace {

// Every region has two zones or more in which an account may start something.
constexpr std::uint32_t kZonesOfARegion = 2;

std::optional<std::uint64_t> index_of(const Value& value) {
    if (value.kind() == value::Kind::integer && value.as_integer() >= 0) return static_cast<std::uint64_t>(value.as_integer());
    if (!value.is_string()) return std::nullopt;
    const std::string_view text = value.as_string();
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Nodes of a value that mappings hold: what handing it out once more adds to a walk over the result.
std::size_t size_of(const Value& value) {
    std::size_t nodes = 1;
    if (value.is_list())
        for (const Value& item : value.as_list()) nodes += size_of(item);
    else if (value.is_map())
        for (const value::Member& member : value.as_map()) nodes += size_of(member.value);
    return nodes;
}

struct Keys {
    Value map, first, second;
    const Value* fallback = nullptr;  // not yet resolved
};

std::optional<Keys> keys_of(Evaluator& evaluator, const Value& argument) {
    if (!argument.is_list() || argument.length() < 3 || argument.length() > 4) return std::nullopt;
    const std::span<const Value> parts = argument.as_list();
    Keys keys{evaluator.resolve(parts[0]), evaluator.resolve(parts[1]), evaluator.resolve(parts[2]), nullptr};
    if (parts.size() == 4) keys.fallback = parts[3].find("DefaultValue");
    if (parts.size() == 4 && keys.fallback == nullptr) return std::nullopt;
    for (const Value* key : {&keys.map, &keys.first, &keys.second})
        if (!key->is_unknown() && !scalar_text(*key)) return std::nullopt;
    return keys;
}

const Value* look_up(const Value& mappings, const Keys& keys) {
    const Value* found = &mappings;
    for (const Value* key : {&keys.map, &keys.first, &keys.second}) {
        found = found->find(*scalar_text(*key));
        if (found == nullptr) return nullptr;
    }
    return found;
}

}  // namespace

Value resolve_ref(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value name = evaluator.resolve(argument);
    if (name.is_unknown()) return evaluator.derived(name, call_spelling("Ref", {spelling(name)}), at);
    if (!name.is_string()) return evaluator.failed(Code::invalid_value, "Ref takes the name of a parameter or resource", at);
    return evaluator.reference(name.as_string(), at);
}

Value resolve_get_att(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    static constexpr std::string_view kUsage = "Fn::GetAtt takes [resource, attribute] or `resource.attribute`";
    if (argument.is_string()) {
        const Value whole = evaluator.loop_text(argument);
        const std::size_t dot = whole.as_string().find('.');
        if (dot == std::string_view::npos) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
        return evaluator.attribute(whole.as_string().substr(0, dot), whole.as_string().substr(dot + 1), at);
    }
    if (!argument.is_list() || argument.length() < 2) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
    const Value id = evaluator.resolve(argument.as_list()[0]);
    std::string name;
    for (const Value& part : argument.as_list().subspan(1)) {
        const Value resolved = evaluator.resolve(part);
        if (resolved.is_unknown()) return evaluator.derived(resolved, call_spelling("GetAtt", {spelling(id), spelling(resolved)}), at);
        const auto text = scalar_text(resolved);
        if (!text) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
        if (!name.empty()) name += '.';
        name += *text;
    }
    if (id.is_unknown()) return evaluator.derived(id, call_spelling("GetAtt", {spelling(id), name}), at);
    if (!id.is_string()) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
    return evaluator.attribute(id.as_string(), name, at);
}

Value resolve_find_in_map(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const auto keys = keys_of(evaluator, argument);
    if (!keys)
        return evaluator.failed(Code::invalid_value, "Fn::FindInMap takes [map, first key, second key] and perhaps {DefaultValue: value}",
                                at);
    for (const Value* key : {&keys->map, &keys->first, &keys->second}) {
        if (!key->is_unknown()) continue;
        return evaluator.derived(*key, call_spelling("FindInMap", {spelling(keys->map), spelling(keys->first), spelling(keys->second)}),
                                 at);
    }
    const Value* found = look_up(evaluator.scope().mappings, *keys);
    if (found == nullptr && keys->fallback != nullptr) return evaluator.resolve(*keys->fallback).at(at);
    if (found == nullptr) {
        return evaluator.failed(Code::undefined_name,
                                fmt::format("the mappings have no `{}`.`{}`.`{}`", excerpt(*scalar_text(keys->map)),
                                            excerpt(*scalar_text(keys->first)), excerpt(*scalar_text(keys->second))),
                                at);
    }
    if (!evaluator.charge(size_of(*found), at)) return evaluator.text({}, at);
    return found->is_string() ? evaluator.concatenate({found, 1}, at) : found->at(at);
}

Value resolve_select(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    if (!argument.is_list() || argument.length() != 2) return evaluator.failed(Code::invalid_value, "Fn::Select takes [index, list]", at);
    const Value index = evaluator.resolve(argument.as_list()[0]);
    const Value items = evaluator.resolve(argument.as_list()[1]);
    for (const Value* part : {&items, &index})
        if (part->is_unknown()) return evaluator.derived(*part, call_spelling("Select", {spelling(index), spelling(items)}), at);
    const auto number = index_of(index);
    if (!number || !items.is_list()) return evaluator.failed(Code::invalid_value, "Fn::Select takes [index, list]", at);
    if (*number >= items.length())
        return evaluator.failed(Code::invalid_value, fmt::format("Fn::Select asks for element {} of a list of {}", *number, items.length()),
                                at);
    return items.as_list()[*number].at(at);
}

Value resolve_length(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value items = evaluator.resolve(argument);
    if (items.is_unknown()) return evaluator.derived(items, call_spelling("Length", {spelling(items)}), at);
    if (!items.is_list()) return evaluator.failed(Code::invalid_value, "Fn::Length takes a list", at);
    // An element that may be absent makes the count uncertain.
    const Unknown* why = nullptr;
    for (const Value& item : items.as_list())
        if (item.is_unknown() && !item.as_unknown().present()) why = &item.as_unknown();
    if (why != nullptr)
        return evaluator.unknown({Unknown::Cause::intrinsic, why->reason, call_spelling("Length", {spelling(items)}), why->subject}, at);
    return Value::integer(items.length(), at);
}

Value resolve_get_azs(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    Value region = evaluator.resolve(argument);
    if (Evaluator::is_absent(region) || (region.is_string() && region.length() == 0)) region = evaluator.reference("AWS::Region", at);
    const std::string identity = call_spelling("GetAZs", {spelling(region)});
    Unknown zones{Unknown::Cause::intrinsic, "the availability zones of a region are known only to the account", identity,
                  region.is_string() ? region.as_string() : std::string_view("AWS::Region")};
    zones.items = kZonesOfARegion;
    return evaluator.unknown(zones, at);
}

Value resolve_transform(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    const Value call = evaluator.resolve(argument);
    const Value* name = call.find("Name");
    const std::string reason = name != nullptr && name->is_string()
                                   ? fmt::format("macro `{}` runs when the stack is deployed", excerpt(name->as_string()))
                                   : "a macro runs when the stack is deployed";
    return known_at_deployment(evaluator, Unknown::Cause::intrinsic, "Transform", call, reason, at);
}

Value resolve_foreign(Evaluator& evaluator, std::string_view name, const Value& argument, std::uint32_t at) {
    const std::string reason = fmt::format("function `{}` is not one that vouch knows", excerpt(name));
    return known_at_deployment(evaluator, Unknown::Cause::intrinsic, name, evaluator.resolve(argument), reason, at);
}

}  // namespace vouch::cfn
