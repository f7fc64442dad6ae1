// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

using namespace std::chrono_literals;

TEST(Clock, TimesAreWrittenInUtcWithMilliseconds) {
    const Time time = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 9h + 5min + 7ms;
    EXPECT_EQ(to_string(time), "2026-01-31T09:05:00.007Z");
    EXPECT_EQ(to_string(Time()), "1970-01-01T00:00:00.000Z");
}

TEST(Clock, FixedClockStandsStillUntilSet) {
    FixedClock clock{Time(5ms)};
    EXPECT_EQ(clock.now(), Time(5ms));
    clock.set(Time(6ms));
    EXPECT_EQ(clock.now(), Time(6ms));
}

TEST(Clock, SystemClockIsPastTheDayThisWasWritten) {
    EXPECT_GT(SystemClock().now(), Time(std::chrono::sys_days(std::chrono::year(2024) / 1 / 1)));
}

}  // namespace
}  // namespace vouch::base
