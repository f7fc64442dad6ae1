// SPDX-License-Identifier: Apache-2.0
#include "trail/reasons.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;

const Interval kHole{at("2025-03-01T03:00:00Z"), at("2025-03-01T09:00:00Z")};

TrailEvent event(std::string_view name, std::string_view when, bool off = false) {
    return {std::string(name), "main", "arn:ops", at(when), off};
}

std::string reason(Place place, std::vector<TrailEvent> events, bool again = true) {
    return reason_of(kHole, place, again, "main", events);
}

TEST(Reasons, StopBeforeAHoleIsOne) {
    EXPECT_EQ(reason(Place::middle, {event("StopLogging", "2025-03-01T02:40:00Z")}), "StopLogging by arn:ops, 2025-03-01T02:40:00Z");
    EXPECT_EQ(reason(Place::end, {event("DeleteTrail", "2025-03-01T02:40:00Z")}), "DeleteTrail by arn:ops, 2025-03-01T02:40:00Z");
    EXPECT_EQ(reason(Place::end, {event("UpdateTrail", "2025-03-01T02:40:00Z", true)}), "UpdateTrail by arn:ops, 2025-03-01T02:40:00Z");
}

TEST(Reasons, OtherCallsTimesAndTrailsAreNone) {
    EXPECT_EQ(reason(Place::middle, {event("UpdateTrail", "2025-03-01T02:40:00Z")}), "");
    EXPECT_EQ(reason(Place::middle, {event("StopLogging", "2025-02-28T02:40:00Z")}), "");
    EXPECT_EQ(reason(Place::middle, {event("StopLogging", "2025-03-01T08:40:00Z")}), "");
    EXPECT_EQ(reason_of(kHole, Place::middle, true, "another", std::vector{event("StopLogging", "2025-03-01T02:40:00Z")}), "");
    EXPECT_EQ(reason(Place::middle, {}), "");
}

TEST(Reasons, NoneCountsWhereTheChainGoesOn) {
    EXPECT_EQ(reason(Place::middle, {event("StopLogging", "2025-03-01T02:40:00Z")}, false), "");
}

TEST(Reasons, TrailThatWasStartedAgainWasNotOff) {
    EXPECT_EQ(reason(Place::middle, {event("StopLogging", "2025-03-01T02:40:00Z"), event("StartLogging", "2025-03-01T02:45:00Z")}), "");
}

TEST(Reasons, CreationExplainsTheBeginning) {
    EXPECT_EQ(reason(Place::begin, {event("CreateTrail", "2025-03-01T09:10:00Z")}), "CreateTrail by arn:ops, 2025-03-01T09:10:00Z");
    EXPECT_EQ(reason(Place::begin, {event("StopLogging", "2025-03-01T09:10:00Z")}), "");
}

}  // namespace
}  // namespace vouch::trail
