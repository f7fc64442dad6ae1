// SPDX-License-Identifier: Apache-2.0
// Tests for references.cc: what is certain of values that are not known.
#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;

// Property P of the resource R; its unit lives as long as the next is not asked for.
value::Unknown unknown(std::string_view expression, std::string_view sections = "", std::string_view resources = "") {
    static std::shared_ptr<model::Unit> unit;
    unit = resolved("{" + std::string(sections) + R"("Resources": {)" + std::string(resources) +
                    R"("R": {"Type": "A::B::C", "Properties": {"P": )" + std::string(expression) + "}}}}");
    EXPECT_EQ(problems(*unit), "");
    const value::Value* found = unit->find("R")->properties().find("P");
    EXPECT_TRUE(found != nullptr && found->is_unknown()) << expression;
    return found != nullptr && found->is_unknown() ? found->as_unknown() : value::Unknown{};
}

bool filled(std::string_view expression, std::string_view parameter = R"({"Type": "String"})") {
    return unknown(expression, R"("Parameters": {"P": )" + std::string(parameter) + "}, ", R"("B": {"Type": "AWS::S3::Bucket"}, )")
        .filled();
}

TEST(References, WhatCloudFormationRefusesToBeEmptyIsNot) {
    EXPECT_TRUE(filled(R"({"Ref": "B"})"));
    EXPECT_TRUE(filled(R"({"Fn::ImportValue": "x"})"));
    EXPECT_FALSE(filled(R"({"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}})"));
    EXPECT_FALSE(filled(R"({"Ref": "P"})"));
    EXPECT_TRUE(filled(R"({"Ref": "P"})", R"({"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a"})"));
    EXPECT_TRUE(filled(R"({"Ref": "P"})", R"({"Type": "AWS::EC2::VPC::Id"})"));
    EXPECT_FALSE(filled(R"({"Ref": "P"})", R"({"Type": "List<AWS::EC2::Subnet::Id>"})"));
    EXPECT_TRUE(filled(R"({"Ref": "P"})", R"({"Type": "String", "MinLength": "1"})"));
    EXPECT_FALSE(filled(R"({"Ref": "P"})", R"({"Type": "String", "MinLength": 0})"));
    EXPECT_TRUE(filled(R"("{{resolve:ssm:/a}}")"));
    EXPECT_FALSE(filled(R"("{{resolve:secretsmanager:s:SecretString:member}}")"));
}

TEST(References, ATextIsNotEmptyWhereAPartOfItIsNot) {
    EXPECT_TRUE(filled(R"({"Fn::Sub": "${P}-logs"})"));
    EXPECT_TRUE(filled(R"({"Fn::Sub": "${P}${B}"})"));
    EXPECT_FALSE(filled(R"({"Fn::Sub": "${P}${P}"})"));
}

TEST(References, WhatIsCertainToBeFilledKeepsItsCause) {
    using Cause = value::Unknown::Cause;
    const value::Unknown imported = unknown(R"({"Fn::ImportValue": "x"})");
    EXPECT_EQ(imported.cause, Cause::import);
    EXPECT_NE(imported.reason.find('x'), std::string_view::npos) << imported.reason;
    EXPECT_EQ(unknown(R"({"Fn::Sub": "${P}${B}"})", R"("Parameters": {"P": {"Type": "String"}}, )", R"("B": {"Type": "T"}, )").cause,
              Cause::parameter);
    EXPECT_EQ(unknown(R"({"Fn::Sub": "arn:aws:x::${AWS::AccountId}:${B}"})", "", R"("B": {"Type": "T"}, )").cause, Cause::attribute);
}

std::string_view lacks(std::string_view properties, std::string_view type = "AWS::IAM::ManagedPolicy") {
    return unknown(R"({"Ref": "M"})", R"("Parameters": {"P": {"Type": "String"}}, )",
                   R"("M": {"Type": ")" + std::string(type) + R"(", "Properties": )" + std::string(properties) + "}, ")
        .lacks;
}

TEST(References, APolicyOfTheTemplateIsNoneOfAws) {
    EXPECT_EQ(lacks("{}"), "::aws:");
    EXPECT_EQ(lacks(R"({"ManagedPolicyName": {"Ref": "P"}, "Path": "/own/"})"), "::aws:");
    EXPECT_EQ(lacks(R"({"Path": {"Ref": "P"}})"), "");
    EXPECT_EQ(lacks(R"({"Path": "/odd::aws:/"})"), "");
    EXPECT_EQ(lacks("{}", "AWS::S3::Bucket"), "");
}

TEST(References, ZonesOfARegionAreTwoAtLeast) {
    EXPECT_EQ(unknown(R"({"Fn::GetAZs": ""})").items, 2U);
    EXPECT_EQ(unknown(R"({"Fn::Select": [0, {"Fn::GetAZs": ""}]})").items, 0U);
}

}  // namespace
}  // namespace vouch::cfn
