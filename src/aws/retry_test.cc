// SPDX-License-Identifier: Apache-2.0
// The sequences are those of botocore 1.43.11 with the same random numbers, without and with AWS_NEW_RETRIES_2026.
#include "aws/retry.h"

#include <cstddef>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

// Gives these numbers, one after the other, and counts how many were asked for.
struct Script {
    std::vector<double> numbers;
    std::size_t asked = 0;
    Random random() {
        return [this] { return numbers.at(asked++ % numbers.size()); };
    }
};

const Failure kUnavailable{.status = 503};
const Failure kThrottle{.status = 400, .code = "ThrottlingException"};
const Failure kTimeout{.connection = true, .timeout = true};

std::vector<double> waits(const RetryPolicy& policy, const Failure& failure, const std::vector<double>& numbers) {
    RetryQuota quota;
    Attempts attempts(policy, quota);
    Script script{numbers};
    std::vector<double> found;
    for (Decision decision = attempts.failed(failure, script.random()); decision.again();
         decision = attempts.failed(failure, script.random()))
        found.push_back(decision.wait.count());
    return found;
}

void expect_near(const std::vector<double>& found, const std::vector<double>& expected) {
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) EXPECT_NEAR(found[i], expected[i], 1e-12) << "wait " << i;
}

TEST(Retry, ThreeAttemptsWaitTwiceAndDouble) { expect_near(waits({}, kUnavailable, {0.5, 0.25}), {0.5, 0.5}); }

TEST(Retry, WaitsDoubleUpToTwentySeconds) { expect_near(waits({.attempts = 8}, kUnavailable, {0.5}), {0.5, 1, 2, 4, 8, 10, 10}); }

TEST(Retry, OfTheNewSetDependsOnWhatWentWrong) {
    RetryPolicy policy{.rules = &standard_2026(), .attempts = 6};
    expect_near(waits(policy, kUnavailable, {0.5}), {0.025, 0.05, 0.1, 0.2, 0.4});
    expect_near(waits(policy, kThrottle, {0.5}), {0.5, 1, 2, 4, 8});
    policy.service = "dynamodb";
    expect_near(waits(policy, kUnavailable, {0.5}), {0.0125, 0.025, 0.05, 0.1, 0.2});
}

TEST(Retry, OfTheNewSetStopsAtTwentySecondsToo) {
    auto found = waits({.rules = &standard_2026(), .attempts = 12}, kThrottle, {0.75});
    ASSERT_EQ(found.size(), 11U);
    EXPECT_DOUBLE_EQ(found[4], 12);
    EXPECT_DOUBLE_EQ(found[5], 15);
    EXPECT_DOUBLE_EQ(found[10], 15);
}

TEST(Retry, DynamoDbHasOneAttemptMoreInTheNewSetOnly) {
    EXPECT_EQ(waits({.service = "dynamodb"}, kUnavailable, {0.5}).size(), 2U);
    EXPECT_EQ(waits({.rules = &standard_2026(), .service = "dynamodb"}, kUnavailable, {0.5}).size(), 3U);
    EXPECT_EQ(waits({.rules = &standard_2026(), .attempts = 2, .service = "dynamodb"}, kUnavailable, {0.5}).size(), 1U);
}

TEST(Retry, HintOfTheServerStretchesAWaitByFiveSecondsAtMost) {
    struct Row {
        const char* header;
        double old_set;
        double new_set;
    };
    for (const Row& row : std::vector<Row>{{"1500", 0.5, 1.5},  // between: the hint counts
                                           {"1", 0.5, 0.025},   // less than what was drawn
                                           {"0", 0.5, 0.025},
                                           {"60000", 0.5, 5.025},  // more: what was drawn and five seconds
                                           {"-1", 0.5, 0.025},     // the rest is ignored
                                           {"1.5", 0.5, 0.025},
                                           {"soon", 0.5, 0.025},
                                           {"", 0.5, 0.025},
                                           {"99999999999999999999", 0.5, 0.025}}) {
        Failure failure = kUnavailable;
        failure.retry_after = row.header;
        EXPECT_NEAR(waits({}, failure, {0.5}).at(0), row.old_set, 1e-12) << row.header;
        EXPECT_NEAR(waits({.rules = &standard_2026()}, failure, {0.5}).at(0), row.new_set, 1e-12) << row.header;
    }
}

TEST(Retry, OfWhatIsPermanentIsNotMadeAndDrawsNoNumber) {
    RetryQuota quota;
    Attempts attempts({}, quota);
    Script script{{0.5}};
    EXPECT_EQ(attempts.failed({.status = 403, .code = "AccessDenied"}, script.random()).why, Decision::Why::permanent);
    EXPECT_EQ(script.asked, 0U);
    EXPECT_EQ(quota.left(), RetryQuota::kCapacity);
}

// How many retries a quota pays for, every call failing for good.
int retries_until_refused(const RetryRules& rules, const Failure& failure) {
    RetryQuota quota;
    Script script{{0}};
    for (int retries = 0;; ++retries) {
        Attempts attempts({.rules = &rules, .attempts = 2}, quota);
        Decision decision = attempts.failed(failure, script.random());
        if (!decision.again()) {
            EXPECT_EQ(decision.why, Decision::Why::quota_empty);
            return retries;
        }
    }
}

