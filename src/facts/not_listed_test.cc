// SPDX-License-Identifier: Apache-2.0
#include "facts/not_listed.h"

#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

constexpr auto kTrail = "Resources: {Trail: {Type: 'AWS::CloudTrail::Trail', Properties: {S3BucketName: logs}}}";
constexpr std::string_view kWhat = "the bucket is not here";

std::string told(const EstateBuilder& builder) {
    const Estate estate(builder.inventory());
    return not_listed(std::string(kWhat), estate, EstateBuilder::node(estate, "App", "Trail"), "AWS::S3::Bucket");
}

TEST(NotListed, AddsNothingWhereAllOfTheTypeWereListed) {
    EstateBuilder builder;
    builder.stack("App", kTrail, {"1", "eu-west-1", "aws"});
    builder.stand_in("AWS::SNS::Topic", "sns:ListTopics", {"Tags"}, {"1", "eu-west-1", "aws"});
    builder.stand_in("AWS::S3::Bucket", "s3:ListAllMyBuckets", {"Tags"}, {"2", "eu-west-1", "aws"});
    EXPECT_EQ(told(builder), kWhat);
}

TEST(NotListed, SaysWhyNobodyKnowsWhichThereAre) {
    EstateBuilder builder;
    builder.stack("App", kTrail, {"1", "eu-west-1", "aws"});
    builder.stand_in("AWS::S3::Bucket", "s3:ListAllMyBuckets", {"Tags"}, {"1", "us-east-1", "aws"});
    EXPECT_EQ(told(builder), "the bucket is not here: nobody knows which there are: `s3:ListAllMyBuckets` was denied (AccessDenied)");
}

TEST(NotListed, TellsOfTheRegionOfWhoRefersBeforeOthers) {
    EstateBuilder builder;
    builder.stack("App", kTrail, {"1", "eu-west-1", "aws"});
    builder.stand_in("AWS::S3::Bucket", "s3:Elsewhere", {"Tags"}, {"1", "us-east-1", "aws"});
    builder.stand_in("AWS::S3::Bucket", "s3:Here", {"Tags"}, {"1", "eu-west-1", "aws"});
    EXPECT_TRUE(told(builder).ends_with("`s3:Here` was denied (AccessDenied)")) << told(builder);
}

}  // namespace
}  // namespace vouch::facts
