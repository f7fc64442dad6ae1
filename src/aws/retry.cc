// SPDX-License-Identifier: Apache-2.0
// Truncated binary exponential backoff with full jitter and a quota of tokens. The two sets of parameters are rows; what they differ
// in is written in data, not in code. Tested by retry_test.cc against the sequences of the SDK for Python.
#include "aws/retry.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace vouch::aws {
namespace {

constexpr RetryRules kStandard{.name = "standard",
                               .attempts = 3,
                               .attempts_dynamodb = 3,
                               .base_throttled = 1,
                               .base_other = 1,
                               .base_dynamodb = 1,
                               .longest = 20,
                               .hint_extra = 0,
                               .cost_throttled = 5,
                               .cost_timeout = 10,
                               .cost_other = 5,
                               .long_polls_wait = false};

constexpr RetryRules kStandard2026{.name = "standard-2026",
                                   .attempts = 3,
                                   .attempts_dynamodb = 4,
                                   .base_throttled = 1,
                                   .base_other = 0.05,
                                   .base_dynamodb = 0.025,
                                   .longest = 20,
                                   .hint_extra = 5,
                                   .cost_throttled = 5,
                                   .cost_timeout = 14,
                                   .cost_other = 14,
                                   .long_polls_wait = true};

constexpr int kGivenBackWithoutRetry = 1;

constexpr std::array<std::string_view, 14> kThrottling{
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "RequestThrottled",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException",
};
constexpr std::array<std::string_view, 2> kTransient{"RequestTimeout", "RequestTimeoutException"};
constexpr std::array kTransientStatus{500, 502, 503, 504};

bool holds(const auto& values, const auto& value) { return std::ranges::find(values, value) != values.end(); }

bool is_dynamodb(std::string_view service) { return service == "dynamodb"; }

// The header's milliseconds; nothing where it is absent, negative or no number.
std::optional<double> hinted(const std::optional<std::string_view>& header) {
    if (!header) return std::nullopt;
    long long milliseconds = 0;
    const char* end = header->data() + header->size();
    auto [stopped, error] = std::from_chars(header->data(), end, milliseconds);
    if (error != std::errc() || stopped != end || milliseconds < 0) return std::nullopt;
    return static_cast<double>(milliseconds) / 1000;
}

}  // namespace

const RetryRules& standard() { return kStandard; }
const RetryRules& standard_2026() { return kStandard2026; }

FailureKind classify(const Failure& failure, std::string_view service) {
    if (holds(kThrottling, failure.code) || failure.modelled == FailureKind::throttling) return FailureKind::throttling;
    if (failure.connection || failure.modelled == FailureKind::transient) return FailureKind::transient;
    if (holds(kTransient, failure.code) || holds(kTransientStatus, failure.status)) return FailureKind::transient;
    if (service == "sts" && failure.code == "IDPCommunicationError") return FailureKind::transient;
    return FailureKind::permanent;
}

bool RetryQuota::take(int amount) {
    if (amount > left_) return false;
    left_ -= amount;
    return true;
}

void RetryQuota::give(int amount) { left_ = std::min(kCapacity, left_ + amount); }

int Attempts::most_attempts() const {
    if (policy_.attempts) return *policy_.attempts;
    return is_dynamodb(policy_.service) ? policy_.rules->attempts_dynamodb : policy_.rules->attempts;
}

int Attempts::cost(const Failure& failure, FailureKind kind) const {
    if (kind == FailureKind::throttling) return policy_.rules->cost_throttled;
    return failure.timeout ? policy_.rules->cost_timeout : policy_.rules->cost_other;
}

Seconds Attempts::wait(const Failure& failure, FailureKind kind, const Random& random) const {
    const RetryRules& rules = *policy_.rules;
    double base = kind == FailureKind::throttling ? rules.base_throttled
                  : is_dynamodb(policy_.service)  ? rules.base_dynamodb
                                                  : rules.base_other;
    double drawn = random() * std::min(std::ldexp(base, failures_ - 1), rules.longest);
    std::optional<double> hint = rules.hint_extra > 0 ? hinted(failure.retry_after) : std::nullopt;
    return Seconds(hint ? std::max(drawn, std::min(*hint, drawn + rules.hint_extra)) : drawn);
}

Decision Attempts::failed(const Failure& failure, const Random& random) {
    ++failures_;
    FailureKind kind = classify(failure, policy_.service);
    if (kind == FailureKind::permanent) return {Decision::Why::permanent};
    if (failures_ >= most_attempts()) return {Decision::Why::attempts_used};
    int amount = cost(failure, kind);
    if (!quota_.take(amount)) {
        bool waits = policy_.long_poll && policy_.rules->long_polls_wait;
        return {Decision::Why::quota_empty, waits ? wait(failure, kind, random) : Seconds(0)};
    }
    taken_ = amount;
    return {Decision::Why::retry, wait(failure, kind, random)};
}

void Attempts::succeeded() { quota_.give(taken_ == 0 ? kGivenBackWithoutRetry : taken_); }

}  // namespace vouch::aws
