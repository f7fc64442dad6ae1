// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

TEST(Secret, InClearTextNamesTheVariableAndNotTheSecret) {
    EstateBuilder builder;
    builder.stack("App", R"({"Resources": {
        "Task": {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": [
            {"Environment": [{"Name": "DATABASE_URL", "Value": "postgres://app:hunter2@db"}, {"Name": "STAGE", "Value": "prod"}]}]}},
        "Clean": {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"TABLE": {"Fn::Unknown": "why"}}}}},
        "Host": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": "QUtJQUlPU0ZPRE5ON0VYQU1QTEU="}},
        "Parts": {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::Join": ["", ["AKIAIOSFODNN7EXAMPLE ", {"Ref": "Host"}]]}}},
        "Bare": {"Type": "AWS::EC2::Instance"}}})");
    const Estate estate(builder.inventory());
    const auto fact = [&](const std::string& id) {
        return fact_of(estate, EstateBuilder::node(estate, "App", id), "Secret", "InClearText");
    };
    EXPECT_EQ(fact("Task"), R"json(["a password in a URL stands in `DATABASE_URL` (hidden)"])json");
    EXPECT_EQ(fact("Clean"), "[]");
    EXPECT_EQ(fact("Host"), R"json(["an access key of AWS stands in `UserData` (hidden)"])json");
    EXPECT_EQ(fact("Parts"), R"json(["an access key of AWS stands in `UserData` (hidden)"])json");
    EXPECT_EQ(fact("Bare"), "[]");
}

}  // namespace
}  // namespace vouch::facts
