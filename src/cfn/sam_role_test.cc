// SPDX-License-Identifier: Apache-2.0
// Tests for sam_role.h through resolve().
#include "cfn/sam_role.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::shown;

std::shared_ptr<model::Unit> sam_resource(const std::string& type, const std::string& properties, const std::string& sections = "") {
    return resolved("Transform: AWS::Serverless-2016-10-31\n" + sections +
                    "Resources:\n  B: {Type: 'AWS::S3::Bucket'}\n  F: {Type: 'AWS::Serverless::" + type + "', Properties: " + properties +
                    "}\n");
}

// A property of the role; its items one after another where it is a list, so that unknowns show.
std::string role(const model::Unit& unit, const std::string& name) {
    const model::Resource* found = unit.find("FRole");
    if (found == nullptr) return "no role";
    const value::Value properties = found->properties();
    const value::Value* value = properties.find(name);
    if (value == nullptr) return "absent";
    if (!value->is_list()) return shown(*value);
    std::string out;
    for (const value::Value& item : value->as_list()) out += shown(item) + "\n";
    return out;
}

constexpr std::string_view kBasic = "\"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole\"\n";

TEST(ServerlessRole, OfAFunctionMayWriteLogsAndIsAssumedByLambda) {
    const auto unit = sam_resource("Function", "{PermissionsBoundary: b, RolePath: /p/, Tags: {A: x}}");
    EXPECT_EQ(unit->find("FRole")->type, "AWS::IAM::Role");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), kBasic);
    EXPECT_EQ(role(*unit, "Policies"), "absent");
    EXPECT_EQ(
        role(*unit, "AssumeRolePolicyDocument"),
        R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["sts:AssumeRole"],"Principal":{"Service":["lambda.amazonaws.com"]}}]})");
    EXPECT_EQ(role(*unit, "PermissionsBoundary"), "\"b\"");
    EXPECT_EQ(role(*unit, "Path"), "\"/p/\"");
    EXPECT_EQ(role(*unit, "Tags"), "{\"Key\":\"A\",\"Value\":\"x\"}\n");
    EXPECT_EQ(unit->find("FRole")->open, "");
    EXPECT_EQ(role(*sam_resource("Function", "{VpcConfig: {}}"), "ManagedPolicyArns"),
              std::string(kBasic) + "\"arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole\"\n");
    EXPECT_EQ(role(*sam_resource("Function", "{AssumeRolePolicyDocument: {A: 1}}"), "AssumeRolePolicyDocument"), R"({"A":1})");
}

TEST(ServerlessRole, ThereIsNoneWhereOneIsGiven) {
    EXPECT_EQ(role(*sam_resource("Function", "{Role: r, Policies: [AdministratorAccess]}"), "Policies"), "no role");
    EXPECT_EQ(role(*sam_resource("StateMachine", "{Role: r}"), "Policies"), "no role");
}

TEST(ServerlessRole, PoliciesAreNamedOrWrittenOut) {
    const std::string statement = "Statement: [{Effect: Allow, Action: '*', Resource: '*'}]";
    const auto unit = sam_resource(
        "Function", "{Policies: [AdministratorAccess, arn:x, Odd, !Ref Mine, {" + statement + "}, {Version: v, Statement: []}]}",
        "Parameters: {Mine: {Type: String}}\n");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), std::string(kBasic) +
                                                    "\"arn:aws:iam::aws:policy/AdministratorAccess\"\n\"arn:x\"\n"
                                                    "?intrinsic ManagedPolicy(Odd)\n?parameter Ref:Mine\n");
    EXPECT_EQ(
        role(*unit, "Policies"),
        R"({"PolicyName":"FRolePolicy0","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}})"
        "\n"
        R"({"PolicyName":"FRolePolicy1","PolicyDocument":{"Version":"v","Statement":[]}})"
        "\n");
    EXPECT_EQ(role(*sam_resource("Function", "{Policies: PowerUserAccess}"), "ManagedPolicyArns"),
              std::string(kBasic) + "\"arn:aws:iam::aws:policy/PowerUserAccess\"\n");
    EXPECT_EQ(role(*sam_resource("Function", "{Policies: {" + statement + "}}"), "Policies").substr(0, 27),
              R"({"PolicyName":"FRolePolicy0)");
    EXPECT_EQ(problems(*unit), "");
}

TEST(ServerlessRole, WhatATemplateOfTheTransformAllowsIsNotGuessed) {
    const auto unit = sam_resource("Function", "{Policies: [S3ReadPolicy: {BucketName: !Ref B}]}");
    EXPECT_EQ(role(*unit, "Policies"), "?intrinsic ServerlessPolicy(F.0)\n");
    EXPECT_EQ(unit->find("FRole")->properties().find("Policies")->as_list()[0].as_unknown().reason,
              "what the policy template `S3ReadPolicy` allows is written at deployment");
}

