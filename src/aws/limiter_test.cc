// SPDX-License-Identifier: Apache-2.0
#include "aws/limiter.h"

#include <vector>

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

// Answers at a given distance from each other, and what the client rate limiter of botocore 1.43.11 made of them.
struct Step {
    double after;
    bool throttled;
    bool on;
    double measured;
    double rate;
};
const std::vector<Step> kSteps{
    {0.1, false, false, 0, 0.5},
    {0.1, false, false, 0, 0.5},
    {0.1, false, false, 4.800000000000001, 0.5},
    {0.1, true, true, 4.800000000000001, 3.3600000000000003},
    {0.05, false, true, 4.800000000000001, 3.4963873784877104},
    {0.3, false, true, 4.800000000000001, 4.13840167245084},
    {0.2, false, true, 7.36, 4.420496937985147},
    {0.4, true, true, 3.072, 2.1504},
    {0.1, true, true, 3.072, 1.5052799999999997},
    {1, false, true, 2.2144, 2.1483390330105934},
    {1, false, true, 1.24288, 2.376875424974971},
    {2, false, true, 0.6485759999999999, 1.2971519999999999},
    {0.5, false, true, 1.7297152, 3.4594304},
    {0.5, true, true, 1.94594304, 1.362160128},
    {3, false, true, 0.6558552746666666, 1.3117105493333332},
    {3, false, true, 0.39783772159999997, 0.7956754431999999},
};

TEST(Limiter, FollowsTheSdkStepByStep) {
    double now = 100.25;
    Limiter limiter(adaptive(), Seconds(now));
    for (std::size_t i = 0; i < kSteps.size(); ++i) {
        now += kSteps[i].after;
        limiter.answered(kSteps[i].throttled, Seconds(now));
        EXPECT_EQ(limiter.on(), kSteps[i].on) << "step " << i;
        EXPECT_NEAR(limiter.measured(), kSteps[i].measured, 1e-9) << "step " << i;
        EXPECT_NEAR(limiter.rate(), kSteps[i].rate, 1e-9) << "step " << i;
    }
}

TEST(Limiter, HoldsNobodyBeforeTheFirstThrottle) {
    Limiter limiter(adaptive(), Seconds(0));
    for (int i = 0; i < 1000; ++i) {
        EXPECT_TRUE(limiter.acquire(Seconds(0)));
        limiter.answered(false, Seconds(0.01));
    }
    EXPECT_FALSE(limiter.on());
    EXPECT_EQ(limiter.wait(Seconds(0.01)).count(), 0);
}

// Ten requests a second for two seconds, then a throttle.
Limiter throttled_at_ten(const LimiterRules& rules) {
    Limiter limiter(rules, Seconds(0));
    for (int i = 1; i <= 20; ++i) limiter.answered(false, Seconds(i * 0.1));
    limiter.answered(true, Seconds(2.05));
    return limiter;
}

TEST(Limiter, SpacesRequestsAtTheRateItLearned) {
    Limiter limiter = throttled_at_ten(adaptive());
    ASSERT_TRUE(limiter.on());
    double rate = limiter.rate();
    EXPECT_NEAR(rate, 0.7 * limiter.measured(), 1e-9);
    EXPECT_NEAR(rate, 7, 0.7);
    int sent = 0;
    double now = 2.05;
    for (double end = now + 10; now < end;) {
        if (limiter.acquire(Seconds(now)))
            ++sent;
        else
            now += limiter.wait(Seconds(now)).count() + 1e-9;
    }
    EXPECT_NEAR(sent, rate * 10, rate + 1);  // and what one bucket holds
}

TEST(Limiter, GrowsBeyondTheOldRateOnlyAfterTheCurveIsFlat) {
    Limiter limiter = throttled_at_ten(adaptive());
    double low = limiter.rate();
    double before = limiter.measured();
    double now = 2.05;
    while (now < 3) limiter.answered(false, Seconds(now += 0.05));
    EXPECT_GT(limiter.rate(), low);
    EXPECT_LE(limiter.rate(), before);
    while (now < 6) limiter.answered(false, Seconds(now += 0.05));
    EXPECT_GT(limiter.rate(), before);
}

TEST(Limiter, NeverGoesBelowItsLeastRate) {
    for (const LimiterRules* rules : {&adaptive(), &pacing()}) {
        Limiter limiter(*rules, Seconds(0));
        for (int i = 1; i < 100; ++i) limiter.answered(true, Seconds(i * 0.25));
        EXPECT_GE(limiter.rate(), rules->least);
        EXPECT_LE(limiter.wait(Seconds(25)).count(), 1 / rules->least);
    }
}

TEST(Limiter, PacingKnowsTheRateOfABurstInItsFirstHalfSecond) {
    Limiter sdk(adaptive(), Seconds(0));
    Limiter ours(pacing(), Seconds(0));
    for (int i = 1; i <= 9; ++i) {
        sdk.answered(false, Seconds(i * 0.01));
        ours.answered(false, Seconds(i * 0.01));
    }
    sdk.answered(true, Seconds(0.1));
    ours.answered(true, Seconds(0.1));
    EXPECT_DOUBLE_EQ(sdk.rate(), 0.5);
    EXPECT_DOUBLE_EQ(ours.rate(), 0.7 * 20);
}

TEST(Lanes, EveryAccountRegionAndServiceHasItsOwn) {
    Lanes lanes(pacing());
    Lane& first = lanes.lane("111122223333", "eu-west-1", "ec2", Seconds(0));
    first.limiter.answered(true, Seconds(1));
    ASSERT_TRUE(first.quota.take(500));
    for (auto [account, region, service] : std::vector<std::tuple<const char*, const char*, const char*>>{
             {"444455556666", "eu-west-1", "ec2"}, {"111122223333", "us-east-1", "ec2"}, {"111122223333", "eu-west-1", "s3"}}) {
        Lane& other = lanes.lane(account, region, service, Seconds(1));
        EXPECT_FALSE(other.limiter.on());
        EXPECT_EQ(other.quota.left(), RetryQuota::kCapacity);
    }
    EXPECT_EQ(lanes.size(), 4U);
    EXPECT_EQ(&lanes.lane("111122223333", "eu-west-1", "ec2", Seconds(2)), &first);
    EXPECT_TRUE(first.limiter.on());
}

}  // namespace
}  // namespace vouch::aws
