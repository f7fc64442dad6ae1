// SPDX-License-Identifier: Apache-2.0
#include "trail/scan.h"

#include <array>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::MemoryObjects;

class Scan : public ::testing::Test {
protected:
    // A log of that minute that holds calls of these names, a second after the other.
    void log(const std::string& time, const std::vector<std::string>& names, const std::string& account = "111122223333",
             const std::string& region = "eu-west-1") {
        std::string text = R"({"Records":[)";
        for (std::size_t i = 0; i < names.size(); ++i)
            text += fmt::format(R"({}{{"eventTime":"{}:{:02}Z","eventName":"{}","userIdentity":{{"arn":"{}"}}}})", i == 0 ? "" : ",", time,
                                i, names[i], i % 2 == 0 ? "alice" : "bob");
        std::string compact = time;
        std::erase_if(compact, [](char c) { return c == '-' || c == ':'; });
        const std::string day = fmt::format("{}/{}/{}", time.substr(0, 4), time.substr(5, 2), time.substr(8, 2));
        objects.stored[fmt::format("bucket/AWSLogs/{0}/CloudTrail/{1}/{2}/{0}_CloudTrail_{1}_{3}Z_abcdefghijklmnop.json.gz", account,
                                   region, day, compact)] = {testing::gzip(text + "]}")};
    }

    ScanReport run(std::initializer_list<std::string_view> patterns) {
        std::vector<ScanPattern> all;
        for (const std::string_view text : patterns) all.push_back({*pattern::parse_filter(text), std::nullopt});
        ScanListening listening;
        listening.on_event = [this](std::span<const Match> event, const std::string&) {
            told.push_back(event[0].time + " " + event[0].name);
            most = std::max(most, event.size());
        };
        auto report = scan(objects, asked, std::move(all), listening);
        EXPECT_TRUE(report) << base::render(report.error());
        return report ? *std::move(report) : ScanReport();
    }

    MemoryObjects objects;
    ScanAsked asked{.start = at("2025-03-01T00:00:00Z"), .end = at("2025-03-03T00:00:00Z"), .accounts = {}, .regions = {}};
    std::vector<std::string> told;
    std::size_t most = 0;  // patterns that matched one event
};

TEST_F(Scan, CountsByPatternDayAndPrincipal) {
    log("2025-03-01T10:00", {"CreateUser", "DeleteUser", "CreateUser"});
    log("2025-03-02T10:00", {"CreateUser", "CreateUser"});
    const ScanReport report = run({"{ $.eventName = CreateUser }", "{ $.eventName = DeleteUser }", "{ $.eventName = None }"});
    EXPECT_EQ(report.counts.logs, 2U);
    EXPECT_EQ(report.counts.events, 5U);
    ASSERT_EQ(report.patterns.size(), 3U);
    EXPECT_EQ(report.patterns[0].matches, 4U);
    EXPECT_EQ(report.patterns[0].days, (std::map<std::string, std::size_t>{{"2025-03-01", 2}, {"2025-03-02", 2}}));
    EXPECT_EQ(report.patterns[0].principals, (std::map<std::string, std::size_t>{{"alice", 3}, {"bob", 1}}));
    EXPECT_EQ(report.patterns[0].first, "2025-03-01T10:00:00Z");
    EXPECT_EQ(report.patterns[0].last, "2025-03-02T10:00:01Z");
    EXPECT_EQ(report.patterns[2].matches, 0U);
    EXPECT_TRUE(report.complete());
}

TEST_F(Scan, TellsMatchesInTheOrderOfAccountsRegionsAndNames) {
    log("2025-03-02T10:00", {"C"});
    log("2025-03-01T10:00", {"A", "B"});
    log("2025-03-01T09:00", {"E"}, "999922223333");
    log("2025-03-01T09:00", {"D"}, "111122223333", "us-east-1");
    run({"{ $.eventName = * }"});
    EXPECT_EQ(told, (std::vector<std::string>{"2025-03-01T10:00:00Z A", "2025-03-01T10:00:01Z B", "2025-03-02T10:00:00Z C",
                                              "2025-03-01T09:00:00Z D", "2025-03-01T09:00:00Z E"}));
}

TEST_F(Scan, LooksAtTheTimeAndPlacesThatAreAskedFor) {
    log("2025-02-28T10:00", {"A"});
    log("2025-03-01T10:00", {"B"});
    log("2025-03-01T10:00", {"C"}, "999922223333");
    log("2025-03-01T10:00", {"D"}, "111122223333", "us-east-1");
    log("2025-03-05T10:00", {"F"});
    asked.accounts = {"111122223333"};
    asked.regions = {"eu-west-1"};
    EXPECT_EQ(run({"{ $.eventName = * }"}).counts.logs, 1U);
    EXPECT_EQ(told, (std::vector<std::string>{"2025-03-01T10:00:00Z B"}));
}

