// SPDX-License-Identifier: Apache-2.0
// Tests for sam.h through resolve().
#include "cfn/sam.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::resolved;
using testing::shown;
using testing::types;

std::shared_ptr<model::Unit> sam(const std::string& resources, const std::string& globals = "{}") {
    return resolved("Transform: AWS::Serverless-2016-10-31\nParameters: {Env: {Type: String, AllowedValues: [a, b]}}\nGlobals: " + globals +
                    "\nResources:\n" + resources);
}

// Property of a resource as text, "absent" where it has none.
std::string property_of(const model::Unit& unit, const std::string& id, const std::string& name) {
    const model::Resource* resource = unit.find(id);
    if (resource == nullptr) return "no " + id;
    const value::Value properties = resource->properties();
    const value::Value* found = properties.find(name);
    return found == nullptr ? "absent" : shown(*found);
}

TEST(Serverless, AFunctionIsALambdaFunctionWithTheGlobalsMergedIn) {
    const auto unit =
        sam("  F: {Type: 'AWS::Serverless::Function', Properties: {Tracing: Active, Tags: {Team: shop}, Environment: {Variables: {A: 1}},"
            " DeadLetterQueue: {Type: SQS, TargetArn: arn}, Layers: [two], FunctionUrlConfig: {AuthType: NONE}}}",
            "{Function: {Runtime: nodejs22.x, Tracing: PassThrough, Layers: [one], Environment: {Variables: {B: 2}}}}");
    EXPECT_EQ(types(*unit), "FRole AWS::IAM::Role\nFUrl AWS::Lambda::Url\nF AWS::Lambda::Function\n");
    EXPECT_EQ(property_of(*unit, "F", "Runtime"), R"("nodejs22.x")");
    EXPECT_EQ(property_of(*unit, "F", "TracingConfig"), R"({"Mode":"Active"})");
    EXPECT_EQ(property_of(*unit, "F", "Tags"), R"([{"Key":"Team","Value":"shop"}])");
    EXPECT_EQ(property_of(*unit, "F", "Layers"), R"(["one","two"])");
    EXPECT_EQ(property_of(*unit, "F", "Environment"), R"({"Variables":{"A":1,"B":2}})");
    EXPECT_EQ(property_of(*unit, "F", "DeadLetterConfig"), R"({"TargetArn":"arn"})");
    EXPECT_EQ(property_of(*unit, "F", "Role"), "?attribute GetAtt:FRole.Arn");
    EXPECT_EQ(property_of(*unit, "F", "Code"), "?intrinsic Serverless(F.Code)");
    EXPECT_EQ(property_of(*unit, "FUrl", "AuthType"), R"("NONE")");
}

TEST(Serverless, OtherTypesBecomeWhatTheTransformMakesOfThem) {
    const auto unit =
        sam("  T: {Type: 'AWS::Serverless::SimpleTable', Properties: {SSESpecification: {SSEEnabled: true}}}\n"
            "  A: {Type: 'AWS::Serverless::Api', Properties: {StageName: Prod, TracingEnabled: true, EndpointConfiguration: PRIVATE}}\n"
            "  H: {Type: 'AWS::Serverless::HttpApi'}\n"
            "  S: {Type: 'AWS::Serverless::StateMachine', Properties: {Logging: {Level: ALL}, Tracing: {Enabled: true}}}\n"
            "  L: {Type: 'AWS::Serverless::LayerVersion', Properties: {LicenseInfo: MIT}}\n"
            "  C: {Type: 'AWS::Serverless::Connector', Properties: {}}\n");
    EXPECT_EQ(types(*unit),
              "T AWS::DynamoDB::Table\nAProdStage AWS::ApiGateway::Stage\nA AWS::ApiGateway::RestApi\n"
              "HApiGatewayDefaultStage AWS::ApiGatewayV2::Stage\nH AWS::ApiGatewayV2::Api\nSRole AWS::IAM::Role\n"
              "S AWS::StepFunctions::StateMachine\n"
              "L AWS::Lambda::LayerVersion\nC AWS::Serverless::Connector\n");
    EXPECT_EQ(property_of(*unit, "L", "LayerName"), "\"L\"");
    EXPECT_EQ(property_of(*unit, "L", "LicenseInfo"), "\"MIT\"");
    ASSERT_EQ(unit->warnings.size(), 2U);
    EXPECT_EQ(unit->warnings[1].message, "what becomes of `C` (AWS::Serverless::Connector) is not judged");
    EXPECT_EQ(property_of(*unit, "T", "BillingMode"), R"("PAY_PER_REQUEST")");
    EXPECT_EQ(property_of(*unit, "T", "SSESpecification"), R"({"SSEEnabled":true})");
    EXPECT_EQ(property_of(*unit, "A", "EndpointConfiguration"), R"({"Types":["PRIVATE"]})");
    EXPECT_EQ(property_of(*unit, "AProdStage", "TracingEnabled"), "true");
    EXPECT_EQ(property_of(*unit, "HApiGatewayDefaultStage", "StageName"), R"("$default")");
    EXPECT_EQ(property_of(*unit, "S", "LoggingConfiguration"), R"({"Level":"ALL"})");
    EXPECT_EQ(property_of(*unit, "S", "StateMachineType"), R"("STANDARD")");
}

TEST(Serverless, StagesAreCalledAfterTheirApiAndTheirName) {
    const auto unit =
        sam("  H: {Type: 'AWS::Serverless::HttpApi', Properties: {StageName: live}}\n"
            "  I: {Type: 'AWS::Serverless::HttpApi', Properties: {StageName: $default}}\n"
            "  A: {Type: 'AWS::Serverless::Api', Properties: {StageName: live}}\n");
    EXPECT_NE(unit->find("HliveStage"), nullptr);
    EXPECT_NE(unit->find("IApiGatewayDefaultStage"), nullptr);
    EXPECT_NE(unit->find("AliveStage"), nullptr);
}

TEST(Serverless, EveryWayInWhichItMayTurnOutIsExpanded) {
    const auto unit = sam("  F: {Type: 'AWS::Serverless::Function', Properties: {Tracing: !Ref Env}}\n");
    const auto& variants = unit->find("F")->variants;
    ASSERT_EQ(variants.size(), 2U);
    EXPECT_EQ(unit->find("FRole")->variants.size(), 2U);
    EXPECT_EQ(shown(*variants[1].body.find("Properties")->find("TracingConfig")), R"({"Mode":"b"})");
}

TEST(Serverless, WithoutTheTransformNothingIsExpanded) {
    EXPECT_EQ(types(*resolved("Resources: {F: {Type: 'AWS::Serverless::Function', Properties: {}}}")), "F AWS::Serverless::Function\n");
}

TEST(Serverless, OddShapesAreLeftAsTheyAre) {
    const auto unit = sam("  F: {Type: 'AWS::Serverless::Function', Properties: [1]}\n  G: {Type: 'AWS::Serverless::Function'}\n", "[7]");
    EXPECT_EQ(types(*unit), "F AWS::Serverless::Function\nGRole AWS::IAM::Role\nG AWS::Lambda::Function\n");
}

}  // namespace
}  // namespace vouch::cfn
