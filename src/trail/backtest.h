// SPDX-License-Identifier: Apache-2.0
// Would an alarm have fired? Matches of metric filters become data points, and data points alarms, as CloudWatch makes them:
// https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html ("Evaluating an alarm").
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trail/log_scanner.h"
#include "trail/times.h"

namespace vouch::trail {

enum class Statistic : std::uint8_t { sum, average, minimum, maximum, count };
enum class Comparison : std::uint8_t { above, at_or_above, below, at_or_below };
enum class Missing : std::uint8_t { missing, ignore, breaching, not_breaching };

// A metric filter that makes data points of a metric.
struct MetricSource {
    std::uint32_t pattern = 0;            // the number of its filter in the scan
    std::optional<double> value;          // of each match; none: what Match::value says, where that is a number
    std::optional<double> default_value;  // of a period without a match
};

struct AlarmRule {
    std::string name;
    std::vector<MetricSource> sources;
    Statistic statistic = Statistic::sum;
    Comparison comparison = Comparison::at_or_above;
    Missing missing = Missing::missing;
    double threshold = 1;
    std::chrono::seconds period{300};
    std::size_t periods = 1;     // that are looked at
    std::size_t datapoints = 1;  // of them that must breach
    bool tells = true;           // it has an action, and actions are on
};

struct AlarmOutcome {
    std::size_t matches = 0;         // that made data points
    std::size_t fired = 0;           // times that it went into alarm
    std::vector<Time> when;          // the first kMostFirings of them: ends of periods
    std::size_t breaching = 0;       // periods
    std::optional<double> greatest;  // data point
};

inline constexpr std::size_t kMostFirings = 1'000;
inline constexpr std::size_t kMostPeriods = 1'000'000;  // of an alarm; more are refused

class Backtest {
public:
    // Errors: invalid_value (a period of no length, too many of them).
    static base::Result<Backtest> make(std::vector<AlarmRule> rules, Interval when);

    void add(const Match& match);
    std::vector<AlarmOutcome> outcomes() const;  // as the rules

private:
    struct DataPoint {
        double sum = 0;
        double least = 0;
        double most = 0;
        std::size_t count = 0;

        void add(double value);
        double value(Statistic statistic) const;
    };
    using Series = std::map<std::int64_t, DataPoint>;  // by the number of the period since 1970

    Backtest(std::vector<AlarmRule> rules, Interval when);
    AlarmOutcome outcome(const AlarmRule& rule, const Series& series) const;

    std::vector<AlarmRule> rules_;
    Interval when_;
    std::vector<Series> series_;
    std::vector<std::size_t> matches_;
    std::map<std::uint32_t, std::vector<std::pair<std::size_t, std::size_t>>> by_pattern_;  // rules, and their sources
};

}  // namespace vouch::trail