TEST_F(Scan, ALogThatCannotBeReadIsAProblemAndTheOthersAreRead) {
    log("2025-03-01T10:00", {"A"});
    log("2025-03-01T11:00", {"B"});
    log("2025-03-01T12:00", {"C"});
    objects.stored.begin()->second.bytes.resize(20);
    objects.failing[std::next(objects.stored.begin())->first] = base::Code::unreadable;
    const ScanReport report = run({"{ $.eventName = * }"});
    EXPECT_EQ(report.counts.unread, 2U);
    EXPECT_EQ(report.problems.size(), 2U);
    EXPECT_FALSE(report.complete());
    EXPECT_EQ(told, (std::vector<std::string>{"2025-03-01T12:00:00Z C"}));
}

TEST_F(Scan, HoursWithoutLogsAreTold) {
    asked.end = at("2025-03-01T04:00:00Z");
    for (const std::string_view time : {"2025-03-01T00:10", "2025-03-01T01:10", "2025-03-01T03:10"}) log(std::string(time), {"A"});
    const ScanReport report = run({""});
    ASSERT_EQ(report.gaps.size(), 1U);
    EXPECT_EQ(report.gaps[0].when.from, at("2025-03-01T02:00:00Z"));
}

TEST_F(Scan, WithoutATimeTheFirstAndTheLastHourAreNobodysGaps) {
    asked.start = asked.end = std::nullopt;
    for (int hour = 10; hour < 16; ++hour) {
        log(fmt::format("2025-03-01T{}:30", hour), {"A"});
        if (hour > 10 && hour < 15 && hour != 13) log(fmt::format("2025-03-01T{}:30", hour), {"A"}, "111122223333", "us-east-1");
    }
    const ScanReport report = run({""});
    ASSERT_EQ(report.gaps.size(), 1U);
    EXPECT_EQ(report.gaps[0].when.from, at("2025-03-01T13:00:00Z"));
}

TEST_F(Scan, WithoutATimeAllLogsAreRead) {
    asked.start = asked.end = std::nullopt;
    log("2019-03-01T10:59", {"A"});
    log("2019-03-02T12:00", {"B"});
    const ScanReport report = run({"{ $.eventName = * }", "{ $.eventName = B }"});
    EXPECT_EQ(report.counts.events, 2U);
    EXPECT_EQ(report.asked, (Interval{at("2019-03-01T10:00:00Z"), at("2019-03-02T13:00:00Z")}));
    EXPECT_EQ(most, 2U) << "the matches of an event come together";
    objects.stored.clear();
    EXPECT_TRUE(run({""}).asked.empty());
}

TEST(Gathering, HandsOnInOrderWhateverComesFirst) {
    std::vector<std::string> told;
    const std::array<ScanPattern, 1> patterns{};
    Gathering gathering(patterns, [&](std::span<const Match> event, const std::string& path) { told.push_back(path + event[0].name); });
    const auto found = [](const std::string& name) {
        LogMatches matches;
        matches.matches.emplace_back().name = name;
        return matches;
    };
    gathering.begin();
    gathering.add(1, "b", {}, found("1"));
    EXPECT_TRUE(told.empty());
    gathering.add(2, "c", {}, base::fail(base::Code::syntax, "no"));
    gathering.add(0, "a", {}, found("0"));
    gathering.begin();
    gathering.add(0, "d", {}, found("3"));
    EXPECT_EQ(told, (std::vector<std::string>{"a0", "b1", "d3"}));
}

TEST(Gathering, CountsDifferentCallsOverLogs) {
    std::array<ScanPattern, 1> patterns{};
    patterns[0].different_calls = 2;
    std::vector<std::string> told;
    Gathering gathering(patterns, [&](std::span<const Match> event, const std::string& path) { told.push_back(path + event[0].name); });
    gathering.begin();
    for (std::size_t log = 0; log < 3; ++log) {
        LogMatches matches;
        matches.matches.emplace_back().name = log < 2 ? "ListUsers" : "ListRoles";
        gathering.add(log, "abc"[log] + std::string(), {}, std::move(matches));
    }
    EXPECT_EQ(told, std::vector<std::string>{"cListRoles"});
    EXPECT_EQ(gathering.report.patterns[0].matches, 1U);
}

}  // namespace
}  // namespace vouch::trail
