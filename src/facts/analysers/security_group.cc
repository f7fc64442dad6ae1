// SPDX-License-Identifier: Apache-2.0
// A security group by itself: rules of its own that say the same, and who else may get it. Two rules are the same for EC2 where protocol,
// ports and block are, whatever their descriptions; it refuses a call that holds both. Tested by security_group_test.cc.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/network/rules.h"
#include "facts/read.h"

namespace vouch::facts {
namespace {

using value::Value;

constexpr std::array kGroupTypes{std::string_view("AWS::EC2::SecurityGroup")};

// The block that a VPC gives to whoever asks for its CidrBlock at that place; nullopt where nobody does or it is not known.
std::optional<base::Cidr> block_of_vpc(const Subject& subject, std::uint32_t position) {
    for (const model::Edge& edge : subject.estate.graph.out(subject.node)) {
        if (edge.position != position || edge.attribute != "CidrBlock") continue;
        const Value properties = subject.estate.graph.resource(edge.to).properties();
        if (const auto text = text_of(properties.find("CidrBlock"))) return base::parse_cidr(*text);
    }
    return std::nullopt;
}

void repeated_in(const Subject& subject, std::string_view list, Reasons& out) {
    std::map<std::string, std::size_t> first;  // number of the rule by what it lets through
    std::size_t number = 0;
    for (const Value& each : facts::each(subject.resource().properties().find(list))) {
        ++number;
        if (!each.is_map()) continue;
        TrafficRule rule = read_rule(each, {}, each.position());
        const Value* block = each.find("CidrIp");
        if (!rule.block && block != nullptr && block == rule.unknown) {
            rule.block = block_of_vpc(subject, block->position());
            rule.unknown = nullptr;
        }
        if (!rule.block || rule.unknown != nullptr) continue;
        const std::string what = fmt::format("{} {} {}", rule.traffic(), base::to_string(*rule.block), rule.protocol);
        const auto [known, is_new] = first.try_emplace(what, number);
        if (!is_new)
            out.add(fmt::format("rule {} of {} says what rule {} says: {}, {}", number, list, known->second, rule.traffic(),
                                base::to_string(*rule.block)),
                    each.position());
    }
}

void repeated(const Subject& subject, Reasons& out) {
    repeated_in(subject, "SecurityGroupIngress", out);
    repeated_in(subject, "SecurityGroupEgress", out);
}

// Outputs are there to be used, by whom a template does not tell.
void handed_on(const Subject& subject, Reasons& out) {
    const model::Unit& unit = subject.unit();
    for (const model::Output& output : unit.outputs)
        for (const model::ReferenceMade& reference : output.references)
            if ((reference.unit.empty() || reference.unit == unit.name) && reference.id == subject.resource().id)
                out.maybe(fmt::format("the output `{}` hands it on, and who takes it is not known", base::excerpt(output.name)),
                          subject.resource().position);
}

constexpr std::array<Finder<Subject>, 2> kGroupFinders{{
    {{"Repeated", "of its own rules those that say what an earlier one says"}, repeated},
    {{"HandedOn", "never certain: outputs of its stack that hand it on to whoever takes them"}, handed_on},
}};
constexpr std::array<Fact, kGroupFinders.size()> kGroupFacts = facts_of(kGroupFinders);

}  // namespace

extern const Analyser security_group_analyser;
constinit const Analyser security_group_analyser{"SecurityGroup", "what a security group says twice, and who else may get it", kGroupTypes,
                                                 kGroupFacts,
                                                 [](const Subject& subject) { return find_facts(subject, subject, kGroupFinders); }};

}  // namespace vouch::facts
