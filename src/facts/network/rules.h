// SPDX-License-Identifier: Apache-2.0
// What a rule of a security group or network ACL lets through: protocol, ports, and from or to where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/cidr.h"
#include "facts/estate.h"
#include "facts/read.h"

namespace vouch::facts {

struct Ports {
    std::int64_t from = 0;
    std::int64_t to = 65535;

    bool holds(std::int64_t port) const { return from <= port && port <= to; }
};

// Lets traffic of a protocol through. What is not known is told by `unknown`; the rest of the rule is then as wide as it can be.
struct TrafficRule {
    std::string protocol;                   // "tcp", "udp", "icmp", "-1" for all; numbers of the known ones become names
    Ports ports;                            // all where the protocol has none
    std::optional<base::Cidr> block;        // nullopt: from a security group, a prefix list, or not known
    bool other_group = false;               // the other side is a security group
    bool prefix_list = false;               // the other side is a prefix list, whose blocks are not known
    const value::Value* unknown = nullptr;  // a part of it that is not known
    std::uint32_t position = 0;
    std::string where;  // "rule 2", "`WebIngress`"

    bool reaches(std::int64_t port) const { return (protocol == "tcp" || protocol == "-1") && ports.holds(port); }
    std::string traffic() const;  // "tcp 22", "all traffic", "udp 100-200"
};

// The rule in the properties of a security-group rule (an item of SecurityGroupIngress, or a resource of its own).
TrafficRule read_rule(const value::Value& properties, std::string where, std::uint32_t position);

// All ingress rules of the security group at that node: its own, and those that stand as resources of their own. Positions of the
// latter are those of `at`.
std::vector<TrafficRule> ingress_of(const Estate& estate, model::Node group, const model::Resource& as, std::uint32_t at);

}  // namespace vouch::facts
