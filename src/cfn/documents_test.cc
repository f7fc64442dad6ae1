// SPDX-License-Identifier: Apache-2.0
// Tests for documents.h: policies that are written as text.
#include "cfn/documents.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"
#include "value/write.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::shown;

// Property `name` of the resource R with that type and these properties, as JSON or as `?cause identity`.
std::string property_of_type(std::string_view type, std::string_view properties, std::string_view name, std::string_view sections = "") {
    const auto unit = resolved("{" + std::string(sections) + R"("Resources": {"B": {"Type": "AWS::S3::Bucket"}, "R": {"Type": ")" +
                               std::string(type) + R"(", "Properties": )" + std::string(properties) + "}}}");
    EXPECT_EQ(problems(*unit), "");
    const model::Resource* resource = unit->find("R");
    const value::Value* found = resource != nullptr ? resource->properties().find(name) : nullptr;
    return found != nullptr ? shown(*found) : "absent";
}

std::string policy(std::string_view document, std::string_view sections = "") {
    return property_of_type("AWS::IAM::ManagedPolicy", R"({"Description": "d", "PolicyDocument": )" + std::string(document) + "}",
                            "PolicyDocument", sections);
}

TEST(Documents, TextOfAPolicyIsReadAsThePolicy) {
    EXPECT_EQ(policy(R"("{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"*\", \"Age\": 1.5, \"Yes\": true}]}")"),
              R"({"Statement":[{"Effect":"Allow","Action":"*","Age":1.5,"Yes":true}]})");
}

TEST(Documents, TextStandsWhereItIsWritten) {
    const auto unit = resolved(
        R"({"Resources": {"R": {"Type": "AWS::SNS::TopicPolicy", "Properties": {"PolicyDocument": "{\"Statement\": {\"Sid\": \"a\"}}"}}}})");
    const value::Value read = *unit->resources.at(0).properties().find("PolicyDocument");
    const std::uint32_t written = unit->document->root.find("Resources")->find("R")->find("Properties")->find("PolicyDocument")->position();
    EXPECT_EQ(read.position(), written);
    EXPECT_EQ(read.find("Statement")->find("Sid")->position(), written);
}

TEST(Documents, PoliciesInListsAreReadEach) {
    EXPECT_EQ(property_of_type("AWS::IAM::Role",
                               R"({"Policies": [{"PolicyName": "a", "PolicyDocument": "{\"Version\": \"1\"}"}, {"PolicyName": "b",
                  "PolicyDocument": {"Version": "2"}}], "AssumeRolePolicyDocument": "{\"Version\": \"3\"}"})",
                               "Policies"),
              R"([{"PolicyName":"a","PolicyDocument":{"Version":"1"}},{"PolicyName":"b","PolicyDocument":{"Version":"2"}}])");
    EXPECT_EQ(
        property_of_type("AWS::DynamoDB::Table", R"({"ResourcePolicy": {"PolicyDocument": "{\"Version\": \"1\"}"}})", "ResourcePolicy"),
        R"({"PolicyDocument":{"Version":"1"}})");
}

