// SPDX-License-Identifier: Apache-2.0
// The analyser Network with its parts: blocks, rules, routes.
#include <gtest/gtest.h>

#include "facts/facts.h"
#include "facts/network/routable.h"
#include "facts/network/rules.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

std::string network_fact(const std::string& resources, const std::string& id, const std::string& name) {
    EstateBuilder builder;
    builder.stack("App", "Resources:\n" + resources);
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "App", id), "Network", name);
}

TEST(GloballyRoutable, PrivateBlocksAreNotGlobal) {
    for (const char* text : {"10.0.0.0/8", "172.31.0.0/16", "192.168.1.0/24", "100.64.0.0/12", "fd00::/8"})
        EXPECT_FALSE(globally_routable(*base::parse_cidr(text))) << text;
    for (const char* text : {"8.8.0.0/16", "172.32.0.0/16", "2600::/16", "0.0.0.0/0"})
        EXPECT_TRUE(globally_routable(*base::parse_cidr(text))) << text;
}

// An instance in a public subnet behind a group with that ingress.
std::string exposed(const std::string& ingress, const std::string& instance, const std::string& route = "GatewayId: {Ref: Gate}") {
    return network_fact(
        "  I: {Type: 'AWS::EC2::Instance', Properties: {SubnetId: {Ref: Net}, SecurityGroupIds: [{'Fn::GetAtt': [Web, GroupId]}]" +
            instance + "}}\n  Web: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: " + ingress +
            "}}\n  Net: {Type: 'AWS::EC2::Subnet', Properties: {}}\n"
            "  Table: {Type: 'AWS::EC2::RouteTable', Properties: {}}\n"
            "  Use: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: {Ref: Net}, RouteTableId: {Ref: Table}}}\n"
            "  Out: {Type: 'AWS::EC2::Route', Properties: {RouteTableId: {Ref: Table}, DestinationCidrBlock: 0.0.0.0/0, " +
            route + "}}\n  Gate: {Type: 'AWS::EC2::InternetGateway', Properties: {}}\n",
        "I", "Exposed");
}

constexpr auto kSshIngress = "[{IpProtocol: tcp, FromPort: 20, ToPort: '22', CidrIp: 0.0.0.0/0}]";
constexpr auto kAddress = ", NetworkInterfaces: [{AssociatePublicIpAddress: true}]";

TEST(Network, AnInstanceIsExposedWhereAddressRouteAndGroupAgree) {
    EXPECT_EQ(exposed(kSshIngress, kAddress), R"(["rule 1 of `Web` opens 21, 22 to everyone"])");
    EXPECT_EQ(exposed(kSshIngress, ""), "[]");
    EXPECT_EQ(exposed(kSshIngress, kAddress, "NatGatewayId: {Ref: Gate}"), "[]");
    EXPECT_EQ(exposed("[{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]", kAddress), "[]");
    EXPECT_EQ(exposed("[{IpProtocol: '-1', CidrIp: 10.0.0.0/8}]", kAddress), "[]");
    EXPECT_NE(exposed("{IpProtocol: -1, CidrIpv6: '::/0'}", kAddress).find("27017"), std::string::npos);
    EXPECT_NE(exposed(kSshIngress, ", NetworkInterfaces: [{AssociatePublicIpAddress: {Fn::Unknown: why}}]").find("Vouch::Unknown"),
              std::string::npos);
}

TEST(Network, RulesThatAreResourcesCountForTheirGroup) {
    const std::string resources =
        "  G: {Type: 'AWS::EC2::SecurityGroup', Properties: {}}\n"
        "  R: {Type: 'AWS::EC2::SecurityGroupIngress', Properties: {GroupId: {Ref: G}, IpProtocol: 6, FromPort: 22, ToPort: 22, CidrIp: "
        "8.0.0.0/8}}\n";
    EstateBuilder builder;
    builder.stack("App", "Resources:\n" + resources);
    const Estate estate(builder.inventory());
    const auto rules = ingress_of(estate, 0, estate.graph.resource(0), 0);
    ASSERT_EQ(rules.size(), 1U);
    EXPECT_EQ(rules[0].traffic(), "tcp 22");
    EXPECT_EQ(fact_of(estate, 1, "Network", "WidePublicRanges"), R"(["it lets tcp 22 in from /8 of the internet"])");
    EXPECT_EQ(fact_of(estate, 0, "Network", "WidePublicRanges"), "[]");
}

TEST(Network, WideRangesArePublicAndNotEverything) {
    const auto wide = [](const std::string& block) {
        return network_fact(
            "  G: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: {IpProtocol: tcp, FromPort: 443, ToPort: 443, " +
                block + "}}}\n",
            "G", "WidePublicRanges");
    };
    EXPECT_NE(wide("CidrIp: 52.0.0.0/11"), "[]");
    EXPECT_NE(wide("CidrIpv6: '2600::/16'"), "[]");
    for (const char* block : {"CidrIp: 0.0.0.0/0", "CidrIp: 10.0.0.0/8", "CidrIp: 52.1.2.0/24", "SourceSecurityGroupId: sg-1"})
        EXPECT_EQ(wide(block), "[]") << block;
}

