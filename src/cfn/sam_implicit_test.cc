// SPDX-License-Identifier: Apache-2.0
// Tests for sam_implicit.h through resolve().
#include "cfn/sam_implicit.h"

#include <string>

#include <gtest/gtest.h>

#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::types;

std::shared_ptr<model::Unit> sam_beside(const std::string& resources, const std::string& sections = "") {
    return resolved("Transform: AWS::Serverless-2016-10-31\n" + sections + "Resources:\n" + resources);
}

std::string function(const std::string& id, const std::string& event, const std::string& more = "") {
    return "  " + id + ": {Type: 'AWS::Serverless::Function', " + more + "Properties: {Role: r, Events: {E: " + event + "}}}\n";
}

TEST(ImplicitApis, EventsThatNameNoApiGetOneWithTheGlobalsOfApis) {
    const auto unit = sam_beside(function("F", "{Type: Api, Properties: {Path: /, Method: get}}") + function("G", "{Type: HttpApi}"),
                                 "Globals: {Api: {TracingEnabled: true}}\n");
    EXPECT_EQ(types(*unit),
              "F AWS::Lambda::Function\nG AWS::Lambda::Function\nServerlessRestApiProdStage AWS::ApiGateway::Stage\n"
              "ServerlessRestApi AWS::ApiGateway::RestApi\nServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage\n"
              "ServerlessHttpApi AWS::ApiGatewayV2::Api\n");
    EXPECT_NE(unit->find("ServerlessRestApiProdStage")->properties().find("TracingEnabled"), nullptr);
    EXPECT_EQ(unit->find("ServerlessRestApi")->position, unit->find("F")->position);
    EXPECT_EQ(problems(*unit), "");
}

TEST(ImplicitApis, EventsThatNameAnApiAndOtherEventsGetNone) {
    const std::string lambda = "F AWS::Lambda::Function\n";
    EXPECT_EQ(types(*sam_beside(function("F", "{Type: Api, Properties: {RestApiId: x}}"))), lambda);
    EXPECT_EQ(types(*sam_beside(function("F", "{Type: HttpApi, Properties: {ApiId: x}}"))), lambda);
    EXPECT_EQ(types(*sam_beside(function("F", "{Type: SQS, Properties: {Queue: x}}"))), lambda);
    EXPECT_EQ(types(*sam_beside(function("F", "[1]"))), lambda);
}

TEST(ImplicitApis, OneThatTheTemplateWritesItselfStays) {
    const auto unit = sam_beside(function("F", "{Type: HttpApi}") + "  ServerlessHttpApi: {Type: 'AWS::Serverless::HttpApi'}\n");
    EXPECT_EQ(types(*unit),
              "F AWS::Lambda::Function\nServerlessHttpApiApiGatewayDefaultStage AWS::ApiGatewayV2::Stage\n"
              "ServerlessHttpApi AWS::ApiGatewayV2::Api\n");
}

TEST(ImplicitApis, ExistsWhenAFunctionThatAsksForItDoes) {
    const std::string sections = "Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, x]}\n";
    const std::string open = function("F", "{Type: HttpApi}", "Condition: C, ");
    EXPECT_NE(sam_beside(open, sections)->find("ServerlessHttpApi")->uncertain, "");
    EXPECT_EQ(sam_beside(open + function("G", "{Type: HttpApi}"), sections)->find("ServerlessHttpApi")->uncertain, "");
}

TEST(ImplicitApis, WithoutTheTransformThereAreNone) {
    EXPECT_EQ(types(*resolved("Resources:\n" + function("F", "{Type: HttpApi}"))), "F AWS::Serverless::Function\n");
}

}  // namespace
}  // namespace vouch::cfn
