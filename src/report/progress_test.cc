// SPDX-License-Identifier: Apache-2.0
#include "report/progress.h"

#include <gtest/gtest.h>

namespace vouch::report {
namespace {

constexpr AuditProgress kHalf{.done = 12, .total = 48, .calls = 310, .throttles = 4, .seconds = 42.4};

TEST(ProgressLine, TellsWhatIsDoneAndHowLongTheRestTakes) {
    EXPECT_EQ(progress_line(kHalf, 100), "12/48 regions x services, 310 calls, 4 throttled, 0:42, about 2:07 left");
    EXPECT_EQ(progress_line({.done = 48, .total = 48, .calls = 1, .throttles = 0, .seconds = 3723}, 100),
              "48/48 regions x services, 1 call, 1:02:03");
}

TEST(ProgressLine, BeforeAnythingIsKnownItPromisesNothing) {
    EXPECT_EQ(progress_line({}, 100), "asking what there is, 0 calls, 0:00");
    EXPECT_EQ(progress_line({.total = 48}, 100), "0/48 regions x services, 0 calls, 0:00");
}

TEST(ProgressLine, WhatMattersLeastGoesFirst) {
    EXPECT_EQ(progress_line(kHalf, 70), "12/48 regions x services, 310 calls, 4 throttled, about 2:07 left");
    EXPECT_EQ(progress_line(kHalf, 60), "12/48 regions x services, 310 calls, about 2:07 left");
    EXPECT_EQ(progress_line(kHalf, 24), "12/48 regions x services");
    EXPECT_EQ(progress_line(kHalf, 10), "12/48");
    for (int width = -1; width < 120; ++width)
        EXPECT_LE(progress_line(kHalf, width).size(), static_cast<std::size_t>(std::max(0, width))) << width;
}

TEST(ProgressLine, NumbersThatCannotBeAreNoTrouble) {
    EXPECT_EQ(progress_line({.done = 9, .total = 2, .calls = 0, .throttles = 0, .seconds = -5}, 80),
              "2/2 regions x services, 0 calls, 0:00");
    EXPECT_LE(progress_line({.done = 1, .total = SIZE_MAX, .calls = SIZE_MAX, .throttles = SIZE_MAX, .seconds = 1e300}, 80).size(), 80U);
}

}  // namespace
}  // namespace vouch::report
