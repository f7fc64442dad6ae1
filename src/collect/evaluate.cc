// SPDX-License-Identifier: Apache-2.0
// Missing stays missing, unknown stays unknown: a map lacks what is missing in it, and holds what is unknown. Recursion follows mappings,
// whose depth their reader limits, and answers, likewise. Tested by shape_test.cc.
#include "collect/evaluate.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "base/wildcard.h"
#include "value/write.h"

namespace vouch::collect {

using value::Member;
using value::Unknown;
using value::Value;

namespace {

constexpr std::string_view kEvery = "*";
// Answers are read with a limit on depth; this one only keeps copies bounded whatever they are made of.
constexpr int kDeepestCopy = 256;

// Only texts of the tables are patterns: a name in an answer may have a star in it.
struct Wanted {
    Value value;
    bool pattern = false;

    bool is(const Value& other) const {
        if (!pattern || !other.is_string()) return other == value;
        return base::matches_wildcard(value.as_string(), other.as_string(), base::Wildcards::star_and_escape);
    }
};

bool any(const Value& value, std::span<const std::string> steps, const Wanted& wanted) {
    if (steps.empty()) return wanted.is(value);
    if (steps.front() == kEvery)
        return value.is_list() &&
               std::ranges::any_of(value.as_list(), [&](const Value& each) { return any(each, steps.subspan(1), wanted); });
    const Value* found = value.find(steps.front());
    return found != nullptr && any(*found, steps.subspan(1), wanted);
}

}  // namespace

Value Evaluator::unknown(const Answer& answer) {
    const std::string reason = reason_of(answer);
    auto cause = answer.outcome == Outcome::denied ? Unknown::Cause::denied : Unknown::Cause::failed;
    if (answer.made == nullptr) cause = Unknown::Cause::unasked;
    return value::make_unknown(workshop_.arena, {cause, reason, {}, answer.action}, 0);
}

Value Evaluator::wrong(std::string_view what) {
    const std::string reason = fmt::format("an answer is not as the service describes it: {}", what);
    return value::make_unknown(workshop_.arena, {Unknown::Cause::failed, reason, {}, {}}, 0);
}

std::optional<Value> Evaluator::root(const Path& path) {
    const auto text = [&](std::string_view known) { return known.empty() ? Found() : value::make_string(workshop_.arena, known, 0); };
    switch (path.root) {
        case Root::item: return view_.item;
        case Root::parent: return view_.parent;
        case Root::element: return elements_.empty() ? view_.item : elements_.back();
        case Root::outer: return elements_.size() < 2 ? view_.item : elements_[elements_.size() - 2];
        case Root::id: return text(view_.id);
        case Root::account: return text(view_.place.account);
        case Root::region: return text(view_.place.region);
        case Root::partition: return text(view_.place.partition);
        case Root::answer: break;
    }
    const auto found = view_.answers.find(path.call);
    if (found == view_.answers.end()) {
        Answer none;
        none.message = path.call;
        return unknown(none);
    }
    if (found->second.outcome == Outcome::absent) return {};
    if (found->second.outcome != Outcome::given) return unknown(found->second);
    return found->second.value;
}

std::optional<Value> Evaluator::follow(const Value& value, std::span<const std::string> steps) {
    if (value.is_null()) return {};
    if (steps.empty() || value.is_unknown()) return value;
    const std::string& step = steps.front();
    if (step != kEvery) {
        if (!value.is_map()) return wrong(fmt::format("`{}` is asked of something that is no map", step));
        const Value* found = value.find(step);
        return found == nullptr ? Found() : follow(*found, steps.subspan(1));
    }
    if (!value.is_list()) return wrong("a list is none");
    std::vector<Value> all;
    for (const Value& each : value.as_list()) {
        const Found found = follow(each, steps.subspan(1));
        if (!found) continue;
        if (found->is_list() && std::ranges::find(steps.subspan(1), kEvery) != steps.end()) {
            all.insert(all.end(), found->as_list().begin(), found->as_list().end());
        } else {
            all.push_back(*found);
        }
    }
    return value::make_list(workshop_.arena, all, 0);
}

std::optional<Value> Evaluator::at(const Path& path) {
    const Found begin = root(path);
    return begin ? follow(*begin, path.steps) : Found();
}

std::optional<Value> Evaluator::value(const Mapping& mapping) {
    switch (mapping.kind) {
        case Mapping::Kind::literal: return mapping.literal;
        case Mapping::Kind::path: return at(mapping.paths.front());
        case Mapping::Kind::text: return text(mapping);
        case Mapping::Kind::members: return members(mapping);
        case Mapping::Kind::items: return items(mapping);
        case Mapping::Kind::steps: return steps(mapping);
    }
    return {};
}

std::optional<Value> Evaluator::text(const Mapping& mapping) {
    std::string out;
    for (const Piece& piece : mapping.pieces) {
        out += piece.text;
        if (!piece.path) continue;
        Found found = at(*piece.path);
        if (!found || found->is_unknown()) return found;
        if (piece.transform != nullptr) found = applied(*piece.transform, *found);
        if (!found || found->is_unknown()) return found;
        if (found->is_list() || found->is_map()) return wrong("a text is a list or a map");
        out += found->is_string() ? std::string(found->as_string()) : value::to_json(*found);
    }
    return value::make_string(workshop_.arena, out, 0);
}

std::optional<Value> Evaluator::members(const Mapping& mapping) {
    std::vector<Member> all;
    bool known = mapping.members.empty();
    for (const auto& [name, inner] : mapping.members) {
        const Found found = value(inner);
        if (!found) continue;
        all.push_back({value::make_string(workshop_.arena, name, 0), *found});
        known = known || !found->is_unknown();
    }
    if (all.empty() && !known) return {};
    // Nobody knows whether it is there at all.
    if (!known) return all.front().value;
    return value::make_map(workshop_.arena, all, 0);
}

std::optional<Value> Evaluator::items(const Mapping& mapping) {
    std::vector<Value> all;
    for (const Mapping& inner : mapping.items)
        if (const Found found = value(inner)) all.push_back(*found);
    if (all.empty() && !mapping.items.empty()) return {};
    return value::make_list(workshop_.arena, all, 0);
}

// Lists are not made for it: a condition may be asked of every pair of an item and a resource.
std::optional<bool> Evaluator::holds(const Condition& condition) {
    const bool many = std::ranges::find(condition.path.steps, kEvery) != condition.path.steps.end();
    const Found begin = root(condition.path);
    const Found found = many || !begin ? begin : follow(*begin, condition.path.steps);
    if (found && found->is_unknown()) {
        doubt_ = *found;
        return {};
    }
    for (const Mapping& each : condition.among) {
        const Found wanted = value(each);
        if (wanted && wanted->is_unknown()) {
            doubt_ = *wanted;
            return {};
        }
        if (!wanted || wanted->is_null()) {  // asks for what is missing
            if (!found) return true;
            continue;
        }
        const Wanted one{*wanted, each.kind == Mapping::Kind::literal && wanted->is_string()};
        if (found && (many ? any(*found, condition.path.steps, one) : one.is(*found))) return true;
    }
    return false;
}

std::optional<bool> Evaluator::holds(const std::vector<Condition>& conditions) {
    bool told = true;
    for (const Condition& each : conditions) {
        const std::optional<bool> one = holds(each);
        if (one && !*one) return false;
        told = told && one.has_value();
    }
    return told ? std::optional<bool>(true) : std::nullopt;
}

std::optional<Value> Evaluator::source(const Mapping& mapping) {
    if (!mapping.from.empty()) return value(mapping.from.front());
    for (const Path& path : mapping.paths)
        if (const Found found = at(path)) return found;
    return {};
}

std::optional<Value> Evaluator::transformed(const Mapping& mapping, Value value) {
    for (const Transform* each : mapping.transforms) {
        const Found made = applied(*each, value);
        if (!made || made->is_unknown()) return made;
        value = *made;
    }
    return value;
}

std::optional<Value> Evaluator::applied(const Transform& transform, const Value& value) {
    auto made = transform.apply(value, workshop_);
    if (!made) return wrong(fmt::format("`{}` {}", base::excerpt(value::to_json(value), 40), made.error().message));
    return made->is_null() ? Found() : Found(*made);
}

std::optional<Value> Evaluator::of_element(const Mapping& mapping, const Value& element) {
    elements_.push_back(element);
    const Found made = value(mapping);
    elements_.pop_back();
    return made;
}

// `where`, `first`, `each`.
std::optional<Value> Evaluator::chosen(const Mapping& mapping, const Value& value) {
    if (mapping.where.empty() && mapping.each.empty() && mapping.first.empty()) return value;
    if (!value.is_list()) return wrong("a list is none");
    std::vector<Value> all;
    for (const Value& each : value.as_list()) {
        elements_.push_back(each);
        const std::optional<bool> taken = holds(mapping.where);
        elements_.pop_back();
        if (!taken) return doubt_;
        if (!*taken) continue;
        if (!mapping.first.empty()) return of_element(mapping.first.front(), each);
        const Found made = mapping.each.empty() ? Found(each) : of_element(mapping.each.front(), each);
        if (made) all.push_back(*made);
    }
    return mapping.first.empty() ? Found(value::make_list(workshop_.arena, all, 0)) : Found();
}

std::optional<Value> Evaluator::renamed(const Mapping& mapping, const Value& value) {
    if (mapping.only.empty() && mapping.drop.empty() && mapping.rename.empty()) return value;
    if (!value.is_map()) return wrong("a map is none");
    std::vector<Member> all;
    for (const Member& member : value.as_map()) {
        const std::string name(member.name());
        if (!mapping.only.empty() && std::ranges::find(mapping.only, name) == mapping.only.end()) continue;
        if (std::ranges::find(mapping.drop, name) != mapping.drop.end()) continue;
        const auto other = mapping.rename.find(name);
        all.push_back({other == mapping.rename.end() ? member.key : value::make_string(workshop_.arena, other->second, 0), member.value});
    }
    return value::make_map(workshop_.arena, all, 0);
}

// `is`, `values`.
std::optional<Value> Evaluator::translated(const Mapping& mapping, const Value& value) {
    for (const Mapping& each : mapping.is) {
        const Found wanted = this->value(each);
        if (wanted && wanted->is_unknown()) return wanted;
        if (wanted && *wanted == value) return Value::boolean(true, 0);
    }
    if (!mapping.is.empty()) return Value::boolean(false, 0);
    for (const auto& [from, to] : mapping.values) {
        const bool same = from == value || (!value.is_string() && from.is_string() && from.as_string() == value::to_json(value));
        if (same) return to.is_null() ? Found() : Found(to);
    }
    return value;
}

std::optional<Value> Evaluator::steps(const Mapping& mapping) {
    const std::optional<bool> wanted = holds(mapping.when);
    if (!wanted) return doubt_;
    Found found = *wanted ? source(mapping) : Found();
    using Step = Found (Evaluator::*)(const Mapping&, const Value&);
    if (found && !found->is_unknown()) found = transformed(mapping, *found);
    for (const Step step : {&Evaluator::chosen, &Evaluator::renamed, &Evaluator::translated})
        if (found && !found->is_unknown()) found = (this->*step)(mapping, *found);
    if (!found && !mapping.otherwise.empty()) return value(mapping.otherwise.front());
    return found;
}

namespace {

Value copy(const Value& value, base::Arena& arena, std::uint32_t& next, int depth) {
    const std::uint32_t at = next++;
    if (depth > kDeepestCopy) return value::make_unknown(arena, {Unknown::Cause::failed, "an answer is nested too deeply", {}, {}}, at);
    switch (value.kind()) {
        case value::Kind::string: return value::make_string(arena, value.as_string(), at);
        case value::Kind::decimal: return Value::decimal(arena.copy(value.as_string()), at);
        case value::Kind::unknown: return value::make_unknown(arena, value.as_unknown(), at);
        case value::Kind::list: {
            std::vector<Value> items;
            items.reserve(value.length());
            for (const Value& each : value.as_list()) items.push_back(copy(each, arena, next, depth + 1));
            return value::make_list(arena, items, at);
        }
        case value::Kind::map: {
            std::vector<Member> members;
            members.reserve(value.length());
            for (const Member& member : value.as_map()) {
                const Value key = value::make_string(arena, member.name(), next++);
                members.push_back({key, copy(member.value, arena, next, depth + 1)});
            }
            return value::make_map(arena, members, at);
        }
        case value::Kind::integer: return Value::integer(value.as_integer(), at);
        case value::Kind::real: return Value::real(value.as_real(), at);
        default: return value.at(at);
    }
}

}  // namespace

Value deep_copy(const Value& value, base::Arena& arena, std::uint32_t& next) { return copy(value, arena, next, 0); }

}  // namespace vouch::collect
