// SPDX-License-Identifier: Apache-2.0
// How fast requests may go to one service of one account in one region, learned from its throttling errors. Off until the first of
// them; then a token bucket whose rate falls at each throttle and grows again along the CUBIC curve of the SDKs' *adaptive* mode.
// Times are passed in (seconds since any fixed moment that never goes back). One thread: that which owns the network.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <tuple>

#include "aws/retry.h"

namespace vouch::aws {

// One set of parameters: a row of data.
struct LimiterRules {
    std::string_view name;
    double least;            // requests a second that are always allowed
    bool early;              // measures also within the first half second; the SDKs take a rate of 0 there, and with it `least`
    double window = 0.5;     // seconds over which the rate is measured
    double smoothing = 0.8;  // weight of the newest window
    double beta = 0.7;       // what is left of the rate after a throttle
    double growth = 0.4;     // scale of the cubic curve
    double most = 2;         // the new rate is at most this times the measured one
};
const LimiterRules& adaptive();  // as the SDKs specify it
const LimiterRules& pacing();    // ours, for the standard mode: an audit asks a service few questions, in a burst

class Limiter {
public:
    Limiter(const LimiterRules& rules, Seconds now);

    // Takes the token that a request needs. False: not yet, ask again after wait().
    bool acquire(Seconds now);
    // How long until a token is there; 0: now.
    Seconds wait(Seconds now);
    // Every answer is told, so that the rate is known when the first throttle comes.
    void answered(bool throttled, Seconds now);

    bool on() const { return on_; }
    double rate() const { return fill_; }
    double measured() const { return measured_; }

private:
    void refill(double now);
    void set_rate(double rate, double now);
    double measure(double now);
    double grown(double now) const;
    void shrink(double rate, double now);

    const LimiterRules* rules_;
    bool on_ = false;
    // The token bucket.
    double fill_ = 1;
    double capacity_ = 1;
    double tokens_ = 0;
    double filled_at_;
    // The measured rate.
    double measured_ = 0;
    double window_at_;
    int count_ = 0;
    // The cubic curve.
    double w_max_ = 0;
    double k_ = 0;
    double throttled_at_;
};

// A limiter and a retry quota for every (account, region, service): AWS counts by these, so must we.
struct Lane {
    Limiter limiter;
    RetryQuota quota;
};

class Lanes {
public:
    explicit Lanes(const LimiterRules& rules) : rules_(&rules) {}

    // The lane of that key, made at its first use; it stays where it is.
    Lane& lane(std::string_view account, std::string_view region, std::string_view service, Seconds now);
    std::size_t size() const { return lanes_.size(); }

private:
    const LimiterRules* rules_;
    std::map<std::tuple<std::string, std::string, std::string>, Lane> lanes_;
};

}  // namespace vouch::aws
