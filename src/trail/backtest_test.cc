// SPDX-License-Identifier: Apache-2.0
#include "trail/backtest.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;

class BacktestTest : public ::testing::Test {
protected:
    BacktestTest() {
        rule.name = "a";
        rule.sources = {{.pattern = 0, .value = 1, .default_value = std::nullopt}};
    }

    AlarmOutcome run(std::initializer_list<std::string_view> times, const std::string& value = "") {
        auto test = Backtest::make({rule}, {at("2025-03-01T00:00:00Z"), at("2025-03-01T02:00:00Z")});
        EXPECT_TRUE(test);
        for (const std::string_view time : times) {
            Match match;
            match.time = "2025-03-01T" + std::string(time) + "Z";
            match.value = value;
            test->add(match);
        }
        return test->outcomes().front();
    }

    AlarmRule rule;
};

TEST_F(BacktestTest, FiresAtTheEndOfAPeriodThatReachesTheThreshold) {
    const AlarmOutcome outcome = run({"00:07:00", "00:08:00", "01:00:00"});
    EXPECT_EQ(outcome.matches, 3U);
    EXPECT_EQ(outcome.fired, 2U);
    EXPECT_EQ(outcome.when, (std::vector<Time>{at("2025-03-01T00:10:00Z"), at("2025-03-01T01:05:00Z")}));
    EXPECT_EQ(outcome.greatest, 2);
    EXPECT_EQ(run({}).fired, 0U);
}

TEST_F(BacktestTest, StaysInAlarmWhileItBreaches) {
    EXPECT_EQ(run({"00:00:01", "00:05:01", "00:10:01"}).fired, 1U);
    EXPECT_EQ(run({"00:00:01", "00:05:01", "00:10:01"}).breaching, 3U);
}

TEST_F(BacktestTest, KnowsEveryStatisticAndComparison) {
    rule.threshold = 2;
    EXPECT_EQ(run({"00:01:00"}).fired, 0U);
    EXPECT_EQ(run({"00:01:00", "00:02:00"}).fired, 1U);
    rule.comparison = Comparison::above;
    EXPECT_EQ(run({"00:01:00", "00:02:00"}).fired, 0U);
    rule.comparison = Comparison::at_or_above;
    rule.sources[0].value = std::nullopt;
    for (const Statistic statistic : {Statistic::sum, Statistic::average, Statistic::minimum, Statistic::maximum}) {
        rule.statistic = statistic;
        EXPECT_EQ(run({"00:01:00"}, "2.5").fired, 1U);
        EXPECT_EQ(run({"00:01:00"}, "1.5").fired, 0U);
    }
    rule.statistic = Statistic::average;
    EXPECT_EQ(run({"00:01:00", "00:02:00"}, "1.5").fired, 0U);
    rule.statistic = Statistic::count;
    EXPECT_EQ(run({"00:01:00", "00:02:00"}, "0").fired, 1U);
    EXPECT_EQ(run({"00:01:00", "00:02:00"}, "many").fired, 0U) << "what is no number is no data point";
    EXPECT_EQ(run({"00:01:00", "00:02:00"}, "many").matches, 0U);
}

TEST_F(BacktestTest, SeveralPeriodsMustBreach) {
    rule.periods = 3;
    rule.datapoints = 2;
    rule.missing = Missing::not_breaching;
    EXPECT_EQ(run({"00:01:00"}).fired, 0U);
    EXPECT_EQ(run({"00:01:00", "00:11:00"}).fired, 1U) << "two of three";
    EXPECT_EQ(run({"00:01:00", "00:16:00"}).fired, 0U);
}

TEST_F(BacktestTest, AMissingPeriodCountsAsTheAlarmSays) {
    rule.comparison = Comparison::below;
    EXPECT_EQ(run({}).fired, 0U);
    rule.missing = Missing::breaching;
    EXPECT_EQ(run({}).fired, 1U);
    rule.comparison = Comparison::at_or_above;
    rule.missing = Missing::ignore;
    EXPECT_EQ(run({"00:01:00", "01:00:00"}).fired, 1U) << "it stays in alarm between them";
    rule.missing = Missing::missing;
    EXPECT_EQ(run({"00:01:00", "01:00:00"}).fired, 2U);
    rule.sources[0].default_value = 0;
    EXPECT_EQ(run({"00:01:00", "01:00:00"}).fired, 2U);
}

TEST_F(BacktestTest, RefusesWhatWouldTakeForEver) {
    rule.period = std::chrono::seconds(0);
    EXPECT_FALSE(Backtest::make({rule}, {at("2025-03-01T00:00:00Z"), at("2025-03-02T00:00:00Z")}));
    rule.period = std::chrono::seconds(1);
    EXPECT_FALSE(Backtest::make({rule}, {at("2015-03-01T00:00:00Z"), at("2025-03-02T00:00:00Z")}));
}

}  // namespace
}  // namespace vouch::trail
