// SPDX-License-Identifier: Apache-2.0
#include "trail/different_calls.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace vouch::trail {
namespace {

Match call(std::string_view name, std::string_view who = "arn:aws:iam::111122223333:user/eve",
           std::string_view time = "2025-03-01T09:05:00Z") {
    Match match;
    match.pattern = 1;
    match.source = "iam.amazonaws.com";
    match.name = name;
    match.principal = who;
    match.time = time;
    return match;
}

TEST(DifferentCalls, TheOneThatCompletesThemIsTheMatch) {
    DifferentCalls calls;
    calls.expect(1, 3);
    std::vector<bool> answers;
    for (const char* name : {"ListUsers", "ListUsers", "ListRoles", "ListRoles", "ListGroups", "ListGroups", "ListPolicies"})
        answers.push_back(calls.is_match(call(name)));
    EXPECT_EQ(answers, (std::vector<bool>{false, false, false, false, true, false, false}));
}

TEST(DifferentCalls, PrincipalsAndHoursAreCountedApart) {
    DifferentCalls calls;
    calls.expect(1, 2);
    EXPECT_FALSE(calls.is_match(call("ListUsers")));
    EXPECT_FALSE(calls.is_match(call("ListRoles", "arn:aws:iam::111122223333:user/alice")));
    EXPECT_FALSE(calls.is_match(call("ListRoles", "arn:aws:iam::111122223333:user/eve", "2025-03-01T10:00:00Z")));
    EXPECT_TRUE(calls.is_match(call("ListGroups", "arn:aws:iam::111122223333:user/eve", "2025-03-01T10:59:59Z")));
    EXPECT_TRUE(calls.is_match(call("ListGroups")));
}

TEST(DifferentCalls, TheSameNameOfTwoServicesIsTwoCalls) {
    DifferentCalls calls;
    calls.expect(1, 2);
    EXPECT_FALSE(calls.is_match(call("ListTags")));
    Match other = call("ListTags");
    other.source = "kms.amazonaws.com";
    EXPECT_TRUE(calls.is_match(other));
}

TEST(DifferentCalls, EventsOfOtherPatternsAreMatches) {
    DifferentCalls calls;
    calls.expect(1, 2);
    Match other = call("ListUsers");
    other.pattern = 0;
    EXPECT_TRUE(calls.is_match(other));
    other.pattern = 7;
    EXPECT_TRUE(calls.is_match(other));
}

TEST(DifferentCalls, WhoeverNamesVeryManyPrincipalsTakesNoMoreMemory) {
    DifferentCalls calls;
    calls.expect(1, 2);
    for (std::size_t i = 0; i < kMostWatched; ++i) calls.is_match(call("ListUsers", fmt::format("user {}", i)));
    EXPECT_FALSE(calls.is_match(call("ListUsers", "one more")));
    EXPECT_FALSE(calls.is_match(call("ListRoles", "one more"))) << "not watched";
    EXPECT_TRUE(calls.is_match(call("ListRoles", "user 7")));
}

}  // namespace
}  // namespace vouch::trail
