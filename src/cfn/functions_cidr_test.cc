// SPDX-License-Identifier: Apache-2.0
// Tests for Fn::Cidr.
#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::property;
using testing::resolved;

std::string cidr(const std::string& arguments) {
    return property(R"({"Fn::Cidr": [)" + arguments + "]}", R"("Parameters": {"Open": {"Type": "String"}},)");
}

std::string mistake(const std::string& arguments) {
    EXPECT_EQ(cidr(arguments), "?failed ") << arguments;
    return problems(*resolved(R"({"Resources": {"R": {"Type": "T", "Properties": {"P": {"Fn::Cidr": [)" + arguments + "]}}}}}"));
}

TEST(Cidr, BlocksFollowEachOther) {
    EXPECT_EQ(cidr(R"("192.168.0.0/24", 6, 5)"),
              R"(["192.168.0.0/27","192.168.0.32/27","192.168.0.64/27","192.168.0.96/27","192.168.0.128/27","192.168.0.160/27"])");
    EXPECT_EQ(cidr(R"("10.0.0.0/16", "3", "8")"), R"(["10.0.0.0/24","10.0.1.0/24","10.0.2.0/24"])");
    EXPECT_EQ(cidr(R"("10.0.255.0/23", 1, 9)"), R"(?intrinsic Cidr(["10.0.255.0/23",1,9]))");
    EXPECT_EQ(cidr(R"("10.0.254.0/23", 2, 8)"), R"(["10.0.254.0/24","10.0.255.0/24"])");
    EXPECT_EQ(cidr(R"("0.0.0.0/0", 1, 32)"), R"(["0.0.0.0/0"])");
}

TEST(Cidr, SixthVersionToo) {
    EXPECT_EQ(cidr(R"("2001:db8::/56", 2, 64)"), R"(["2001:db8::/64","2001:db8:0:1::/64"])");
    EXPECT_EQ(cidr(R"("2001:db8:0:ff00::/56", 1, 8)"), R"(["2001:db8:0:ff00::/120"])");
    EXPECT_EQ(cidr(R"("::/0", 1, 128)"), R"(["::/0"])");
    EXPECT_EQ(cidr(R"("::/0", 2, 127)"), R"(["::/1","8000::/1"])");
}

TEST(Cidr, CarriesOverAllBytes) {
    const std::string all = cidr(R"("10.0.0.0/8", 256, 9)");
    EXPECT_TRUE(all.starts_with(R"(["10.0.0.0/23","10.0.2.0/23")"));
    EXPECT_TRUE(all.ends_with(R"("10.1.252.0/23","10.1.254.0/23"])")) << all;
}

TEST(Cidr, LimitsAreErrors) {
    EXPECT_NE(mistake(R"("10.0.0.0/16", 0, 8)").find("makes 1 to 256 blocks, not 0"), std::string::npos);
    EXPECT_NE(mistake(R"("10.0.0.0/8", 257, 8)").find("makes 1 to 256 blocks, not 257"), std::string::npos);
    EXPECT_NE(mistake(R"("10.0.0.0/24", 3, 7)").find("`10.0.0.0/24` has room for 2 blocks of 7 bits, not 3"), std::string::npos);
    EXPECT_NE(mistake(R"("10.0.0.0/24", 1, 9)").find("blocks of 9 bits do not fit in `10.0.0.0/24`"), std::string::npos);
    EXPECT_NE(mistake(R"("10.0.0.0/24", 1, 33)").find("33 is no number of address bits"), std::string::npos);
    EXPECT_NE(mistake(R"("10.0.0.0/24", 1, 0)").find("0 is no number of address bits"), std::string::npos);
}

TEST(Cidr, WhatIsNoBlockIsAnError) {
    for (const char* text : {"10.0.0.0", "10.0.0/16", "10.0.0.0/33", "10.0.0.0/x", "::/129", "x/8", "10.0.0.0\\u0000/8", "10.0.0.0/-1"})
        EXPECT_NE(mistake(fmt::format(R"("{}", 1, 8)", text)).find("is no address block"), std::string::npos) << text;
    for (const char* arguments :
         {R"("10.0.0.0/16")", R"("10.0.0.0/16", 1, 2, 3)", R"("10.0.0.0/16", 1.5, 2)", R"([], 1, 2)", R"("10.0.0.0/16", -1, 2)"})
        EXPECT_NE(mistake(arguments).find("Fn::Cidr takes"), std::string::npos) << arguments;
}

TEST(Cidr, OfUnknownsIsUnknownWithTheirReason) {
    EXPECT_EQ(cidr(R"({"Ref": "Open"}, 1, 8)"), R"(?intrinsic Cidr([Ref:Open,1,8]))");
    EXPECT_EQ(cidr(R"("10.0.0.0/16", 2)"), R"(?intrinsic Cidr(["10.0.0.0/16",2]))");
}

TEST(Cidr, TakesTheBlockOfANetworkInTheTemplate) {
    const auto unit = resolved(R"({"Resources": {"Net": {"Type": "AWS::EC2::VPC", "Properties": {"CidrBlock": "10.0.0.0/16"}},
        "R": {"Type": "T", "Properties": {"P": {"Fn::Select": [1, {"Fn::Cidr": [{"Fn::GetAtt": "Net.CidrBlock"}, 2, 8]}]}}}}})");
    EXPECT_EQ(testing::shown(*unit->find("R")->properties().find("P")), "\"10.0.1.0/24\"");
}

}  // namespace
}  // namespace vouch::cfn