TEST(ServerlessRole, EventsThatArePolledAddAPolicyOfAwsOnce) {
    const auto unit = sam_resource("Function", "{Events: {A: {Type: SQS}, B: {Type: SQS}, C: {Type: Api}, D: {Type: Kinesis}}}");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), std::string(kBasic) +
                                                    "\"arn:aws:iam::aws:policy/service-role/AWSLambdaSQSQueueExecutionRole\"\n"
                                                    "\"arn:aws:iam::aws:policy/service-role/AWSLambdaKinesisExecutionRole\"\n");
    EXPECT_EQ(unit->find("FRole")->open, "");
}

TEST(ServerlessRole, WhatOtherEventsAddIsOpen) {
    const std::string open = "the transform adds permissions for `Events` at deployment";
    EXPECT_EQ(sam_resource("Function", "{Events: {E: {Type: SelfManagedKafka}}}")->find("FRole")->open, open);
    EXPECT_EQ(sam_resource("Function", "{Events: {E: {Type: SQS, Properties: {DestinationConfig: {}}}}}")->find("FRole")->open, open);
    EXPECT_EQ(sam_resource("Function", "{Events: {E: {Type: SNS, Properties: {SqsSubscription: true}}}}")->find("FRole")->open, open);
    EXPECT_EQ(sam_resource("Function", "{Events: [1]}")->find("FRole")->open, open);
    EXPECT_EQ(sam_resource("Function", "{Events: {E: 1}}")->find("FRole")->open, open);
    EXPECT_EQ(sam_resource("Function", "{EventInvokeConfig: {}}")->find("FRole")->open,
              "the transform adds permissions for `EventInvokeConfig` at deployment");
    EXPECT_EQ(sam_resource("StateMachine", "{Events: {E: {Type: Api}}}")->find("FRole")->open, "");
}

TEST(ServerlessRole, DeadLettersAndTracesMayBeSent) {
    const auto unit = sam_resource("Function", "{Tracing: Active, DeadLetterQueue: {Type: SNS, TargetArn: arn:t}}");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), std::string(kBasic) + "\"arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess\"\n");
    EXPECT_EQ(
        role(*unit, "Policies"),
        R"({"PolicyName":"DeadLetterQueuePolicy","PolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:t"}]}})"
        "\n");
    EXPECT_EQ(role(*sam_resource("Function", "{Tracing: Disabled}"), "ManagedPolicyArns"), kBasic);
    EXPECT_EQ(sam_resource("Function", "{DeadLetterQueue: 1}")->find("FRole")->open,
              "the transform adds permissions for `DeadLetterQueue` at deployment");
    EXPECT_EQ(role(*sam_resource("StateMachine", "{Tracing: {Enabled: true}}"), "ManagedPolicyArns"),
              "\"arn:aws:iam::aws:policy/AWSXrayWriteOnlyAccess\"\n");
}

TEST(ServerlessRole, OfADurableFunctionHasAnotherPolicy) {
    EXPECT_EQ(role(*sam_resource("Function", "{DurableConfig: {ExecutionTimeout: 5}}"), "ManagedPolicyArns"),
              "\"arn:aws:iam::aws:policy/service-role/AWSLambdaBasicDurableExecutionRolePolicy\"\n");
}

TEST(ServerlessRole, AStateMachineWithoutPoliciesHasOneTooThatMayDoNothing) {
    const auto unit = sam_resource("StateMachine", "{}");
    EXPECT_EQ(unit->find("FRole")->type, "AWS::IAM::Role");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), "absent");
}

TEST(ServerlessRole, OfAStateMachineIsAssumedByStepFunctions) {
    const auto unit = sam_resource("StateMachine", "{Policies: [AWSLambdaRole]}");
    EXPECT_EQ(role(*unit, "ManagedPolicyArns"), "\"arn:aws:iam::aws:policy/service-role/AWSLambdaRole\"\n");
    EXPECT_NE(role(*unit, "AssumeRolePolicyDocument").find("states.amazonaws.com"), std::string::npos);
    EXPECT_EQ(shown(*unit->find("F")->properties().find("RoleArn")), "?attribute GetAtt:FRole.Arn");
}

TEST(ServerlessRole, EachHasItsOwnReferencesOnly) {
    const auto unit =
        sam_resource("Function", "{Environment: {Variables: {B: !Ref B}}, Policies: [{Statement: [{Resource: !GetAtt B.Arn}]}]}");
    const auto& function = unit->find("F")->references;
    const auto& role = unit->find("FRole")->references;
    ASSERT_EQ(function.size(), 1U);
    ASSERT_EQ(role.size(), 1U);
    EXPECT_EQ(function[0].attribute, "");
    EXPECT_EQ(role[0].attribute, "Arn");
}

}  // namespace
}  // namespace vouch::cfn
