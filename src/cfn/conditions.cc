// SPDX-License-Identifier: Apache-2.0
// Conditions may need each other in chains of any length, so they are ordered first (graph.h) and never evaluated by
// recursion from one to the next. Tested by conditions_test.cc.
#include "cfn/conditions.h"

#include <string>
#include <unordered_map>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/graph.h"

namespace vouch::cfn {

using value::Unknown;
using value::Value;

namespace {

using Numbers = std::unordered_map<std::string_view, std::uint32_t>;

// The conditions that a condition names, anywhere in it: {"Condition": name} and the first part of Fn::If.
void collect(Evaluator& evaluator, const Value& value, const Numbers& numbers, std::vector<std::uint32_t>& needs) {
    const auto add = [&](const Value& written) {
        const Value name = evaluator.loop_text(written);
        if (!name.is_string()) return;
        if (const auto found = numbers.find(name.as_string()); found != numbers.end()) needs.push_back(found->second);
    };
    if (value.is_list()) {
        for (const Value& item : value.as_list()) collect(evaluator, item, numbers, needs);
    } else if (value.is_map()) {
        for (const value::Member& member : value.as_map()) {
            if (member.name() == "Condition") add(member.value);
            if (member.name() == "Fn::If" && member.value.is_list() && member.value.length() > 0) add(member.value.as_list()[0]);
            collect(evaluator, member.value, numbers, needs);
        }
    }
}

std::string walk(const Graph& graph, const std::vector<std::uint32_t>& component, const std::vector<Entry>& entries) {
    std::string out;
    const std::vector<std::uint32_t> nodes = chain(graph, component);
    for (std::size_t i = 0; i < nodes.size() && i < 10; ++i) out += fmt::format("`{}` -> ", base::excerpt(entries[nodes[i]].member.name()));
    if (nodes.size() > 10) out += "... -> ";
    return out + fmt::format("`{}`", base::excerpt(entries[nodes.front()].member.name()));
}

Value refuse_cycle(Evaluator& evaluator, const std::string& way, std::uint32_t at) {
    return evaluator.unknown({Unknown::Cause::failed, "the condition refers to itself: " + way, {}, {}}, at);
}

// A condition that is unknown for another reason than an equation is a choice of its own.
std::string own_equation(const Entry& entry) { return "Condition(" + std::string(entry.member.name()) + ")"; }

void note_choice(Evaluator& evaluator, Scope& scope, const Entry& entry, const Value& result) {
    const Unknown& why = result.as_unknown();
    if (why.cause != Unknown::Cause::failed && !why.identity.empty())
        evaluator.depends_on_equation(own_equation(entry), {}, Value::null(entry.member.key.position()));
    Choice* const choice = evaluator.finish().choice;
    if (choice == nullptr) return;
    const bool the_same = choice->equation == why.identity || choice->equation == own_equation(entry);
    if (!choice->equation.empty() && choice->condition.empty() && the_same) choice->condition = entry.member.name();
    scope.condition_choices[entry.member.name()] = choice;
}

Value work_out(Evaluator& evaluator, const Entry& entry) {
    const Value result = evaluator.resolve_condition(entry);
    if (result.is_unknown() || result.kind() == value::Kind::boolean) return result;
    return evaluator.failed(base::Code::invalid_value,
                            fmt::format("condition `{}` is neither true nor false", base::excerpt(entry.member.name())),
                            entry.member.key.position());
}

void bind(Evaluator& evaluator, Scope& scope, const Entry& entry) {
    Value& value = scope.conditions[entry.member.name()];
    if (const auto assumed = scope.equations.find(own_equation(entry)); assumed != scope.equations.end()) {
        value = Value::boolean(assumed->second, entry.member.value.position());
        return;
    }
    evaluator.begin();
    value = work_out(evaluator, entry);
    if (value.is_unknown()) note_choice(evaluator, scope, entry, value);
}

}  // namespace

void bind_again(Evaluator& evaluator, Scope& scope, std::span<const Entry> conditions) {
    for (const Entry& entry : conditions) bind(evaluator, scope, entry);
}

Conditions bind_conditions(Evaluator& evaluator, Scope& scope, const Value& section) {
    if (!section.is_map()) return {section, {}};
    std::vector<Entry> open;
    const std::vector<Entry> entries = evaluator.expand(section);
    Numbers numbers;
    for (std::uint32_t i = 0; i < entries.size(); ++i) numbers.emplace(entries[i].member.name(), i);
    Graph graph(entries.size());
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        evaluator.within(entries[i], [&] { collect(evaluator, entries[i].member.value, numbers, graph[i]); });

    for (const std::vector<std::uint32_t>& component : components(graph)) {
        if (!is_cycle(graph, component)) {
            const Entry& entry = entries[component.front()];
            bind(evaluator, scope, entry);
            if (scope.conditions[entry.member.name()].is_unknown()) open.push_back(entry);
            continue;
        }
        const std::string way = walk(graph, component, entries);
        static_cast<void>(evaluator.failed(base::Code::cycle, "conditions refer to themselves: " + way,
                                           entries[component.front()].member.key.position()));
        for (const std::uint32_t node : component)
            scope.conditions[entries[node].member.name()] = refuse_cycle(evaluator, way, entries[node].member.value.position());
    }

    std::vector<value::Member> members;
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        if (numbers.at(entries[i].member.name()) == i)
            members.push_back({entries[i].member.key, scope.conditions.at(entries[i].member.name())});
    return {evaluator.map(members, section.position()), std::move(open)};
}

}  // namespace vouch::cfn
