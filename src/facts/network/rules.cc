// SPDX-License-Identifier: Apache-2.0
// After the reference pages of AWS::EC2::SecurityGroup, SecurityGroupIngress and NetworkAclEntry. Tested by network_test.cc.
#include "facts/network/rules.h"

#include <array>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"

namespace vouch::facts {

using value::Value;

namespace {

constexpr std::string_view kIngress = "AWS::EC2::SecurityGroupIngress";

// Protocols by number: https://www.iana.org/assignments/protocol-numbers.
std::string protocol_of(const Value* value) {
    const auto number = integer_of(value);
    if (number == -1) return "-1";
    if (number == 6) return "tcp";
    if (number == 17) return "udp";
    if (number == 1) return "icmp";
    if (number == 58) return "icmpv6";
    if (number) return std::to_string(*number);
    const auto text = text_of(value);
    return text ? base::to_lower(*text) : "-1";
}

}  // namespace

std::string TrafficRule::traffic() const {
    if (protocol == "-1") return "all traffic";
    if (ports.from == 0 && ports.to == 65535) return fmt::format("all of {}", base::excerpt(protocol, 20));
    return ports.from == ports.to ? fmt::format("{} {}", base::excerpt(protocol, 20), ports.from)
                                  : fmt::format("{} {}-{}", base::excerpt(protocol, 20), ports.from, ports.to);
}

TrafficRule read_rule(const Value& properties, std::string where, std::uint32_t position) {
    TrafficRule rule;
    rule.where = std::move(where);
    rule.position = position;
    for (const std::string_view key : {"IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6"}) {
        const Value* value = properties.find(key);
        if (value != nullptr && value->is_unknown() && rule.unknown == nullptr) rule.unknown = value;
    }
    rule.protocol = protocol_of(properties.find("IpProtocol"));
    const bool has_ports = rule.protocol == "tcp" || rule.protocol == "udp";
    if (const auto from = integer_of(properties.find("FromPort")); has_ports && from && *from >= 0) rule.ports.from = *from;
    if (const auto to = integer_of(properties.find("ToPort")); has_ports && to && *to >= 0) rule.ports.to = *to;
    for (const std::string_view key : {"CidrIp", "CidrIpv6"})
        if (const auto text = text_of(properties.find(key))) rule.block = base::parse_cidr(*text);
    rule.other_group = properties.find("SourceSecurityGroupId") != nullptr || properties.find("SourceSecurityGroupName") != nullptr;
    rule.prefix_list = properties.find("SourcePrefixListId") != nullptr;
    return rule;
}

std::vector<TrafficRule> ingress_of(const Estate& estate, model::Node group, const model::Resource& as, std::uint32_t at) {
    std::vector<TrafficRule> rules;
    const Value properties = as.properties();
    std::size_t number = 0;
    for (const Value& each : facts::each(properties.find("SecurityGroupIngress"))) {
        ++number;
        if (each.is_map()) rules.push_back(read_rule(each, fmt::format("rule {}", number), each.position()));
    }
    for (const model::Edge* edge : estate.graph.in(group)) {
        const model::Resource& other = estate.graph.resource(edge->from);
        if (other.type != kIngress || edge->path != "Properties.GroupId") continue;
        rules.push_back(read_rule(other.properties(), fmt::format("`{}`", base::excerpt(other.id)), at));
    }
    return rules;
}

}  // namespace vouch::facts
