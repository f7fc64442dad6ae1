// SPDX-License-Identifier: Apache-2.0
#include "trail/objects.h"

#include <gtest/gtest.h>

#include "base/digest.h"
#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::switch_record;

TEST(Objects, LogIsHashedUncompressed) {
    Gunzip gunzip;
    const auto hash = hash_log(testing::gzip("{\"Records\":[]}"), gunzip);
    ASSERT_TRUE(hash);
    EXPECT_EQ(hash->sha256, *base::sha256_hex("{\"Records\":[]}"));
    EXPECT_EQ(hash->bytes, 14U);
    EXPECT_FALSE(hash_log("{\"Records\":[]}", gunzip));
}

TEST(Objects, CallsThatSwitchATrailAreFound) {
    const std::string time = "2025-03-01T02:40:00Z";
    const std::string text = R"({"Records":[)" + switch_record("StopLogging", "arn:aws:cloudtrail:r:1:trail/main", time) + "," +
                             switch_record("DescribeTrails", "main", time) + "," +
                             switch_record("UpdateTrail", "main", time, R"(,"enableLogFileValidation":false)") + "]}";
    const auto events = events_of(text);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0], (TrailEvent{"StopLogging", "main", "arn:aws:iam::111122223333:user/ops", testing::at(time), false}));
    EXPECT_TRUE(events[1].validation_off);
}

TEST(Objects, CallsThatFailedAndOtherTextsAreNone) {
    std::string failed = switch_record("StopLogging", "main", "2025-03-01T02:40:00Z");
    failed.insert(1, R"("errorCode":"AccessDenied",)");
    EXPECT_TRUE(events_of(R"({"Records":[)" + failed + "]}").empty());
    for (const char* text :
         {"", "cloudtrail.amazonaws.com", R"(["cloudtrail.amazonaws.com"])", R"({"Records":["cloudtrail.amazonaws.com"]})"})
        EXPECT_TRUE(events_of(text).empty()) << text;
}

TEST(Objects, CallsInALogWithAnotherHashDoNotCount) {
    testing::MemoryObjects objects;
    const std::string text = R"({"Records":[)" + switch_record("StopLogging", "main", "2025-03-01T02:40:00Z") + "]}";
    objects.stored["a"] = {testing::gzip(text)};
    EXPECT_EQ(objects.events(std::vector<ListedLog>{{"a", *base::sha256_hex(text)}, {"b", ""}}).size(), 1U);
    EXPECT_TRUE(objects.events(std::vector<ListedLog>{{"a", std::string(64, '0')}}).empty());
}

}  // namespace
}  // namespace vouch::trail
