// SPDX-License-Identifier: Apache-2.0
#include "trail/log_gaps.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;

const Time kBegin = at("2025-03-01T00:00:00Z");
constexpr std::chrono::hours kOneHour{1};

// Logs in every hour of a day but those from `from` to before `to`.
void deliver(DeliveredHours& hours, const std::string& account, const std::string& region, int from = 24, int to = 24) {
    for (int i = 0; i < 24; ++i)
        if (i < from || i >= to) hours.add(account, region, kBegin + i * kOneHour + std::chrono::minutes(5));
}

DeliveredHours day() { return DeliveredHours({kBegin, kBegin + 24 * kOneHour}); }

TEST(DeliveredHours, AnHourWithoutALogIsAGapWhereOthersHaveSome) {
    DeliveredHours hours = day();
    deliver(hours, "111111111111", "eu-west-1", 10, 12);
    deliver(hours, "111111111111", "us-east-1");
    ASSERT_EQ(hours.gaps().size(), 1U);
    EXPECT_EQ(hours.gaps()[0], (LogGap{"111111111111",
                                       "eu-west-1",
                                       {kBegin + 10 * kOneHour, kBegin + 12 * kOneHour},
                                       "the account has logs of 1 other region of that time"}));
    EXPECT_TRUE(hours.quiet().empty());
}

TEST(DeliveredHours, ALogThatEndsIsAGapToTheEnd) {
    DeliveredHours hours = day();
    deliver(hours, "111111111111", "eu-west-1", 20, 24);
    ASSERT_EQ(hours.gaps().size(), 1U);
    EXPECT_EQ(hours.gaps()[0].when, (Interval{kBegin + 20 * kOneHour, kBegin + 24 * kOneHour}));
    EXPECT_EQ(hours.gaps()[0].why, "the hours around it have logs");
}

TEST(DeliveredHours, AQuietRegionHasNoGaps) {
    DeliveredHours hours = day();
    deliver(hours, "111111111111", "eu-west-1");
    hours.add("111111111111", "eu-west-3", kBegin + 3 * kOneHour);
    EXPECT_TRUE(hours.gaps().empty());
    EXPECT_EQ(hours.quiet(), (std::vector<std::string>{"111111111111 eu-west-3"}));
}

TEST(DeliveredHours, AnAccountWithoutLogsOfARegionThatOthersHaveIsAGap) {
    DeliveredHours hours = day();
    deliver(hours, "111111111111", "eu-west-1");
    deliver(hours, "222222222222", "eu-west-1");
    deliver(hours, "333333333333", "us-east-1");
    ASSERT_EQ(hours.gaps().size(), 1U);
    EXPECT_EQ(hours.gaps()[0].account, "333333333333");
    EXPECT_EQ(hours.gaps()[0].region, "eu-west-1");
    EXPECT_EQ(hours.gaps()[0].why, "2 of 3 accounts have logs of that region");
}

TEST(DeliveredHours, LogsOfAnotherTimeCountForNothing) {
    DeliveredHours hours = day();
    hours.add("111111111111", "eu-west-1", kBegin - kOneHour);
    hours.add("111111111111", "eu-west-1", kBegin + 24 * kOneHour);
    EXPECT_TRUE(hours.gaps().empty());
    EXPECT_TRUE(hours.quiet().empty());
    EXPECT_TRUE(DeliveredHours({kBegin, kBegin}).gaps().empty());
}

}  // namespace
}  // namespace vouch::trail
