// SPDX-License-Identifier: Apache-2.0
// Times as AWS writes them.
#include "aws/time.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

using namespace std::chrono_literals;

constexpr base::Time kTime = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 9h + 5min;

TEST(CompactTime, HasNoSeparatorsAndNoFraction) { EXPECT_EQ(compact_time(kTime + 7s + 999ms), "20260131T090507Z"); }

TEST(ParseTime, EverySpellingOfTheSameMomentIsRead) {
    for (const char* text : {"2026-01-31T09:05:00Z", "2026-01-31T09:05:00UTC", "2026-01-31T09:05:00.000Z", "2026-01-31T10:05:00+01:00",
                             "2026-01-31T04:05:00-0500", "2026-01-31T09:05:00.000000+00:00"})
        EXPECT_EQ(parse_time(text), kTime) << text;
    EXPECT_EQ(parse_time("2026-01-31T09:05:00.25Z"), kTime + 250ms);
}

TEST(ParseTime, OtherTextIsNoTime) {
    for (const char* text :
         {"", "2026-01-31", "2026-01-31T09:05:00", "2026-02-30T09:05:00Z", "2026-01-31T24:05:00Z", "2026-01-31T09:05:00Zx",
          "-026-01-31T09:05:00Z", "2026-01-31T09:05:00+99:00", "2026-1-31T09:05:00Z", "20260131T090500Z"})
        EXPECT_FALSE(parse_time(text)) << text;
}

TEST(ParseHttpDate, DateHeaderIsReadAndOtherTextIsNot) {
    EXPECT_EQ(parse_http_date("Sat, 31 Jan 2026 09:05:00 GMT"), kTime);
    for (const char* text : {"", "Sat, 31 Foo 2026 09:05:00 GMT", "Sat, 31 Jan 2026 09:05:00", "2026-01-31T09:05:00Z"})
        EXPECT_FALSE(parse_http_date(text)) << text;
}

}  // namespace
}  // namespace vouch::aws
