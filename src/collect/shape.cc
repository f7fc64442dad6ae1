// SPDX-License-Identifier: Apache-2.0
// A resource is put together in a workshop out of pieces of the answers, and then copied into the arena with positions of its own.
// Tested by shape_test.cc.
#include "collect/shape.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace vouch::collect {

using value::Member;
using value::Value;

namespace {

Member member(std::string_view name, const Value& value) { return {Value::string(name, 0), value}; }

std::string text_of(const std::optional<Value>& value) {
    return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

// All of it.
bool is_known(const Value& value) {
    if (value.is_list()) return std::ranges::all_of(value.as_list(), is_known);
    if (value.is_map()) return std::ranges::all_of(value.as_map(), [](const Member& each) { return is_known(each.value); });
    return !value.is_unknown();
}

std::string subject(std::string_view row, const Place& place) {
    return fmt::format("{} in {}{}{}", row, place.account, place.account.empty() || place.region.empty() ? "" : "/", place.region);
}

}  // namespace

Listed Shaper::listed(const Row& row, const View& view) {
    Evaluator evaluator(view, lasting_);
    Path path = row.items.value_or(Path{});
    path.root = row.list.empty() ? Root::item : Root::answer;
    path.call = row.list;
    if (row.list.empty() && row.parent.empty()) return {.items = {Value()}, .unknown = {}};
    const std::optional<Value> found = evaluator.at(path);
    if (!found) return {};
    if (found->is_unknown()) return {.items = {}, .unknown = found};
    if (row.split != nullptr) return split(row, *found);
    if (!found->is_list()) return {.items = {*found}, .unknown = {}};
    Listed all;
    for (const Value& each : found->as_list()) all.items.push_back(each);
    return all;
}

Listed Shaper::split(const Row& row, const Value& value) {
    auto made = row.split->apply(value, lasting_);
    if (made && made->is_list()) return {.items = {made->as_list().begin(), made->as_list().end()}, .unknown = {}};
    const std::string reason = fmt::format("an answer {}", made ? "is no list" : made.error().message);
    return {.items = {}, .unknown = value::make_unknown(lasting_.arena, {value::Unknown::Cause::failed, reason, {}, {}}, 0)};
}

std::optional<Value> Shaper::input(const Call& call, const View& view) {
    Evaluator evaluator(view, lasting_);
    std::vector<Member> members;
    for (const auto& [name, mapping] : call.input.members) {
        const std::optional<Value> value = evaluator.evaluate(mapping);
        if (!value) return {};
        if (value->is_unknown()) return value;
        members.push_back(member(name, *value));
    }
    return value::make_map(lasting_.arena, members, 0);
}

std::optional<Value> Shaper::value(const Mapping& mapping, const View& view) { return Evaluator(view, lasting_).evaluate(mapping); }

std::optional<std::string> Shaper::region(const Row& row, const View& view) {
    if (!row.region) return view.place.region;
    scratch_.clear();
    Evaluator evaluator(view, scratch_);
    const std::optional<Value> found = evaluator.evaluate(*row.region);
    return found && found->is_string() ? std::optional(std::string(found->as_string())) : std::nullopt;
}

std::vector<Member> Shaper::properties(const Row& row, Evaluator& evaluator) {
    std::vector<Member> all;
    for (const Property& property : row.properties)
        if (const std::optional<Value> value = evaluator.evaluate(property.value)) all.push_back(member(property.name, *value));
    return all;
}

std::vector<model::PropertyOrigin> Shaper::origins(const Row& row, const View& view) const {
    std::vector<model::PropertyOrigin> all;
    const auto add = [&](model::PropertyOrigin& into, const std::string& call) {
        const auto found = view.answers.find(call);
        if (found != view.answers.end() && found->second.made != nullptr) into.calls.push_back(found->second.made);
    };
    for (const Property& property : row.properties) {
        model::PropertyOrigin one{property.name, {}};
        if (!row.list.empty()) add(one, row.list);
        for (const std::string& call : property.calls)
            if (call != row.list) add(one, call);
        all.push_back(std::move(one));
    }
    return all;
}

std::optional<Shaped> Shaper::shape(const Row& row, View view) {
    Shaped made;
    scratch_.clear();
    {
        Evaluator evaluator(view, scratch_);
        const std::optional<bool> wanted = evaluator.holds(row.only);
        const std::optional<bool> spared = row.except.empty() ? false : evaluator.holds(row.except);
        if ((wanted && !*wanted) || (spared && *spared)) return {};
        if (!wanted || !spared)
            made.resource.uncertain = fmt::format("it may be none that counts: {}", evaluator.doubt().as_unknown().reason);
        view.id = text_of(evaluator.evaluate(row.id));
    }
    Evaluator evaluator(view, scratch_);
    made.resource.type = row.type;
    for (const auto& [attribute, mapping] : row.returns) {
        std::string text = text_of(evaluator.evaluate(mapping));
        if (!text.empty()) made.identities.push_back({attribute == "Ref" ? std::string() : attribute, std::move(text)});
    }
    // Where the id is not known, whatever else tells it from its like.
    made.resource.id = !view.id.empty() ? view.id : made.identities.empty() ? subject(row.name, view.place) : made.identities.front().text;
    give(made, row, view, this->properties(row, evaluator));
    return made;
}

Shaped Shaper::stand_in(const Row& row, const View& view, const Value& unknown) {
    Shaped made;
    scratch_.clear();
    made.resource.type = row.type;
    made.resource.id = view.id.empty() ? subject(row.name, view.place) : fmt::format("{} of {}", row.name, view.id);
    made.resource.uncertain = fmt::format("nobody knows which there are: {}", unknown.as_unknown().reason);
    std::vector<Member> properties;
    // What its parent, the account or the region tells is known: that a policy hangs at this bucket, whatever it says.
    const View of_nothing{view.place, view.answers, unknown, view.item.is_null() ? unknown : view.item, {}};
    Evaluator evaluator(of_nothing, scratch_);
    for (const Property& property : row.properties) {
        const std::optional<Value> value = evaluator.evaluate(property.value);
        properties.push_back(member(property.name, value && is_known(*value) ? *value : unknown));
    }
    give(made, row, view, properties);
    return made;
}

// Its body with these properties, and where they come from.
void Shaper::give(Shaped& made, const Row& row, const View& view, std::span<const Member> properties) {
    const std::array body{member("Type", value::make_string(scratch_.arena, row.type, 0)),
                          member("Properties", value::make_map(scratch_.arena, properties, 0))};
    made.resource.position = next_;
    made.resource.body = deep_copy(value::make_map(scratch_.arena, body, 0), arena_, next_);
    made.resource.origins = origins(row, view);
}

}  // namespace vouch::collect
