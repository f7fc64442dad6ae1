// SPDX-License-Identifier: Apache-2.0
// Whether a failed attempt is made again, and when: the *standard* mode of the SDKs of AWS, with the parameters in force and those
// announced for 2026. Arithmetic alone: random numbers are passed in, nobody sleeps here. Pacing (the *adaptive* mode) is limiter.h.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "aws/seconds.h"

namespace vouch::aws {

// A number from [0, 1).
using Random = std::function<double()>;

// One set of parameters: a row of data, see standard() and standard_2026().
struct RetryRules {
    std::string_view name;
    int attempts;           // of a call, the first included
    int attempts_dynamodb;  // the same for DynamoDB
    double base_throttled;  // seconds that the first wait is at most, doubled with every further one
    double base_other;
    double base_dynamodb;  // not throttled, DynamoDB
    double longest;        // seconds that a wait is at most
    double hint_extra;     // how far the server's x-amz-retry-after may stretch a wait, in seconds; 0: the header is not read
    int cost_throttled;    // what a retry takes from the quota, by what went wrong
    int cost_timeout;
    int cost_other;
    bool long_polls_wait;  // a long poll that the quota refuses still waits once before it fails
};
const RetryRules& standard();
const RetryRules& standard_2026();  // AWS_NEW_RETRIES_2026=true

enum class FailureKind : std::uint8_t { permanent, transient, throttling };

// What an attempt came to, as far as retrying goes.
struct Failure {
    int status = 0;                                              // of the HTTP response; 0: none came
    std::string_view code = {};                                  // the error code of the API; empty: none could be read
    bool connection = false;                                     // no whole answer came: refused, reset, timed out, cut off
    bool timeout = false;                                        // of these: connecting or reading took too long
    FailureKind modelled = FailureKind::permanent;               // what the service's model says of this code, where it says anything
    std::optional<std::string_view> retry_after = std::nullopt;  // header x-amz-retry-after: milliseconds
};

// `service` is the signing name ("sts", "dynamodb"): one code is transient for one service only.
FailureKind classify(const Failure& failure, std::string_view service);

// Tokens that retries take and successes give back, so that an outage is not made worse by retries. One for each (account, region,
// service), as a client of the SDKs has one.
class RetryQuota {
public:
    static constexpr int kCapacity = 500;

    // Takes `amount`, or nothing where less is left.
    bool take(int amount);
    void give(int amount);
    int left() const { return left_; }

private:
    int left_ = kCapacity;
};

// What follows a failed attempt.
struct Decision {
    enum class Why : std::uint8_t { retry, permanent, attempts_used, quota_empty };
    Why why = Why::permanent;
    Seconds wait{0};  // before the next attempt; for a long poll that the quota refused: before the failure is told

    bool again() const { return why == Why::retry; }
};

// What the retries of one call need to know.
struct RetryPolicy {
    const RetryRules* rules = &standard();
    std::optional<int> attempts = std::nullopt;  // AWS_MAX_ATTEMPTS
    std::string_view service = {};               // signing name
    bool long_poll = false;
};

// The attempts of one call. Keeps a reference to the quota.
class Attempts {
public:
    Attempts(RetryPolicy policy, RetryQuota& quota) : policy_(policy), quota_(quota) {}

    // Draws a random number only where it is needed: for a wait.
    Decision failed(const Failure& failure, const Random& random);
    // The call came to its end with a status of 2xx: tokens go back.
    void succeeded();
    // Attempts made so far that failed.
    int failures() const { return failures_; }
    int most_attempts() const;

private:
    Seconds wait(const Failure& failure, FailureKind kind, const Random& random) const;
    int cost(const Failure& failure, FailureKind kind) const;

    RetryPolicy policy_;
    RetryQuota& quota_;
    int failures_ = 0;
    int taken_ = 0;  // by the last retry
};

}  // namespace vouch::aws
