// SPDX-License-Identifier: Apache-2.0
#include "report/cloud_place.h"

#include <gtest/gtest.h>

namespace vouch::report {
namespace {

TEST(CloudPlace, WhatIsGlobalStandsWhereThePartitionKeepsIt) {
    model::Unit unit;
    EXPECT_EQ(cloud_place(unit).account, "000000000000");
    EXPECT_EQ(cloud_place(unit).region, "us-east-1");
    unit.environment = {"123456789012", "global", "aws-cn"};
    EXPECT_EQ(cloud_place(unit).region, "cn-north-1");
    unit.environment = {"123456789012", "eu-west-1", "aws"};
    EXPECT_EQ(cloud_place(unit).region, "eu-west-1");
}

TEST(Milliseconds, OfATimeOrZero) {
    EXPECT_EQ(milliseconds("2026-01-01T00:00:00.000Z"), 1'767'225'600'000);
    EXPECT_EQ(milliseconds("2026-01-01T00:00:01.250Z"), 1'767'225'601'250);
    EXPECT_EQ(milliseconds("1970-01-01T00:00:01Z"), 1000);
    for (const std::string_view wrong : {"", "2026", "2026-13-01T00:00:00.000Z", "2026-01-01 00:00:00.000Z", "2026-0x-01T00:00:00.000Z"})
        EXPECT_EQ(milliseconds(wrong), 0) << wrong;
}

TEST(Limited, CutsBetweenCharactersAndIsNeverEmpty) {
    EXPECT_EQ(limited("abc", 3), "abc");
    EXPECT_EQ(limited("abcdef", 5), "ab...");
    EXPECT_EQ(limited("a\xc3\xa4\xc3\xa4\xc3\xa4", 5), "a...");
    EXPECT_EQ(limited("  ", 5), "-");
    EXPECT_EQ(limited("", 5), "-");
    EXPECT_EQ(limited("a\x1b", 9), "a\\u{1b}");
}

}  // namespace
}  // namespace vouch::report
