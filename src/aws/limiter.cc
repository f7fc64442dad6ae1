// SPDX-License-Identifier: Apache-2.0
// CUBIC as in the adaptive mode of the SDKs: after a throttle at rate w the curve growth * (t - k)^3 + w starts at beta * w, is flat
// around w and probes beyond it. Tested by limiter_test.cc, number by number against the SDK for Python.
#include "aws/limiter.h"

#include <algorithm>
#include <cmath>

namespace vouch::aws {
namespace {

constexpr LimiterRules kAdaptive{.name = "adaptive", .least = 0.5, .early = false};
constexpr LimiterRules kPacing{.name = "pacing", .least = 1, .early = true};

}  // namespace

const LimiterRules& adaptive() { return kAdaptive; }
const LimiterRules& pacing() { return kPacing; }

Limiter::Limiter(const LimiterRules& rules, Seconds now)
    : rules_(&rules), filled_at_(now.count()), window_at_(std::floor(now.count())), throttled_at_(now.count()) {}

bool Limiter::acquire(Seconds now) {
    if (!on_) return true;
    refill(now.count());
    if (tokens_ < 1) return false;
    tokens_ -= 1;
    return true;
}

Seconds Limiter::wait(Seconds now) {
    if (!on_) return Seconds(0);
    refill(now.count());
    return Seconds(std::max(0.0, (1 - tokens_) / fill_));
}

void Limiter::answered(bool throttled, Seconds now) {
    double rate = measure(now.count());
    double next = 0;
    if (throttled) {
        double sent = on_ ? std::min(rate, fill_) : rate;
        shrink(sent, now.count());
        next = sent * rules_->beta;
        on_ = true;
    } else {
        next = grown(now.count());
    }
    set_rate(std::min(next, rules_->most * rate), now.count());
}

void Limiter::refill(double now) {
    tokens_ = std::min(capacity_, tokens_ + (now - filled_at_) * fill_);
    filled_at_ = now;
}

// What gathered until now gathered at the old rate.
void Limiter::set_rate(double rate, double now) {
    refill(now);
    fill_ = std::max(rate, rules_->least);
    capacity_ = std::max(rate, 1.0);
    tokens_ = std::min(tokens_, capacity_);
}

double Limiter::measure(double now) {
    double window = std::floor(now / rules_->window) * rules_->window;
    ++count_;
    if (window > window_at_) {
        double newest = count_ / (window - window_at_);
        measured_ = newest * rules_->smoothing + measured_ * (1 - rules_->smoothing);
        count_ = 0;
        window_at_ = window;
    }
    if (rules_->early && measured_ == 0) return count_ / rules_->window;
    return measured_;
}

double Limiter::grown(double now) const { return rules_->growth * std::pow(now - throttled_at_ - k_, 3) + w_max_; }

void Limiter::shrink(double rate, double now) {
    w_max_ = rate;
    k_ = std::cbrt(w_max_ * (1 - rules_->beta) / rules_->growth);
    throttled_at_ = now;
}

Lane& Lanes::lane(std::string_view account, std::string_view region, std::string_view service, Seconds now) {
    auto key = std::tuple(std::string(account), std::string(region), std::string(service));
    return lanes_.try_emplace(std::move(key), Lane{Limiter(*rules_, now), {}}).first->second;
}

}  // namespace vouch::aws
