// SPDX-License-Identifier: Apache-2.0
// Tested by facts_test.cc.
#include "facts/facts.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/estate.h"
#include "model/stack.h"

namespace vouch::facts {

using model::Doubt;
using model::Edge;
using model::Node;
using value::Member;
using value::Value;

namespace {

// What is as unknown as the doubt, of something that may not be there. `begins`: how it begins, where it is certain that there is a text
// if so; else empty. `whole`: that is all of it.
Value as_unknown(const Doubt& doubt, std::string_view begins, bool whole, base::Arena& arena, std::uint32_t at) {
    value::Unknown why = doubt.unknown.as_unknown();
    if (!begins.empty()) why.cause = value::Unknown::Cause::attribute;  // it has one
    why.begins = begins;
    why.whole = whole && !begins.empty();
    why.in_doubt = true;
    return value::make_unknown(arena, why, at);
}

constexpr std::string_view kRoot = "Vouch";

bool is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

constexpr std::uint64_t kEveryFact = ~std::uint64_t{0};

void want(Wanted& wanted, const Analyser* analyser, std::uint64_t facts) {
    const auto found = std::ranges::find(wanted.analysers, analyser, &WantedFacts::analyser);
    if (found == wanted.analysers.end())
        wanted.analysers.push_back({analyser, facts});
    else
        found->facts |= facts;
}

std::string_view name_at(std::string_view text) {
    return text.substr(0, static_cast<std::size_t>(std::ranges::find_if_not(text, is_name) - text.begin()));
}

// The facts that the text behind the name of an analyser asks for: `.Public`, or all of them.
std::uint64_t facts_meant(const Analyser& analyser, std::string_view rest) {
    if (!rest.starts_with('.')) return kEveryFact;
    const auto fact = std::ranges::find(analyser.facts, name_at(rest.substr(1)), &Fact::name);
    if (fact == analyser.facts.end()) return kEveryFact;
    return std::uint64_t{1} << static_cast<unsigned>(fact - analyser.facts.begin());
}

void want_all(Wanted& wanted) {
    wanted.referenced_by = wanted.references = true;
    for (const Analyser* analyser : analysers()) want(wanted, analyser, kEveryFact);
}

// What is meant by the text behind `Vouch`.
void read_mention(std::string_view rest, Wanted& wanted) {
    if (!rest.starts_with('.')) return want_all(wanted);
    rest.remove_prefix(1);
    const std::string_view name = name_at(rest);
    if (name == "ReferencedBy") {
        wanted.referenced_by = true;
    } else if (name == "References") {
        wanted.references = true;
    } else {
        for (const Analyser* analyser : analysers())
            if (analyser->name == name) want(wanted, analyser, facts_meant(*analyser, rest.substr(name.size())));
    }
}

bool is_about(const Analyser& analyser, std::string_view type) { return std::ranges::find(analyser.types, type) != analyser.types.end(); }

class Builder {
public:
    explicit Builder(const Subject& subject) : subject_(subject), at_(subject.resource().position) {}

    Value build(const Wanted& wanted) {
        std::vector<Member> members;
        if (wanted.referenced_by) members.push_back(member("ReferencedBy", referenced_by()));
        if (wanted.references) members.push_back(member("References", references()));
        for (const auto& [analyser, facts] : wanted.analysers) {
            if (!is_about(*analyser, subject_.resource().type)) continue;
            Subject subject = subject_;
            subject.facts = facts;
            members.push_back(member(analyser->name, analyser->analyse(subject)));
        }
        return value::make_map(subject_.arena, members, at_);
    }

private:
    Member member(std::string_view name, const Value& value) const { return {Value::string(name, at_), value}; }
    // Views of the inventory and the graph are longer-lived than the arena: nothing is copied.
    Value text(std::string_view text) const { return Value::string(text, at_); }

