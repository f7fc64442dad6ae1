// SPDX-License-Identifier: Apache-2.0
// Stores under conditions that are not known: the cases of cfn-termination-protection.
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

std::string holds_data(const std::string& resources) {
    EstateBuilder builder;
    builder.stack("App",
                  "Resources:\n"
                  "  Stack: {Type: 'Vouch::Stack', Properties: {TerminationProtection: false}}\n" +
                      resources);
    builder.stack("Other", "Resources: {Elsewhere: {Type: 'AWS::S3::Bucket'}}\n");
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "App", "Stack"), "Stack", "HoldsData");
}

TEST(StackFacts, NameTheDataStoresOfTheOwnTemplate) {
    EXPECT_EQ(holds_data("  Orders: {Type: 'AWS::DynamoDB::Table'}\n  Q: {Type: 'AWS::SQS::Queue'}\n"),
              R"(["`Orders` (AWS::DynamoDB::Table) holds data"])");
    EXPECT_EQ(holds_data("  Q: {Type: 'AWS::SQS::Queue'}\n"), "[]");
}

}  // namespace
}  // namespace vouch::facts