// What the entry `E` opens, beside another.
std::string admin(const std::string& entry,
                  const std::string& other = "{RuleNumber: 200, RuleAction: deny, Protocol: -1, CidrBlock: 0.0.0.0/0}") {
    std::string second = other;
    second.insert(1, "NetworkAclId: {Ref: L}, ");
    return network_fact(
        "  L: {Type: 'AWS::EC2::NetworkAcl', Properties: {}}\n  E: {Type: 'AWS::EC2::NetworkAclEntry', Properties: {NetworkAclId: {Ref: "
        "L}, " +
            entry + "}}\n  O: {Type: 'AWS::EC2::NetworkAclEntry', Properties: " + second + "}\n",
        "E", "OpensAdminPorts");
}

TEST(Network, AnAclEntryOpensAdminPortsUnlessAnEarlierOneDenies) {
    const std::string ssh = "RuleNumber: 100, RuleAction: allow, Protocol: 6, PortRange: {From: 20, To: 25}, CidrBlock: 0.0.0.0/0";
    EXPECT_EQ(admin(ssh), R"(["it allows tcp 20-25 from everywhere, port 22 with it"])");
    EXPECT_EQ(admin(ssh, "{RuleNumber: 90, RuleAction: deny, Protocol: -1, CidrBlock: 0.0.0.0/0}"), "[]");
    EXPECT_NE(admin(ssh, "{RuleNumber: 90, RuleAction: deny, Protocol: -1, CidrBlock: 10.0.0.0/8}"), "[]");
    EXPECT_NE(admin(ssh, "{RuleNumber: 90, RuleAction: deny, Protocol: -1, Egress: true, CidrBlock: 0.0.0.0/0}"), "[]");
    EXPECT_EQ(admin(ssh + ", Egress: true"), "[]");
    EXPECT_EQ(admin("RuleNumber: 100, RuleAction: deny, Protocol: -1, CidrBlock: 0.0.0.0/0"), "[]");
    EXPECT_NE(admin("RuleNumber: 100, RuleAction: allow, Protocol: -1, Ipv6CidrBlock: '::/0'"), "[]");
}

TEST(Network, SubnetsAreKnownByTheirRouteTable) {
    const std::string resources =
        "  V: {Type: 'AWS::EC2::VPC', Properties: {}}\n"
        "  A: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: {Ref: V}}}\n"
        "  B: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: {Ref: V}, Tags: [{Key: 'aws-cdk:subnet-type', Value: Private}]}}\n"
        "  C: {Type: 'AWS::EC2::Subnet', Properties: {VpcId: {Ref: V}}}\n"
        "  T: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: {Ref: V}}}\n"
        "  U: {Type: 'AWS::EC2::RouteTable', Properties: {VpcId: {Ref: V}}}\n"
        "  TA: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: {Ref: A}, RouteTableId: {Ref: T}}}\n"
        "  UB: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: {Ref: B}, RouteTableId: {Ref: U}}}\n"
        "  R: {Type: 'AWS::EC2::Route', Properties: {RouteTableId: {Ref: T}, DestinationCidrBlock: 0.0.0.0/0, GatewayId: {Ref: G}}}\n"
        "  G: {Type: 'AWS::EC2::InternetGateway', Properties: {}}\n";
    EXPECT_EQ(network_fact(resources, "V", "Subnets"), R"(["A","B"])");
    EXPECT_EQ(network_fact(resources, "V", "PrivateSubnets"), R"(["B"])");
    EXPECT_EQ(network_fact(resources, "R", "OpensPrivateSubnet"), "[]");
    const std::string opened =
        resources + "  TB: {Type: 'AWS::EC2::SubnetRouteTableAssociation', Properties: {SubnetId: {Ref: B}, RouteTableId: {Ref: T}}}\n";
    EXPECT_EQ(network_fact(opened, "R", "OpensPrivateSubnet"), R"(["subnet `B` is of type Private"])");
    EXPECT_EQ(network_fact(resources, "V", "DefaultGroupClosed"), "[]");
    const std::string live = resources + "  L: {Type: 'AWS::EC2::VPC', Properties: {DefaultGroupIngress: [], DefaultGroupEgress: []}}\n";
    EXPECT_EQ(network_fact(live, "L", "DefaultGroupClosed"), R"(["it has no rules"])");
    const std::string open = resources + "  X: {Type: 'Custom::Other', Properties: {Vpc: {Ref: V}}}\n";
    EXPECT_NE(network_fact(open, "V", "DefaultGroupClosed").find("Vouch::Unknown"), std::string::npos);
    const std::string closed =
        resources +
        "  X: {Type: 'Custom::VpcRestrictDefaultSG', Properties: {DefaultSecurityGroupId: {'Fn::GetAtt': [V, DefaultSecurityGroup]}}}\n";
    EXPECT_EQ(network_fact(closed, "V", "DefaultGroupClosed"), R"(["`X` takes out its rules"])");
}

}  // namespace
}  // namespace vouch::facts
