// SPDX-License-Identifier: Apache-2.0
#include "collect/answer.h"

#include <gtest/gtest.h>

#include "collect/line.h"

namespace vouch::collect {
namespace {

const std::set<std::string, std::less<>> kDenied{"AccessDenied", "UnauthorizedOperation"};

Call call() {
    Call made;
    made.service = "s3";
    made.operation = "GetBucketPolicy";
    made.actions = {"s3:GetBucketPolicy"};
    made.absent = {"NoSuchBucketPolicy"};
    return made;
}

TEST(OutcomeOf, TableTellsAbsentFromDeniedFromFailed) {
    EXPECT_EQ(outcome_of(call(), "NoSuchBucketPolicy", 404, kDenied), Outcome::absent);
    EXPECT_EQ(outcome_of(call(), "AccessDenied", 403, kDenied), Outcome::denied);
    EXPECT_EQ(outcome_of(call(), "NoSuchBucket", 404, kDenied), Outcome::failed);
    EXPECT_EQ(outcome_of(call(), "InternalError", 500, kDenied), Outcome::failed);
}

TEST(OutcomeOf, WhatARegionDoesNotHaveIsAbsent) { EXPECT_EQ(outcome_of(call(), kNotInRegion, 0, kDenied), Outcome::absent); }

TEST(OutcomeOf, PrefixesOfCodesAreTakenOff) {
    EXPECT_EQ(outcome_of(call(), "Client.UnauthorizedOperation", 403, kDenied), Outcome::denied);
    EXPECT_EQ(outcome_of(call(), "com.amazonaws.s3#NoSuchBucketPolicy", 404, kDenied), Outcome::absent);
}

// Wrong or expired credentials come with 403 too, and no permission would settle that.
TEST(OutcomeOf, StatusOnlyCountsWithoutACode) {
    EXPECT_EQ(outcome_of(call(), "", 403, kDenied), Outcome::denied);
    EXPECT_EQ(outcome_of(call(), "InvalidClientTokenId", 403, kDenied), Outcome::failed);
    EXPECT_EQ(outcome_of(call(), "", 500, kDenied), Outcome::failed);
}

TEST(ActionOf, MessageNamesItElseTheTable) {
    EXPECT_EQ(action_of(call(), "User: x is not authorized to perform: s3:GetBucketAcl on resource: y"), "s3:GetBucketAcl");
    EXPECT_EQ(action_of(call(), "Access Denied"), "s3:GetBucketPolicy");
    EXPECT_EQ(action_of(call(), "not authorized to perform: \x1b[2J:x"), "s3:GetBucketPolicy");
}

TEST(RefusedBy, MessageTellsWhoSaidNo) {
    EXPECT_EQ(refused_by("... with an explicit deny in a service control policy"), "a service control policy");
    EXPECT_EQ(refused_by("... because no permissions boundary allows the s3:X action"), "a permissions boundary");
    EXPECT_EQ(refused_by("... because no identity-based policy allows the s3:X action"), "no policy allows it");
    EXPECT_EQ(refused_by("Access Denied"), "");
}

}  // namespace
}  // namespace vouch::collect
