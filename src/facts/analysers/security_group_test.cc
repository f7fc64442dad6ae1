// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

std::string repeated(const std::string& ingress) {
    EstateBuilder builder;
    builder.stack("App",
                  "Resources:\n"
                  "  V: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"
                  "  G: {Type: 'AWS::EC2::SecurityGroup', Properties: {SecurityGroupIngress: " +
                      ingress + "}}\n");
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "App", "G"), "SecurityGroup", "Repeated");
}

constexpr auto kLiteral = "{IpProtocol: tcp, FromPort: 443, ToPort: '443', CidrIp: 10.0.0.0/16}";

TEST(SecurityGroupFacts, TheBlockOfAVpcIsTheSameAsItsText) {
    EXPECT_EQ(repeated(std::string("[") + kLiteral +
                       ", {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: {'Fn::GetAtt': [V, CidrBlock]}, Description: d}]"),
              R"(["rule 2 of SecurityGroupIngress says what rule 1 says: tcp 443, 10.0.0.0/16"])");
}

TEST(SecurityGroupFacts, OtherPortsProtocolsAndBlocksAreOtherRules) {
    for (const char* other : {"{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: {'Fn::GetAtt': [V, CidrBlock]}}",
                              "{IpProtocol: udp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}",
                              "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/17}",
                              "{IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: sg-1}",
                              "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: {'Fn::Unknown': why}}"})
        EXPECT_EQ(repeated(std::string("[") + kLiteral + ", " + other + "]"), "[]") << other;
}

}  // namespace
}  // namespace vouch::facts
