// SPDX-License-Identifier: Apache-2.0
// Whether a Config rule is made after the recorder of its stack: AWS refuses a rule while there is no recorder, and CloudFormation makes
// what does not depend on one another in any order. Tested by the cases of config-rule-waits-for-recorder.
#include <array>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/by_key.h"
#include "facts/fact_map.h"
#include "facts/read.h"

namespace vouch::facts {
namespace {

using model::Node;

constexpr std::string_view kRecorder = "AWS::Config::ConfigurationRecorder";
constexpr std::array kRuleTypes{std::string_view("AWS::Config::ConfigRule"), std::string_view("AWS::Config::ConformancePack")};

// Of one stack: its recorders, and what CloudFormation makes after one of them.
struct Order {
    std::vector<Node> recorders;
    std::unordered_set<Node> after;
};
struct OrderByUnit : ByKey<std::size_t, Order> {
    using ByKey::ByKey;
};

Order order_of(const Estate& estate, std::size_t at) {
    const std::vector<model::Resource>& resources = estate.inventory.units[at]->resources;
    std::unordered_map<std::string_view, Node> by_id;
    Order out;
    for (std::size_t i = 0; i < resources.size(); ++i) {
        by_id.emplace(resources[i].id, estate.graph.node(at, i));
        if (resources[i].type == kRecorder) out.recorders.push_back(estate.graph.node(at, i));
    }
    if (out.recorders.empty()) return out;
    std::unordered_map<Node, std::vector<Node>> waiting;  // by what they name in DependsOn
    for (std::size_t i = 0; i < resources.size(); ++i)
        for (const value::Value& each : facts::each(resources[i].body.find("DependsOn")))
            if (const auto id = text_of(&each); id && by_id.contains(*id)) waiting[by_id[*id]].push_back(estate.graph.node(at, i));
    std::vector<Node> open = out.recorders;
    const auto reach = [&](Node node) {
        if (out.after.insert(node).second) open.push_back(node);
    };
    while (!open.empty()) {
        const Node node = open.back();
        open.pop_back();
        for (const model::Edge* edge : estate.graph.in(node))
            if (!edge->by_name && estate.graph.unit_index(edge->from) == at) reach(edge->from);
        if (const auto found = waiting.find(node); found != waiting.end())
            for (const Node other : found->second) reach(other);
    }
    return out;
}

const Order& order(const Subject& subject) {
    const std::size_t at = subject.estate.graph.unit_index(subject.node);
    return subject.estate.once<OrderByUnit>().of(at, [&] { return order_of(subject.estate, at); });
}

void recorder_beside(const Subject& subject, Reasons& out) {
    const model::Resource& rule = subject.resource();
    if (!rule.origins.empty()) return;  // a live rule has been made
    for (const Node node : order(subject).recorders) {
        const model::Resource& recorder = subject.estate.graph.resource(node);
        if (recorder.uncertain.empty())
            out.add(fmt::format("`{}` stands in the same stack", base::excerpt(recorder.id)), rule.position);
        else
            out.maybe(fmt::format("whether `{}` exists is not known: {}", base::excerpt(recorder.id), recorder.uncertain), rule.position);
        if (out.certain()) return;
    }
}

void made_after_recorder(const Subject& subject, Reasons& out) {
    if (order(subject).after.contains(subject.node))
        out.add("it depends on the recorder, by DependsOn or a reference", subject.resource().position);
}

constexpr std::array<Finder<Subject>, 2> kRuleFinders{{
    {{"RecorderBeside", "the recorder of AWS Config in its stack; nothing of a live rule"}, recorder_beside},
    {{"MadeAfterRecorder", "that it depends on that recorder, also through others"}, made_after_recorder},
}};
constexpr std::array<Fact, kRuleFinders.size()> kRuleFacts = facts_of(kRuleFinders);

}  // namespace

extern const Analyser config_rule_analyser;
constinit const Analyser config_rule_analyser{"ConfigRule", "whether a Config rule is made after the recorder of its stack", kRuleTypes,
                                              kRuleFacts,
                                              [](const Subject& subject) { return find_facts(subject, subject, kRuleFinders); }};

}  // namespace vouch::facts