TEST(RetryQuota, PaysForAsManyRetriesAsTheSetSays) {
    EXPECT_EQ(retries_until_refused(standard(), kUnavailable), 100);
    EXPECT_EQ(retries_until_refused(standard(), kThrottle), 100);
    EXPECT_EQ(retries_until_refused(standard(), kTimeout), 50);
    EXPECT_EQ(retries_until_refused(standard_2026(), kUnavailable), 35);
    EXPECT_EQ(retries_until_refused(standard_2026(), kThrottle), 100);
    EXPECT_EQ(retries_until_refused(standard_2026(), kTimeout), 35);
}

TEST(RetryQuota, StormOf503MakesAtMost35RequestsMore) {
    RetryQuota quota;
    Script script{{0.5}};
    int requests = 0;
    constexpr int kCalls = 1000;
    for (int call = 0; call < kCalls; ++call) {
        Attempts attempts({.rules = &standard_2026()}, quota);
        do {
            ++requests;
        } while (attempts.failed(kUnavailable, script.random()).again());
    }
    EXPECT_EQ(requests, kCalls + 35);
    EXPECT_EQ(quota.left(), 500 - 35 * 14);
}

TEST(RetryQuota, SuccessGivesBackWhatTheLastRetryTook) {
    RetryQuota quota;
    Script script{{0.5}};
    Attempts attempts({.rules = &standard_2026(), .attempts = 4}, quota);
    ASSERT_TRUE(attempts.failed(kUnavailable, script.random()).again());
    ASSERT_TRUE(attempts.failed(kThrottle, script.random()).again());
    EXPECT_EQ(quota.left(), 500 - 14 - 5);
    attempts.succeeded();
    EXPECT_EQ(quota.left(), 500 - 14);
}

TEST(RetryQuota, SuccessAtTheFirstAttemptGivesOneAndNeverMoreThanThereWas) {
    RetryQuota quota;
    Attempts(RetryPolicy{}, quota).succeeded();
    EXPECT_EQ(quota.left(), 500);
    ASSERT_TRUE(quota.take(10));
    Attempts(RetryPolicy{}, quota).succeeded();
    EXPECT_EQ(quota.left(), 491);
}

TEST(RetryQuota, LongPollThatIsRefusedStillWaitsOnceInTheNewSet) {
    for (const RetryRules* rules : {&standard(), &standard_2026()}) {
        RetryQuota quota;
        ASSERT_TRUE(quota.take(500));
        Script script{{0.5}};
        Decision decision = Attempts({.rules = rules, .service = "sqs", .long_poll = true}, quota).failed(kUnavailable, script.random());
        EXPECT_EQ(decision.why, Decision::Why::quota_empty);
        EXPECT_DOUBLE_EQ(decision.wait.count(), rules == &standard() ? 0 : 0.025);
    }
}

TEST(Classify, TellsWhatPassesFromWhatDoesNot) {
    struct Row {
        Failure failure;
        std::string_view service;
        FailureKind expected;
    };
    using enum FailureKind;
    for (const Row& row : std::vector<Row>{{{.status = 500}, "ec2", transient},
                                           {{.status = 502}, "ec2", transient},
                                           {{.status = 503}, "ec2", transient},
                                           {{.status = 504}, "ec2", transient},
                                           {{.status = 501}, "ec2", permanent},
                                           {{.status = 429}, "ec2", permanent},
                                           {{.status = 400, .code = "RequestTimeout"}, "s3", transient},
                                           {{.status = 400, .code = "RequestTimeoutException"}, "glue", transient},
                                           {{.status = 400, .code = "PriorRequestNotComplete"}, "route53", throttling},
                                           {{.status = 503, .code = "SlowDown"}, "s3", throttling},
                                           {{.status = 503, .code = "RequestLimitExceeded"}, "ec2", throttling},
                                           {{.status = 400, .code = "Throttling"}, "iam", throttling},
                                           {{.status = 429, .code = "TooManyRequestsException"}, "lambda", throttling},
                                           {{.status = 400, .code = "throttling"}, "iam", permanent},
                                           {{.status = 400, .code = "IDPCommunicationError"}, "sts", transient},
                                           {{.status = 400, .code = "IDPCommunicationError"}, "iam", permanent},
                                           {{.status = 403, .code = "AccessDenied"}, "s3", permanent},
                                           {{.status = 404, .code = "NoSuchBucket"}, "s3", permanent},
                                           {{.status = 400, .code = "Own", .modelled = throttling}, "x", throttling},
                                           {{.status = 400, .code = "Own", .modelled = transient}, "x", transient},
                                           {{.connection = true}, "ec2", transient},
                                           {kTimeout, "ec2", transient}})
        EXPECT_EQ(classify(row.failure, row.service), row.expected) << row.failure.status << ' ' << row.failure.code << ' ' << row.service;
}

}  // namespace
}  // namespace vouch::aws
