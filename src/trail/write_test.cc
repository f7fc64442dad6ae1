// SPDX-License-Identifier: Apache-2.0
#include "trail/write.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "value/read.h"

namespace vouch::trail {
namespace {

using testing::at;

Report report() {
    Report report;
    report.asked = {at("2025-03-01T00:00:00Z"), at("2025-03-02T00:00:00Z")};
    AreaReport area{"logs/AWSLogs/", "", "111122223333", "eu-west-1", {}, {}, {}, 0};
    ChainReport chain;
    chain.id = {"main\x1b[2J", "eu-west-1", false};
    chain.asked = report.asked;
    chain.holes = {{{at("2025-03-01T06:00:00Z"), at("2025-03-01T08:00:00Z")}, "", "digests of this time are missing"},
                   {{at("2025-03-01T12:00:00Z"), at("2025-03-01T13:00:00Z")},
                    "StopLogging, 2025-03-01T11:50:00Z",
                    "the next digest begins a chain anew"}};
    area.chains.push_back(chain);
    area.add({Verdict::gap, What::time, "", chain.holes[0].when, "digests of this time are missing"});
    area.add({Verdict::invalid, What::log, "logs/AWSLogs/\"x", {}, "was changed"});
    report.areas.push_back(area);
    return report;
}

TEST(Write, TextHasATimelineOfHolesAndEndsWithTheOutcome) {
    std::string text;
    write_text(text, report());
    EXPECT_TRUE(text.find("..") != std::string::npos && text.find('~') != std::string::npos) << text;
    EXPECT_TRUE(text.find("gap  2025-03-01 06:00 to 2025-03-01 08:00 (2 h)\n      digests of this time are missing") != std::string::npos)
        << text;
    EXPECT_TRUE(text.find("stopped  2025-03-01 12:00 to 2025-03-01 13:00 (1 h): StopLogging") != std::string::npos) << text;
    EXPECT_TRUE(text.ends_with("not intact: 2 deviations\n")) << text;
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
}

TEST(Write, NarrowTerminalsAndManyDeviationsAreBounded) {
    Report many = report();
    for (int i = 0; i < 100; ++i) many.areas[0].add({Verdict::missing, What::log, "x", {}, "why"});
    std::string text;
    write_text(text, many, {.colours = true, .width = 1, .most = 3});
    EXPECT_TRUE(text.find("and 99 more") != std::string::npos) << text;
}

TEST(Write, JsonIsJson) {
    std::string text;
    Report whole = report();
    whole.problems.push_back({base::Code::network, "no answer", {}, {}, {}});
    whole.areas[0].chains[0].head = Head{"p", at("2025-03-01T00:00:00Z"), std::string(64, 'a'), "00", at("2025-03-01T00:00:00Z")};
    write_json(text, whole, "1.0");
    const auto document = value::read_json(std::make_shared<base::Source>("report", text));
    ASSERT_TRUE(document) << base::render(document.error()) << text;
    EXPECT_EQ(document->root.find("outcome")->as_string(), "not intact");
    EXPECT_EQ(document->root.find("areas")->as_list()[0].find("deviations")->as_list().size(), 2U);
}

TEST(Write, OutcomeSaysTheWorst) {
    Report report;
    EXPECT_EQ(report.outcome(), Outcome::incomplete);
    report.areas.emplace_back();
    EXPECT_EQ(report.outcome(), Outcome::intact);
    report.areas[0].add({Verdict::unanchored_head, What::digest, "", {}, ""});
    EXPECT_EQ(report.outcome(), Outcome::incomplete);
    report.areas[0].add({Verdict::undigested, What::log, "", {}, ""});
    EXPECT_EQ(report.outcome(), Outcome::not_intact);
}

}  // namespace
}  // namespace vouch::trail
