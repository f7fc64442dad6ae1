// SPDX-License-Identifier: Apache-2.0
#include "trail/times.h"

#include <gtest/gtest.h>

namespace vouch::trail {
namespace {

TEST(Times, OneFormOfDigestsIsRead) {
    ASSERT_TRUE(parse_time("2025-03-01T09:05:07Z"));
    EXPECT_EQ(to_string(*parse_time("2025-03-01T09:05:07Z")), "2025-03-01T09:05:07Z");
    for (const char* text : {"", "2025-03-01T09:05:07", "2025-03-01 09:05:07Z", "2025-02-30T00:00:00Z", "2025-03-01T24:00:00Z",
                             "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "2025-03-01T09:05:7xZ", "-025-03-01T09:05:07Z"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(Times, OffsetsFractionsAndDaysAreReadWhereAPersonWrites) {
    EXPECT_EQ(parse_any_time("2025-03-01T10:05:07+01:00"), parse_time("2025-03-01T09:05:07Z"));
    EXPECT_EQ(parse_any_time("2025-03-01T09:05:07.123456Z"), parse_time("2025-03-01T09:05:07Z"));
    EXPECT_EQ(parse_any_time("2025-03-01"), parse_time("2025-03-01T00:00:00Z"));
    for (const char* text : {"yesterday", "2025-03-01T09:05:07", "2025-03-01T09:05:07+99:00", "2025-3-1"})
        EXPECT_FALSE(parse_any_time(text)) << text;
}

TEST(Times, NamesHaveSecondsOrNot) {
    EXPECT_EQ(parse_compact_time("20250301T090507Z"), parse_time("2025-03-01T09:05:07Z"));
    EXPECT_EQ(parse_compact_time("20250301T0905Z"), parse_time("2025-03-01T09:05:00Z"));
    for (const char* text : {"20250301T09050Z", "20251301T0905Z", "20250301T0960Z", "00010101T0000Z"})
        EXPECT_FALSE(parse_compact_time(text)) << text;
}

TEST(Times, LengthsAreToldInWords) {
    EXPECT_EQ(in_words(std::chrono::seconds(5)), "5 s");
    EXPECT_EQ(in_words(std::chrono::minutes(30)), "30 min");
    EXPECT_EQ(in_words(std::chrono::minutes(150)), "2 h 30 min");
    EXPECT_EQ(in_words(std::chrono::hours(52)), "2 d 4 h");
}

TEST(Times, WhatNoPartCoversIsLeft) {
    const Time zero = *parse_time("2025-03-01T00:00:00Z");
    const auto hour = [&](int count) { return zero + std::chrono::hours(count); };
    const Interval whole{hour(0), hour(10)};
    EXPECT_TRUE(uncovered(whole, {{hour(4), hour(12)}, {hour(0), hour(5)}}).empty());
    EXPECT_EQ(uncovered(whole, {{hour(1), hour(2)}, {hour(1), hour(3)}, {hour(5), hour(9)}}),
              (std::vector<Interval>{{hour(0), hour(1)}, {hour(3), hour(5)}, {hour(9), hour(10)}}));
    EXPECT_EQ(uncovered(whole, {{hour(11), hour(12)}}), std::vector<Interval>{whole});
    EXPECT_EQ(uncovered(whole, {}), std::vector<Interval>{whole});
    EXPECT_TRUE(uncovered({hour(3), hour(3)}, {}).empty());
}

}  // namespace
}  // namespace vouch::trail
