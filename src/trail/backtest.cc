// SPDX-License-Identifier: Apache-2.0
// An alarm looks at its last periods after each one; a period without data counts as the alarm says. Tested by backtest_test.cc.
#include "trail/backtest.h"

#include <algorithm>
#include <charconv>
#include <deque>

#include <fmt/format.h>

namespace vouch::trail {

using base::Code;
using base::Result;

namespace {

bool breaches(Comparison comparison, double value, double threshold) {
    switch (comparison) {
        case Comparison::above: return value > threshold;
        case Comparison::at_or_above: return value >= threshold;
        case Comparison::below: return value < threshold;
        case Comparison::at_or_below: return value <= threshold;
    }
    return false;
}

std::optional<double> number_in(const std::string& text) {
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return failed == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// What a period says: that it breaches, that it does not, or nothing.
enum class Said : std::uint8_t { nothing, fine, breach };

Said without_data(const AlarmRule& rule) {
    if (rule.missing == Missing::breaching) return Said::breach;
    return rule.missing == Missing::not_breaching ? Said::fine : Said::nothing;
}

// The state of an alarm from period to period.
class AlarmState {
public:
    // What was before the first period is not known: as if there had been no data.
    explicit AlarmState(const AlarmRule& rule) : rule_(rule), last_(rule.periods, without_data(rule)) {}

    // Whether the alarm goes into alarm with this period.
    bool next(Said said) {
        last_.push_back(said);
        last_.pop_front();
        const auto breach = static_cast<std::size_t>(std::ranges::count(last_, Said::breach));
        const auto fine = static_cast<std::size_t>(std::ranges::count(last_, Said::fine));
        bool alarm = breach >= rule_.datapoints;
        if (rule_.missing == Missing::ignore && !alarm && fine + rule_.datapoints <= rule_.periods)
            alarm = in_alarm_;  // too little data to tell
        else if (rule_.missing == Missing::missing)
            alarm = breach > 0 && breach >= std::min(rule_.datapoints, breach + fine);
        const bool began = alarm && !in_alarm_;
        in_alarm_ = alarm;
        return began;
    }

private:
    const AlarmRule& rule_;
    std::deque<Said> last_;
    bool in_alarm_ = false;
};

}  // namespace

void Backtest::DataPoint::add(double value) {
    least = count == 0 ? value : std::min(least, value);
    most = count == 0 ? value : std::max(most, value);
    sum += value;
    ++count;
}

double Backtest::DataPoint::value(Statistic statistic) const {
    switch (statistic) {
        case Statistic::sum: return sum;
        case Statistic::average: return sum / static_cast<double>(count);
        case Statistic::minimum: return least;
        case Statistic::maximum: return most;
        case Statistic::count: return static_cast<double>(count);
    }
    return sum;
}

Result<Backtest> Backtest::make(std::vector<AlarmRule> rules, Interval when) {
    for (const AlarmRule& rule : rules) {
        if (rule.period.count() <= 0 || rule.periods == 0 || rule.datapoints == 0)
            return base::fail(Code::invalid_value, fmt::format("the alarm `{}` has periods of no length, or looks at none", rule.name));
        if (static_cast<std::size_t>(when.length() / rule.period) > kMostPeriods)
            return base::fail(Code::too_large, fmt::format("the time has more than {} periods of the alarm `{}`", kMostPeriods, rule.name),
                              std::nullopt, "ask for less time with --start and --end");
    }
    return Backtest(std::move(rules), when);
}

Backtest::Backtest(std::vector<AlarmRule> rules, Interval when)
    : rules_(std::move(rules)), when_(when), series_(rules_.size()), matches_(rules_.size(), 0) {
    for (std::size_t i = 0; i < rules_.size(); ++i)
        for (std::size_t j = 0; j < rules_[i].sources.size(); ++j) by_pattern_[rules_[i].sources[j].pattern].emplace_back(i, j);
}

void Backtest::add(const Match& match) {
    const auto found = by_pattern_.find(match.pattern);
    const auto time = found == by_pattern_.end() ? std::nullopt : parse_time(match.time);
    if (!time) return;
    for (const auto& [number, which] : found->second) {
        const MetricSource& source = rules_[number].sources[which];
        const std::optional<double> value = source.value ? source.value : number_in(match.value);
        if (!value) continue;
        ++matches_[number];
        series_[number][time->time_since_epoch() / rules_[number].period].add(*value);
    }
}

AlarmOutcome Backtest::outcome(const AlarmRule& rule, const Series& series) const {
    AlarmOutcome outcome;
    std::optional<double> otherwise;
    for (const MetricSource& source : rule.sources)
        if (source.default_value) otherwise = source.default_value;
    AlarmState state(rule);
    const std::int64_t last = (when_.to - std::chrono::seconds(1)).time_since_epoch() / rule.period;
    for (std::int64_t at = when_.from.time_since_epoch() / rule.period; at <= last; ++at) {
        const auto point = series.find(at);
        const std::optional<double> value = point == series.end() ? otherwise : point->second.value(rule.statistic);
        Said said = without_data(rule);
        if (value) said = breaches(rule.comparison, *value, rule.threshold) ? Said::breach : Said::fine;
        if (value) outcome.greatest = std::max(outcome.greatest.value_or(*value), *value);
        outcome.breaching += said == Said::breach ? 1U : 0U;
        if (!state.next(said)) continue;
        if (++outcome.fired <= kMostFirings) outcome.when.emplace_back(Time((at + 1) * rule.period));
    }
    return outcome;
}

std::vector<AlarmOutcome> Backtest::outcomes() const {
    std::vector<AlarmOutcome> all;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
        all.push_back(outcome(rules_[i], series_[i]));
        all.back().matches = matches_[i];
    }
    return all;
}

}  // namespace vouch::trail
