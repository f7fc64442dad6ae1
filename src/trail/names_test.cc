// SPDX-License-Identifier: Apache-2.0
#include "trail/names.h"

#include <gtest/gtest.h>

namespace vouch::trail {
namespace {

constexpr const char* kDigest =
    "bucket/some/prefix/AWSLogs/o-a1b2c3d4e5/111122223333/CloudTrail-Digest/eu-west-1/2025/03/01/"
    "111122223333_CloudTrail-Digest_eu-west-1_my_trail.v2_us-east-1_20250301T090507Z.json.gz";

TEST(Names, DigestOfAnOrganizationIsTakenApart) {
    const auto name = parse_digest_name(kDigest);
    ASSERT_TRUE(name);
    EXPECT_EQ(name->organization, "o-a1b2c3d4e5");
    EXPECT_EQ(name->account, "111122223333");
    EXPECT_EQ(name->region, "eu-west-1");
    EXPECT_EQ(name->trail, "my_trail.v2");
    EXPECT_EQ(name->home, "us-east-1");
    EXPECT_EQ(to_string(name->end), "2025-03-01T09:05:07Z");
    EXPECT_FALSE(name->backfill);
}

TEST(Names, BackfillDigestIsTold) {
    const auto name = parse_digest_name(
        "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2025/03/01/"
        "111122223333_CloudTrail-Digest_eu-west-1_t_eu-west-1_20250301T090507Z_backfill.json.gz");
    ASSERT_TRUE(name);
    EXPECT_TRUE(name->backfill);
    EXPECT_EQ(name->trail, "t");
}

TEST(Names, FoldersAndFileMustAgree) {
    const std::string good = kDigest;
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    for (const std::string& bad :
         {with("/111122223333_", "/999922223333_"), with("_eu-west-1_my", "_eu-west-2_my"), with("/2025/03", "/2025/3"),
          with(".json.gz", ".json"), with("T090507Z", "T0905Z"), with("AWSLogs", "Logs"), with("o-a1b2c3d4e5/", "o-x/"),
          with("_20250301T090507Z", "_99990301T090507Z"), with("my_trail.v2_us-east-1_", ""), with("CloudTrail-Digest/", "CloudTrail/")})
        EXPECT_FALSE(parse_digest_name(bad)) << bad;
}

TEST(Names, LogIsTakenApart) {
    const auto name = parse_log_name(
        "b/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/01/111122223333_CloudTrail_eu-west-1_20250301T0905Z_AbC123.json.gz");
    ASSERT_TRUE(name);
    EXPECT_EQ(to_string(name->time), "2025-03-01T09:05:00Z");
    EXPECT_FALSE(parse_log_name(
        "b/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/01/111122223333_CloudTrail_eu-west-1_20250301T0905Z_a-b.json.gz"));
    EXPECT_FALSE(parse_log_name(kDigest));
    EXPECT_FALSE(parse_log_name(""));
}

TEST(Names, BelowLogsStaysWhereverABucketIsCopiedTo) {
    EXPECT_EQ(below_logs("b/p/AWSLogs/1/x"), "AWSLogs/1/x");
    EXPECT_EQ(below_logs("AWSLogs/1/x"), "AWSLogs/1/x");
    EXPECT_EQ(below_logs("b/NotAWSLogs/1"), "b/NotAWSLogs/1");
}

}  // namespace
}  // namespace vouch::trail
