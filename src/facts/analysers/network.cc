// SPDX-License-Identifier: Apache-2.0
// Network reach: what security groups, network ACLs and routes let through together. Tested by network_test.cc.
#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/by_key.h"
#include "facts/network/routable.h"
#include "facts/network/routes.h"
#include "facts/network/rules.h"
#include "facts/reasons.h"
#include "facts/shared_reasons.h"

namespace vouch::facts {

using model::Node;
using value::Member;
using value::Value;

namespace {

// Sign-in, file sharing, databases, caches, search and streams.
constexpr std::array<std::int64_t, 17> kSensitivePorts{21,   22,   23,   88,   389,  445,  1433,  1521, 3306,
                                                       3389, 5432, 6379, 9092, 9160, 9200, 11211, 27017};
constexpr std::array<std::int64_t, 2> kAdminPorts{22, 3389};
constexpr int kWidest = 24;  // IPv4 blocks wider than this are no single office

constexpr std::array kNetworkTypes{
    std::string_view("AWS::EC2::Instance"),      std::string_view("AWS::EC2::NetworkAclEntry"),      std::string_view("AWS::EC2::Route"),
    std::string_view("AWS::EC2::SecurityGroup"), std::string_view("AWS::EC2::SecurityGroupIngress"), std::string_view("AWS::EC2::VPC"),
};
constexpr std::array kNetworkFacts{
    Fact{"Exposed", "sensitive ports of an instance that the internet reaches: public address, route and security group together"},
    Fact{"WidePublicRanges",
         "ingress rules from public IPv4 ranges wider than /24, or IPv6 ranges wider than /48, but not from everywhere"},
    Fact{"OpensAdminPorts", "the ports 22 and 3389 that an entry of a network ACL opens to everyone, where no earlier entry denies them"},
    Fact{"Subnets", "the subnets of a VPC whose route table is known"},
    Fact{"PrivateSubnets", "those of them that no route leads to from the internet"},
    Fact{"DefaultGroupClosed", "what takes the rules out of the default security group of a VPC"},
    Fact{"OpensPrivateSubnet", "subnets that are meant to be private, and that a route to an internet gateway opens"},
};

bool wide(const TrafficRule& rule) {
    if (!rule.block || rule.block->everything() || !globally_routable(*rule.block)) return false;
    return rule.block->prefix < (rule.block->ipv6 ? 48 : kWidest);
}

void note_wide(const std::vector<TrafficRule>& rules, Reasons& out) {
    for (const TrafficRule& rule : rules) {
        if (!rule.block && !rule.other_group && !rule.prefix_list && rule.unknown != nullptr)
            out.maybe(rule.unknown->as_unknown(), rule.position);
        if (wide(rule))
            out.add(fmt::format("{} lets {} in from /{} of the internet", rule.where, rule.traffic(), rule.block->prefix), rule.position);
    }
}

// Whether an instance gets an address that the internet knows.
Truth has_public_address(const Subject& subject, const Value& properties) {
    Truth answer = Truth::no;
    for (const Value& each : facts::each(properties.find("NetworkInterfaces"))) {
        const Value* wanted = each.find("AssociatePublicIpAddress");
        if (wanted != nullptr) answer = std::max(answer, truth_of(wanted));
    }
    if (!referring(subject.estate, subject.node, "AWS::EC2::EIPAssociation", "Properties.InstanceId").empty() ||
        !referring(subject.estate, subject.node, "AWS::EC2::EIP", "Properties.InstanceId").empty())
        return Truth::yes;
    for (const std::string_view path : {"Properties.SubnetId", "Properties.NetworkInterfaces.SubnetId"})
        for (const Node subnet : referred(subject.estate, subject.node, "AWS::EC2::Subnet", path))
            answer = std::max(answer, truth_of(subject.estate.graph.resource(subnet).properties().find("MapPublicIpOnLaunch")));
    return answer;
}

// Whether the subnet of an instance has a route from the internet; maybe where its route table is not known.
Truth in_public_subnet(const Subject& subject) {
    Truth answer = Truth::no;
    for (const std::string_view path : {"Properties.SubnetId", "Properties.NetworkInterfaces.SubnetId"})
        for (const Node subnet : referred(subject.estate, subject.node, "AWS::EC2::Subnet", path)) {
            const auto reached = internet_reaches(subject.estate, subnet);
            answer = std::max(answer, !reached ? Truth::maybe : *reached ? Truth::yes : Truth::no);
        }
    return answer;
}

// The sensitive ports that a rule opens to everyone: "22, 3389".
std::string opened(const TrafficRule& rule) {
    std::string out;
    if (!rule.block || !rule.block->everything()) return out;
    for (const std::int64_t port : kSensitivePorts)
        if (rule.reaches(port)) out += fmt::format("{}{}", out.empty() ? "" : ", ", port);
    return out;
}

// What each security group opens to everyone, for all that are in it.
struct OpenedByGroups : ByNode<SharedReasons> {
    using ByKey::ByKey;
};

const SharedReasons& opened_by(const Estate& estate, Node group) {
    return estate.once<OpenedByGroups>().of(group, [&] {
        SharedReasons out;
        for (const TrafficRule& rule : ingress_of(estate, group, estate.graph.resource(group), 0))
            if (const std::string ports = opened(rule); !ports.empty())
                out.add(fmt::format("{} of `{}` opens {} to everyone", rule.where, base::excerpt(estate.graph.resource(group).id), ports));
        return out;
    });
}

Value exposed(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    const Truth reached = std::min(has_public_address(subject, subject.resource().properties()), in_public_subnet(subject));
    if (reached == Truth::no) return reasons.value(at);
    for (const std::string_view path : {"Properties.SecurityGroupIds", "Properties.NetworkInterfaces.GroupSet"})
        for (const Node group : referred(subject.estate, subject.node, "AWS::EC2::SecurityGroup", path)) {
            const SharedReasons& open = opened_by(subject.estate, group);
            if (reached == Truth::yes) open.tell(subject, reasons);
            if (reached == Truth::maybe && open.size() > 0)
                reasons.maybe(fmt::format("{}, if the instance has a public address and a route", open.why(0)), at);
        }
    return reasons.value(at);
}

Value wide_of_group(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    // Rules that are resources of their own are judged there.
    std::vector<TrafficRule> rules;
    std::size_t number = 0;
    for (const Value& each : facts::each(subject.resource().properties().find("SecurityGroupIngress"))) {
        ++number;
        if (each.is_map()) rules.push_back(read_rule(each, fmt::format("rule {}", number), each.position()));
    }
    note_wide(rules, reasons);
    return reasons.value(at);
}

Value wide_of_rule(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    note_wide({read_rule(subject.resource().properties(), "it", at)}, reasons);
    return reasons.value(at);
}

// An entry of a network ACL as a rule; nullopt where it is for egress.
struct Entry {
    TrafficRule rule;
    std::optional<std::int64_t> number;
    bool allows = false;
};

std::optional<Entry> read_entry(const model::Resource& resource) {
    const Value properties = resource.properties();
    if (truth_of(properties.find("Egress")) == Truth::yes) return std::nullopt;
    Entry entry;
    entry.rule.position = resource.position;
    const auto protocol = integer_of(properties.find("Protocol"));
    entry.rule.protocol = protocol == 6 ? "tcp" : protocol == -1 ? "-1" : protocol ? std::to_string(*protocol) : "?";
    if (protocol == 6) {
        entry.rule.ports.from = integer_of(at_path(properties, "PortRange.From")).value_or(0);
        entry.rule.ports.to = integer_of(at_path(properties, "PortRange.To")).value_or(65535);
    }
    for (const std::string_view key : {"CidrBlock", "Ipv6CidrBlock"}) {
        const Value* block = properties.find(key);
        if (const auto text = text_of(block)) entry.rule.block = base::parse_cidr(*text);
        if (block != nullptr && block->is_unknown()) entry.rule.unknown = block;
    }
    entry.number = integer_of(properties.find("RuleNumber"));
    entry.allows = text_of(properties.find("RuleAction")) == "allow";
    return entry;
}

// Of a network ACL: the least numbers of the entries that deny a port from everywhere.
struct Denials {
    std::map<std::pair<std::int64_t, bool>, std::int64_t> least;  // by port and whether it is of IPv6