    Value referenced_by() const {
        std::vector<Value> items;
        for (const Edge* edge : subject_.estate.graph.in(subject_.node)) items.push_back(entry(*edge, edge->from));
        for (const Doubt& doubt : subject_.estate.graph.doubts_about(subject_.node))
            items.push_back(possible(doubt, subject_.estate.graph.resource(doubt.from).type));
        return all(items);
    }
    Value references() const {
        std::vector<Value> items;
        for (const Edge& edge : subject_.estate.graph.out(subject_.node)) items.push_back(entry(edge, edge.to));
        for (const Doubt& doubt : subject_.estate.graph.doubts(subject_.node)) items.push_back(possible(doubt, ""));
        return all(items);
    }
    // Of a resource that stands for all that nobody could list, nothing is known.
    Value all(std::span<const Value> items) const {
        const auto own = subject_.estate.graph.doubts(subject_.node);
        if (!subject_.resource().uncertain.empty() && !own.empty()) return own.front().unknown;
        return value::make_list(subject_.arena, items, at_);
    }
    // An edge that may be there: whether it is nobody can tell, but if so it has this path, or one below. `type`: of the other end.
    Value possible(const Doubt& doubt, std::string_view type) const {
        const auto unknown = [&](std::string_view begins, bool whole) { return as_unknown(doubt, begins, whole, subject_.arena, at_); };
        const std::array members{
            member("Id", unknown({}, false)), member("Type", unknown(type, true)), member("Path", unknown(doubt.path, doubt.exact)),
            member("Stack", text(subject_.estate.graph.unit(doubt.from).name)), member("Properties", unknown({}, false))};
        return value::make_map(subject_.arena, members, at_);
    }
    Value entry(const Edge& edge, Node other) const {
        const model::Resource& resource = subject_.estate.graph.resource(other);
        if (!resource.uncertain.empty())
            if (auto doubts = subject_.estate.graph.doubts(other); !doubts.empty())
                return possible({other, edge.path, doubts.front().unknown, true}, resource.type);
        std::vector<Member> members{member("Id", text(resource.id)), member("Type", text(resource.type)), member("Path", text(edge.path)),
                                    member("Stack", text(subject_.estate.graph.unit(other).name))};
        if (!edge.attribute.empty()) members.push_back(member("Attribute", text(edge.attribute)));
        if (const Value properties = resource.properties(); properties.is_map()) members.push_back(member("Properties", properties));
        return value::make_map(subject_.arena, members, at_);
    }

    const Subject& subject_;
    std::uint32_t at_;
};

}  // namespace

void Wanted::add(const Wanted& other) {
    referenced_by = referenced_by || other.referenced_by;
    references = references || other.references;
    for (const auto& [analyser, facts] : other.analysers) want(*this, analyser, facts);
}

void Wanted::narrow(std::string_view type) {
    std::erase_if(analysers, [type](const WantedFacts& each) { return !is_about(*each.analyser, type); });
}

Wanted mentioned(std::string_view rules) {
    Wanted wanted;
    for (std::size_t at = rules.find(kRoot); at != std::string_view::npos; at = rules.find(kRoot, at + 1)) {
        const std::string_view rest = rules.substr(at + kRoot.size());
        const bool whole = at == 0 || !is_name(rules[at - 1]);
        const bool other = !rest.empty() && (is_name(rest.front()) || rest.starts_with("::"));
        if (whole && !other) read_mention(rest, wanted);
    }
    return wanted;
}

Value vouch(const Subject& subject, const Wanted& wanted) {
    if (subject.estate.graph.complete(subject.node)) return Builder(subject).build(wanted);
    constexpr value::Unknown kLost{
        value::Unknown::Cause::failed, "so many resources give themselves the same name that not every use of one was followed", {}, {}};
    return value::make_unknown(subject.arena, kLost, subject.resource().position);
}

Value all_resources(const Estate& estate, const model::Unit& of, base::Arena& arena) {
    std::vector<Member> members;
    members.reserve(estate.graph.size());
    // What stands for all that nobody could list may not be there: whether it counts is not known, whatever it is counted by.
    const auto body = [&](Node node) {
        const model::Resource& resource = estate.graph.resource(node);
        const auto doubts = resource.uncertain.empty() ? std::vector<Doubt>() : estate.graph.doubts(node);
        if (doubts.empty()) return resource.body;
        const std::array parts{Member{value::make_string(arena, "Type", resource.position),
                                      as_unknown(doubts.front(), resource.type, true, arena, resource.position)},
                               Member{value::make_string(arena, "Properties", resource.position), resource.properties()}};
        return value::make_map(arena, parts, resource.position);
    };
    for (Node node = 0; node < estate.graph.size(); ++node) {
        const model::Resource& resource = estate.graph.resource(node);
        if (!model::stands_in_template(resource) || !model::is_part(of, estate.graph.unit(node))) continue;
        const std::string key = fmt::format("{}/{}", estate.graph.unit(node).name, resource.id);
        members.push_back({value::make_string(arena, key, resource.position), body(node)});
    }
    return value::make_map(arena, members, 0);
}

}  // namespace vouch::facts
