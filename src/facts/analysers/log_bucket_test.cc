// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

constexpr auto kBlocked = "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true}";

// Exposed of a trail that writes to `name`, beside a bucket `Logs` with that block.
EstateBuilder estate_of(const std::string& name, const std::string& block = kBlocked) {
    EstateBuilder builder;
    builder.stack("App", "Resources:\n  Trail: {Type: 'AWS::CloudTrail::Trail', Properties: {S3BucketName: " + name +
                             "}}\n  Logs: {Type: 'AWS::S3::Bucket', Properties: {PublicAccessBlockConfiguration: " + block + "}}\n");
    return builder;
}
std::string left_exposed(const EstateBuilder& builder) {
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, "App", "Trail"), "LogBucket", "Exposed");
}

TEST(LogBucket, IsExposedAsFarAsItsBlockLeavesItOpen) {
    EXPECT_EQ(left_exposed(estate_of("{Ref: Logs}")), "[]");
    const std::string open =
        left_exposed(estate_of("{Ref: Logs}", "{BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true}"));
    EXPECT_EQ(open, R"(["bucket Logs: RestrictPublicBuckets of its public access block is not on"])");
}

TEST(LogBucket, ThatIsNotKnownNamesWhatWasDenied) {
    const std::string unlisted = left_exposed(estate_of("elsewhere"));
    EXPECT_TRUE(unlisted.contains("Vouch::Unknown") && !unlisted.contains("denied")) << unlisted;
    EstateBuilder denied = estate_of("elsewhere");
    denied.stand_in("AWS::S3::Bucket", "s3:ListAllMyBuckets", {"BucketName"});
    EXPECT_TRUE(left_exposed(denied).contains("`s3:ListAllMyBuckets` was denied")) << left_exposed(denied);
    const std::string unread = left_exposed(estate_of("{Fn::Denied: t:Get}"));
    EXPECT_TRUE(unread.contains("which bucket it writes to is not known: `t:Get` was denied")) << unread;
    const std::string block = left_exposed(estate_of("{Ref: Logs}", "{Fn::Denied: s3:GetBlock}"));
    EXPECT_TRUE(block.contains("`s3:GetBlock` was denied")) << block;
}

TEST(LogBucket, OfADeliveryChannelNamesWhatWasDenied) {
    EstateBuilder builder;
    builder.stack("App", "Resources: {Channel: {Type: 'AWS::Config::DeliveryChannel', Properties: {S3BucketName: {Fn::Denied: c:Get}}}}");
    const Estate estate(builder.inventory());
    const std::string allows = fact_of(estate, 0, "LogBucket", "AllowsConfig");
    EXPECT_TRUE(allows.contains("`c:Get` was denied")) << allows;
}

}  // namespace
}  // namespace vouch::facts