    void add(const Entry& entry) {
        if (entry.allows || !entry.number || !entry.rule.block || !entry.rule.block->everything()) return;
        for (const std::int64_t port : kAdminPorts) {
            if (!entry.rule.reaches(port)) continue;
            const auto [known, is_new] = least.try_emplace({port, entry.rule.block->ipv6}, *entry.number);
            if (!is_new) known->second = std::min(known->second, *entry.number);
        }
    }
};
struct DenialsOfLists : ByNode<Denials> {
    using ByKey::ByKey;
};

const Denials& denials_of(const Estate& estate, Node list) {
    return estate.once<DenialsOfLists>().of(list, [&] {
        Denials out;
        for (const Node node : referring(estate, list, "AWS::EC2::NetworkAclEntry", "Properties.NetworkAclId"))
            if (const auto entry = read_entry(estate.graph.resource(node))) out.add(*entry);
        return out;
    });
}

// True where an entry of the same list that comes earlier denies the port from everywhere too.
bool denied_before(const Subject& subject, const Entry& entry, std::int64_t port) {
    if (!entry.number) return false;
    for (const Node list : referred(subject.estate, subject.node, "AWS::EC2::NetworkAcl", "Properties.NetworkAclId")) {
        const Denials& denials = denials_of(subject.estate, list);
        const auto found = denials.least.find({port, entry.rule.block->ipv6});
        if (found != denials.least.end() && found->second < *entry.number) return true;
    }
    return false;
}

Value admin_ports(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    const auto entry = read_entry(subject.resource());
    if (entry && entry->allows && entry->rule.unknown != nullptr) reasons.maybe(entry->rule.unknown->as_unknown(), at);
    if (entry && entry->allows && entry->rule.block && entry->rule.block->everything())
        for (const std::int64_t port : kAdminPorts)
            if (entry->rule.reaches(port) && !denied_before(subject, *entry, port))
                reasons.add(fmt::format("it allows {} from everywhere, port {} with it", entry->rule.traffic(), port), at);
    return reasons.value(at);
}

Value subnets(const Subject& subject, bool only_private) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    for (const Node subnet : referring(subject.estate, subject.node, "AWS::EC2::Subnet", "Properties.VpcId")) {
        const auto reached = internet_reaches(subject.estate, subnet);
        if (reached && !(only_private && *reached)) reasons.add(base::excerpt(subject.estate.graph.resource(subnet).id), at);
    }
    return reasons.value(at);
}

// AWS makes the group with rules, and no property of CloudFormation takes them out; the CDK does with a custom resource, and other custom
// resources that get the VPC or the group may.
Value default_group(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    // Of a live VPC they are known.
    const Value properties = subject.resource().properties();
    const auto has_none = [&](std::string_view list) {
        const Value* rules = properties.find(list);
        return rules != nullptr && rules->is_list() && rules->length() == 0;
    };
    if (has_none("DefaultGroupIngress") && has_none("DefaultGroupEgress")) reasons.add("it has no rules", at);
    for (const model::Edge* edge : subject.estate.graph.in(subject.node)) {
        const model::Resource& other = subject.estate.graph.resource(edge->from);
        const bool custom = other.type.starts_with("Custom::") || other.type == "AWS::CloudFormation::CustomResource";
        if (other.type == "Custom::VpcRestrictDefaultSG")
            reasons.add(fmt::format("`{}` takes out its rules", base::excerpt(other.id)), at);
        else if (custom)
            reasons.maybe(fmt::format("what the custom resource `{}` does to the VPC is not known", base::excerpt(other.id)), at);
    }
    return reasons.value(at);
}

// Why subnets of a route table are meant to be private, for all its routes.
struct PrivateByTable : ByNode<SharedReasons> {
    using ByKey::ByKey;
};

const SharedReasons& private_of(const Estate& estate, Node table) {
    return estate.once<PrivateByTable>().of(table, [&] {
        SharedReasons out;
        for (const Node association : referring(estate, table, kAssociation, "Properties.RouteTableId"))
            for (const Node subnet : referred(estate, association, "AWS::EC2::Subnet", "Properties.SubnetId"))
                if (const std::string& why = meant_private(estate, subnet); !why.empty()) out.add(why);
        return out;
    });
}

Value opens_private(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons reasons(subject.arena);
    const Value properties = subject.resource().properties();
    const Value* destination = properties.find("DestinationCidrBlock");
    const bool unknown = destination != nullptr && destination->is_unknown();
    if (!unknown && !leads_to_internet(subject.resource())) return reasons.value(at);
    for (const Node table : referred(subject.estate, subject.node, "AWS::EC2::RouteTable", "Properties.RouteTableId")) {
        const SharedReasons& meant = private_of(subject.estate, table);
        if (!unknown) meant.tell(subject, reasons);
        if (unknown && meant.size() > 0) reasons.maybe(destination->as_unknown(), at);
    }
    return reasons.value(at);
}

struct FactOfType {
    std::string_view type;
    std::string_view fact;
    Value (*find)(const Subject&);
};

constexpr auto kFactsOfTypes = std::to_array<FactOfType>({
    {"AWS::EC2::Instance", "Exposed", exposed},
    {"AWS::EC2::NetworkAclEntry", "OpensAdminPorts", admin_ports},
    {"AWS::EC2::Route", "OpensPrivateSubnet", opens_private},
    {"AWS::EC2::SecurityGroup", "WidePublicRanges", wide_of_group},
    {"AWS::EC2::SecurityGroupIngress", "WidePublicRanges", wide_of_rule},
    {"AWS::EC2::VPC", "DefaultGroupClosed", default_group},
    {"AWS::EC2::VPC", "PrivateSubnets", [](const Subject& subject) { return subnets(subject, true); }},
    {"AWS::EC2::VPC", "Subnets", [](const Subject& subject) { return subnets(subject, false); }},
});

Value analyse_network(const Subject& subject) {
    std::vector<Member> members;
    for (const FactOfType& row : kFactsOfTypes)
        if (row.type == subject.resource().type)
            members.push_back({Value::string(row.fact, subject.resource().position), row.find(subject)});
    return value::make_map(subject.arena, members, subject.resource().position);
}

}  // namespace

extern const Analyser network_analyser;
constinit const Analyser network_analyser{"Network", "what security groups, network ACLs and routes let through together", kNetworkTypes,
                                          kNetworkFacts, analyse_network};

}  // namespace vouch::facts
