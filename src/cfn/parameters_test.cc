// SPDX-License-Identifier: Apache-2.0
// Tests for parameters.h.
#include "cfn/parameters.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::property;
using testing::resolved;

std::string parameter(const std::string& declaration, const char* given = nullptr) {
    Deployment deployment;
    if (given != nullptr) deployment.given["X"] = value::Value::string(given, 0);
    return property(R"({"Ref": "X"})", R"("Parameters": {"X": )" + declaration + "},", deployment);
}

TEST(Parameters, TypesDecideWhatTheirTextBecomes) {
    struct Row {
        const char* declaration;
        const char* given;
        const char* expected;
    };
    const Row rows[] = {
        {R"({"Type": "String", "Default": "a"})", nullptr, R"("a")"},
        {R"({"Type": "String", "Default": "a"})", "b", R"("b")"},
        {R"({"Type": "String", "Default": 12})", nullptr, R"("12")"},
        {R"({"Type": "String", "Default": true})", nullptr, R"("true")"},
        {R"({"Type": "String", "Default": ""})", nullptr, R"("")"},
        {R"({"Type": "Number", "Default": "7"})", nullptr, "7"},
        {R"({"Type": "Number", "Default": 7})", "0.5", "0.5"},
        {R"({"Type": "Number"})", "-3", "-3"},
        {R"({"Type": "Number"})", "seven", "?parameter Ref:X"},
        {R"({"Type": "CommaDelimitedList", "Default": "a, b ,c"})", nullptr, R"(["a","b","c"])"},
        {R"({"Type": "CommaDelimitedList", "Default": ""})", nullptr, "[]"},
        {R"({"Type": "List<Number>", "Default": "80,443"})", nullptr, "[80,443]"},
        {R"({"Type": "List<AWS::EC2::Subnet::Id>"})", "subnet-1,subnet-2", R"(["subnet-1","subnet-2"])"},
        {R"({"Type": "AWS::EC2::VPC::Id", "Default": "vpc-1"})", nullptr, R"("vpc-1")"},
        {R"({"Type": "String"})", nullptr, "?parameter Ref:X"},
        {R"({"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/path"})", nullptr, "?parameter Ref:X"},
        {R"({"Type": "String", "Default": [1]})", nullptr, "?parameter Ref:X"},
        {R"({"Type": "String", "Default": "{{resolve:ssm:/x}}"})", nullptr, "?dynamic_reference Resolve:{{resolve:ssm:/x}}"},
        {R"({"Default": "no type"})", nullptr, R"("no type")"},
        {R"("no map")", nullptr, "?parameter Ref:X"},
    };
    for (const Row& row : rows) EXPECT_EQ(parameter(row.declaration, row.given), row.expected) << row.declaration;
}

TEST(Parameters, AGivenSecretIsKeptOutOfTheResults) {
    EXPECT_EQ(parameter(R"({"Type": "String", "NoEcho": true})", "hunter2"), "?parameter Ref:X");
    EXPECT_EQ(parameter(R"({"Type": "String", "NoEcho": "true"})", "hunter2"), "?parameter Ref:X");
}

TEST(Parameters, AValueThatIsNotAllowedIsAProblem) {
    Deployment deployment;
    deployment.given["X"] = value::Value::string("prdo", 0);
    const auto unit =
        resolved(R"({"Parameters": {"X": {"Type": "String", "AllowedValues": ["dev", "prod"]}}, "Resources": {}})", deployment);
    EXPECT_EQ(problems(*unit), "t:1:22: parameter `X`: `prdo` is not among its AllowedValues [E0111]\n");
    EXPECT_EQ(problems(*resolved(R"({"Parameters": {"X": {"Type": "Number", "AllowedValues": ["1", 2], "Default": 1}}, "Resources": {}})")),
              "");
}

TEST(Parameters, UnknownEnvironmentsSayWhatWouldSettleThem) {
    EXPECT_EQ(property(R"({"Ref": "AWS::Region"})"), "?parameter Ref:AWS::Region");
    EXPECT_EQ(property(R"({"Ref": "AWS::AccountId"})"), "?parameter Ref:AWS::AccountId");
    EXPECT_EQ(property(R"({"Ref": "AWS::StackName"})"), "?parameter Ref:AWS::StackName");
}

TEST(Parameters, ThePartitionIsTheUsualOneUnlessSomethingSaysOtherwise) {
    const auto managed = [](const model::Environment& environment) {
        Deployment deployment;
        deployment.environment = environment;
        return property(R"({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::aws:policy/", {"Ref": "AWS::URLSuffix"}]]})", "",
                        deployment);
    };
    EXPECT_EQ(managed({}), R"("arn:aws:iam::aws:policy/amazonaws.com")");
    EXPECT_EQ(managed({"", "cn-north-1", ""}), R"("arn:aws-cn:iam::aws:policy/amazonaws.com.cn")");
    EXPECT_EQ(managed({"", "", "aws-us-gov"}), R"("arn:aws-us-gov:iam::aws:policy/amazonaws.com")");
    EXPECT_EQ(managed({"", "", "moon"}), R"(?parameter Concat("arn:moon:iam::aws:policy/",Ref:AWS::URLSuffix))");
}

TEST(Parameters, PartitionsFollowRegions) {
    struct Row {
        const char* region;
        const char* partition;
        const char* suffix;
    };
    const Row rows[] = {
        {"eu-west-1", "aws", "amazonaws.com"},
        {"cn-north-1", "aws-cn", "amazonaws.com.cn"},
        {"us-gov-west-1", "aws-us-gov", "amazonaws.com"},
        {"us-iso-east-1", "aws-iso", "c2s.ic.gov"},
        {"us-isob-east-1", "aws-iso-b", "sc2s.sgov.gov"},
        {"us-isof-south-1", "aws-iso-f", "csp.hci.ic.gov"},
        {"eu-isoe-west-1", "aws-iso-e", "cloud.adc-e.uk"},
        {"eusc-de-east-1", "aws-eusc", "amazonaws.eu"},
        {"", "", ""},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(partition_of(row.region), row.partition);
        EXPECT_EQ(url_suffix_of(row.partition), row.suffix);
    }
}

}  // namespace
}  // namespace vouch::cfn
