// SPDX-License-Identifier: Apache-2.0
#include "aws/protocol/detail/timestamp.h"

#include <gtest/gtest.h>

namespace vouch::aws::detail {
namespace {

std::string iso(std::string_view text) {
    const auto time = read_time(text);
    return time ? write_time(*time, TimeFormat::iso8601) : "none";
}

TEST(ReadTime, EverySpellingOfAnInstantIsThatInstant) {
    for (const std::string_view text :
         {"2014-04-29T18:30:38Z", "2014-04-29T18:30:38+00:00", "2014-04-29T20:30:38+0200", "2014-04-29 18:30:38",
          "2014-04-29T17:30:38-01:00", "Tue, 29 Apr 2014 18:30:38 GMT", "1398796238", "1398796238.0", "1.398796238E9"})
        EXPECT_EQ(iso(text), "2014-04-29T18:30:38Z") << text;
}

TEST(ReadTime, FractionsAreKeptToTheMillisecond) {
    EXPECT_EQ(iso("2014-04-29T18:30:38.5Z"), "2014-04-29T18:30:38.500Z");
    EXPECT_EQ(iso("2014-04-29T18:30:38.123999Z"), "2014-04-29T18:30:38.123Z");
    EXPECT_EQ(iso("1398796238.25"), "2014-04-29T18:30:38.250Z");
    EXPECT_EQ(iso("Sun, 02 Jan 2000 20:34:56.456 GMT"), "2000-01-02T20:34:56.456Z");
}

TEST(ReadTime, BareDateIsItsFirstMoment) { EXPECT_EQ(iso("2014-04-29"), "2014-04-29T00:00:00Z"); }

TEST(ReadTime, WhatIsNoTimeIsNone) {
    for (const std::string_view text :
         {"", "x", "2014-02-30T00:00:00Z", "2014-04-29T24:00:00Z", "2014-04-29T18:30:38Zx", "2014-04-29T18:30:38.Z",
          "Tue, 29 Foo 2014 18:30:38 GMT", "1e300", "nan", "inf", "-1e12", "2014-04-29T", "2014-13-01", "12 ", "2014-04-29T18:30:38+25:00"})
        EXPECT_EQ(iso(text), "none") << text;
    EXPECT_FALSE(read_time(std::string(1000, '1')));
}

TEST(WriteTime, FormatsAreThoseOfTheProtocols) {
    const base::Time time = *read_time("2000-01-02T20:34:56Z");
    EXPECT_EQ(write_time(time, TimeFormat::unix_seconds), "946845296");
    EXPECT_EQ(write_time(time, TimeFormat::rfc822), "Sun, 02 Jan 2000 20:34:56 GMT");
    EXPECT_EQ(write_time(time + std::chrono::milliseconds(7), TimeFormat::unix_seconds), "946845296.007");
}

}  // namespace
}  // namespace vouch::aws::detail