TEST(Documents, OnlyPropertiesThatArePoliciesAreRead) {
    EXPECT_EQ(property_of_type("AWS::IAM::ManagedPolicy", R"({"Description": "{}"})", "Description"), R"("{}")");
    EXPECT_EQ(property_of_type("AWS::Logs::ResourcePolicy", R"({"PolicyDocument": "{\"Version\": \"1\"}"})", "PolicyDocument"),
              R"("{\"Version\": \"1\"}")");
    EXPECT_EQ(policy(R"("")"), R"("")");
    EXPECT_EQ(policy(R"({"Version": "{}"})"), R"({"Version":"{}"})");
}

TEST(Documents, TextThatIsNoPolicyIsNotKnown) {
    EXPECT_EQ(policy(R"("Allow all")"), "?intrinsic ");
    EXPECT_EQ(policy(R"("[1]")"), "?intrinsic ");
    EXPECT_EQ(policy(R"("{\"Version\": ")"), "?intrinsic ");
    EXPECT_EQ(policy('"' + std::string(100, '[') + '"'), "?intrinsic ");
}

TEST(Documents, WhatIsNotKnownWithinAStringIsAnUnknownThere) {
    const std::string read =
        policy(R"({"Fn::Sub": "{\"Statement\": {\"Action\": \"s3:*\", \"Resource\": [\"${B.Arn}\", \"${B.Arn}/*\"]}}"})");
    EXPECT_TRUE(read.starts_with(R"({"Statement":{"Action":"s3:*","Resource":[{"Vouch::Unknown":{"reason":"attribute `Arn` of `B`)"))
        << read;
    EXPECT_NE(read.find(R"("identity":"GetAtt:B.Arn"})"), std::string::npos) << read;
    EXPECT_NE(read.find(R"x("identity":"Concat(GetAtt:B.Arn,\"/*\")"})x"), std::string::npos) << read;
    EXPECT_EQ(policy(R"({"Fn::Join": ["", ["{\"Version\": \"", {"Ref": "P"}, "\"}"]]})", R"("Parameters": {"P": {"Type": "String"}}, )"),
              R"({"Version":{"Vouch::Unknown":{"reason":"parameter `P` has no value; give `--parameter P=...`","identity":"Ref:P"}}})");
    EXPECT_EQ(policy(R"("{\"Sid\": \"{{resolve:ssm:x}}\"}")"), R"(?dynamic_reference Resolve:{"Sid": "{{resolve:ssm:x}}"})");
}

TEST(Documents, WhatIsNotKnownOutsideOfAStringLeavesTheWholeUnknown) {
    constexpr std::string_view kParameter = R"("Parameters": {"P": {"Type": "String"}}, )";
    EXPECT_EQ(policy(R"({"Ref": "P"})", kParameter), "?parameter Ref:P");
    EXPECT_EQ(policy(R"({"Fn::Sub": "{\"Statement\": ${P}}"})", kParameter), R"(?parameter Concat("{\"Statement\": ",Ref:P,"}"))");
    EXPECT_EQ(policy(R"({"Fn::Sub": "{\"${P}\": 1}"})", kParameter), R"(?parameter Concat("{\"",Ref:P,"\": 1}"))");
}

TEST(Documents, CharactersThatAreMadeUseOfInsideDoNoHarm) {
    constexpr std::string_view kParameter = R"("Parameters": {"P": {"Type": "String"}}, )";
    const std::string odd =
        "\U000FDEA0"
        "7"
        "\U000FDEA1";
    EXPECT_EQ(policy(R"("{\"A\": \")" + odd + R"(\"}")"), R"({"A":")" + odd + R"("})");
    EXPECT_TRUE(policy(R"({"Fn::Sub": "{\"A\": \"${P}\", \"B\": \")" + odd + R"(\"}"})", kParameter).starts_with("?parameter Concat("));
    EXPECT_TRUE(policy(R"({"Fn::Sub": "{\"A\": \"${P}\", \"B\": \"\\udbb7\\udea0\"}"})", kParameter).starts_with("?parameter Concat("));
}

TEST(Documents, EachWayInWhichAResourceMayTurnOutHasThem) {
    const auto unit = resolved(
        R"({"Parameters": {"P": {"Type": "String", "AllowedValues": ["a", "b"]}}, "Resources": {"R": {"Type": "AWS::SQS::QueuePolicy",
        "Properties": {"PolicyDocument": {"Fn::Sub": "{\"Version\": \"${P}\"}"}}}}})");
    ASSERT_EQ(unit->resources.at(0).variants.size(), 2U);
    EXPECT_EQ(value::to_json(*unit->resources[0].variants[1].body.find("Properties")), R"({"PolicyDocument":{"Version":"b"}})");
}

}  // namespace
}  // namespace vouch::cfn
