// SPDX-License-Identifier: Apache-2.0
// The analyser Rotation.
#include <string>

#include <gtest/gtest.h>

#include "facts/facts.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

std::string schedules(const std::string& resources) {
    EstateBuilder builder;
    builder.stack("App", "Resources:\n  S: {Type: 'AWS::SecretsManager::Secret', Properties: {}}\n" + resources);
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "App", "S"), "Rotation", "Schedules");
}

constexpr auto kAttachment = "  A: {Type: 'AWS::SecretsManager::SecretTargetAttachment', Properties: {SecretId: {Ref: S}, TargetId: db}}\n";

std::string schedule(const std::string& of) {
    return "  R: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: {Ref: " + of + "}}}\n";
}

TEST(Rotation, ASecretThatNoScheduleNamesHasNone) {
    EXPECT_EQ(schedules(""), "[]");
    EXPECT_EQ(schedules(kAttachment), "[]");
    EXPECT_EQ(schedules("  R: {Type: 'AWS::SecretsManager::RotationSchedule', Properties: {SecretId: x, RotationLambdaARN: {Ref: S}}}\n"),
              "[]");
}

TEST(Rotation, AScheduleNamesTheSecretOrItsAttachment) {
    EXPECT_EQ(schedules(schedule("S")), R"(["`R` rotates it"])");
    EXPECT_EQ(schedules(kAttachment + schedule("A")), R"(["`R` rotates it by way of the attachment `A`"])");
}

}  // namespace
}  // namespace vouch::facts
