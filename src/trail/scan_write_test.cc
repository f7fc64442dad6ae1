// SPDX-License-Identifier: Apache-2.0
#include "trail/scan_write.h"

#include <algorithm>

#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::trail {
namespace {

using testing::at;

ScanResult made() {
    ScanResult result;
    result.report.asked = {at("2025-03-01T00:00:00Z"), at("2025-03-11T00:00:00Z")};
    result.report.counts = {.logs = 3, .unread = 1, .events = 70, .outside = 2, .gave_up = 0, .bytes = 1000, .stored_bytes = 100};
    result.report.patterns.resize(3);
    PatternCount& first = result.report.patterns[0];
    first.matches = 12;
    first.first = "2025-03-01T10:00:00Z";
    first.last = "2025-03-10T11:30:00Z";
    first.days = {{"2025-03-01", 9}, {"2025-03-10", 3}};
    first.principals = {{"arn:aws:iam::1:user/<b>\"&\x1b[31m", 11}, {"", 1}};
    result.report.patterns[2].principals = {{"hidden", 50}};
    result.report.patterns[2].matches = 50;
    result.labels = {{.id = "root-usage", .title = "The root user acted", .severity = "critical", .criteria = {"CC6.1"}},
                     {.id = "vpc-changes", .title = "A VPC was changed", .severity = "medium", .criteria = {}},
                     {.id = "filter", .title = {}, .severity = {}, .criteria = {}, .shown = false}};
    result.report.gaps = {{"111122223333", "eu-west-1", {at("2025-03-02T00:00:00Z"), at("2025-03-02T03:00:00Z")}, "because"}};
    result.report.problems.push_back({base::Code::syntax, "is damaged", base::Location{"a/log", 0, 0}, {}, {}});
    return result;
}

ScanResult tested() {
    ScanResult result = made();
    result.tested = true;
    result.alarms.resize(2);
    result.alarms[0].name = "root alarm";
    result.alarms[1].name = "silent";
    result.alarms[1].tells = false;
    result.outcomes = {{.matches = 12, .fired = 4, .when = {at("2025-03-01T10:05:00Z")}, .breaching = 5, .greatest = 3}, {}};
    result.labels[0].noticed = 10;
    result.notes = {"a note"};
    return result;
}

std::string text_of(const ScanResult& result, const ScanTextOptions& options = {}) {
    std::string out;
    write_scan_text(out, result, options);
    return out;
}

TEST(ScanText, HasALineAPatternAndWhatWasLookedAt) {
    EXPECT_EQ(text_of(made()),
              "       12  critical root-usage                   @        -  2025-03-01 10:00 to 2025-03-10 11:30\n"
              "\nNo match: vpc-changes\n"
              "\nTime without a log:\n"
              "  111122223333 eu-west-1: 2025-03-02 00:00 to 2025-03-02 03:00 (3 h): because\n"
              "\n3 logs, 70 events, 2025-03-01 00:00 to 2025-03-11 00:00 (10 d); 1 log could not be read.\n");
}

TEST(ScanText, NamesOfPrincipalsAreMadeVisible) {
    const std::string text = text_of(made(), {.top = 10});
    EXPECT_NE(text.find("       11  arn:aws:iam::1:user/<b>\"&\\u{1b}[31m\n        1  (nobody is named, or others)\n"), std::string::npos)
        << text;
    EXPECT_EQ(text.find("hidden"), std::string::npos) << "filters that only feed alarms are not told";
}

TEST(ScanText, TellsWhichAlarmsWouldHaveFiredAndWhatNoneSaw) {
    const std::string text = text_of(tested());
    for (const std::string_view line :
         {"  root alarm: would have fired 4 times: 2025-03-01 10:05, ...\n",
          "  silent: would not have fired (0 matches); it tells nobody\n", "  root-usage: 2 of 12 events were on no alarm's metric\n",
          "  vpc-changes: no alarm looks for it\n", "  note: a note\n"})
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
}

TEST(ScanJson, SaysTheSame) {
    std::string out;
    write_scan_json(out, tested(), "1.2.3");
    const auto read = value::read_json(std::make_shared<base::Source>("scan", out));
    ASSERT_TRUE(read) << out;
    EXPECT_EQ(read->root.find("patterns")->length(), 2U);
    EXPECT_EQ(text_at(read->root.find("patterns")->as_list()[0], "id"), "root-usage");
    EXPECT_EQ(text_at(read->root.find("problems")->as_list()[0], "path"), "a/log");
    EXPECT_EQ(read->root.find("alarms")->as_list()[0].find("greatest")->as_integer(), 3);
    EXPECT_FALSE(read->root.find("complete")->as_boolean());
}

TEST(ScanHtml, EscapesWhatLogsSay) {
    std::string out;
    write_scan_html(out, tested(), "1.2.3");
    EXPECT_NE(out.find("user/&lt;b&gt;&quot;&amp;"), std::string::npos);
    EXPECT_EQ(out.find("<b>"), std::string::npos);
    EXPECT_NE(out.find("<title>2025-03-10: 3</title>"), std::string::npos);
}

TEST(WriteMatch, IsOneLine) {
    Match match;
    match.time = "t";
    match.source = "iam.amazonaws.com";
    match.name = "A\nB";
    std::string out;
    write_match(out, match, {.id = "d", .title = {}, .severity = {}, .criteria = {}}, "path");
    EXPECT_EQ(std::ranges::count(out, '\n'), 1);
    EXPECT_NE(out.find(R"("event":"iam.amazonaws.com:A\nB")"), std::string::npos);
}

}  // namespace
}  // namespace vouch::trail
