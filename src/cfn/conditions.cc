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

Value work_out(Evaluator& evaluator, const Entry& entry) {
    const Value result = evaluator.resolve_condition(entry);
    if (result.is_unknown() || result.kind() == value::Kind::boolean) return result;
    return evaluator.failed(base::Code::invalid_value,
                            fmt::format("condition `{}` is neither true nor false", base::excerpt(entry.member.name())),
                            entry.member.key.position());
}

}  // namespace

Value bind_conditions(Evaluator& evaluator, Scope& scope, const Value& section) {
    if (!section.is_map()) return section;
    const std::vector<Entry> entries = evaluator.expand(section);
    Numbers numbers;
    for (std::uint32_t i = 0; i < entries.size(); ++i) numbers.emplace(entries[i].member.name(), i);
    Graph graph(entries.size());
    for (std::uint32_t i = 0; i < entries.size(); ++i)
        evaluator.within(entries[i], [&] { collect(evaluator, entries[i].member.value, numbers, graph[i]); });

    for (const std::vector<std::uint32_t>& component : components(graph)) {
        if (!is_cycle(graph, component)) {
            const Entry& entry = entries[component.front()];
            scope.conditions[entry.member.name()] = work_out(evaluator, entry);
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
    return evaluator.map(members, section.position());
}

}  // namespace vouch::cfn
