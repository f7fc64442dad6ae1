// SPDX-License-Identifier: Apache-2.0
#include "report/diff.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "value/read.h"

namespace vouch::report {
namespace {

using model::Verdict;

constexpr std::string_view kUnit = "123456789012/eu-west-1";

RunFinding finding(std::string resource, Verdict verdict, std::string control = "c", std::string unit = std::string(kUnit)) {
    return {std::move(unit), std::move(resource), std::move(control), "AWS::S3::Bucket", "high", "because", verdict};
}

PastRun run_of(std::vector<RunFinding> findings, std::set<std::string> controls = {"c", "d"},
               std::set<std::string> units = {std::string(kUnit)}) {
    PastRun run{"run", std::move(findings), std::move(controls), std::move(units)};
    put_in_order(run);
    return run;
}

// "opened 1, closed 0, changed 0, unseen 0, added 0, gone 0"
std::string counts_told(const PastRun& before, const PastRun& after) {
    const Difference found = compare(before, after);
    return fmt::format("opened {}, closed {}, changed {}, unseen {}, added {}, gone {}, still {}", found.opened.size(), found.closed.size(),
                       found.changed.size(), found.unseen.size(), found.added.size(), found.gone.size(), found.still);
}

std::string from_to(Verdict before, Verdict after) {
    const Difference found = compare(run_of({finding("b", before)}), run_of({finding("b", after)}));
    if (!found.opened.empty()) return "opened";
    if (!found.closed.empty()) return "closed";
    if (!found.changed.empty()) return "changed";
    return found.still > 0 ? "still" : "same";
}

TEST(Compare, OnlyWhatPassesOrDoesNotApplyIsClosed) {
    EXPECT_EQ(from_to(Verdict::pass, Verdict::fail), "opened");
    EXPECT_EQ(from_to(Verdict::suppressed, Verdict::fail), "opened");
    EXPECT_EQ(from_to(Verdict::fail, Verdict::pass), "closed");
    EXPECT_EQ(from_to(Verdict::fail, Verdict::not_applicable), "closed");
    EXPECT_EQ(from_to(Verdict::fail, Verdict::unverified), "changed");
    EXPECT_EQ(from_to(Verdict::fail, Verdict::suppressed), "changed");
    EXPECT_EQ(from_to(Verdict::unverified, Verdict::pass), "changed");
    EXPECT_EQ(from_to(Verdict::fail, Verdict::fail), "still");
    EXPECT_EQ(from_to(Verdict::pass, Verdict::pass), "same");
}

TEST(Compare, ResourcesComeAndGo) {
    EXPECT_EQ(counts_told(run_of({finding("a", Verdict::fail)}), run_of({finding("b", Verdict::fail)})),
              "opened 1, closed 1, changed 0, unseen 0, added 1, gone 1, still 0");
    EXPECT_EQ(counts_told(run_of({}), run_of({finding("b", Verdict::pass)})),
              "opened 0, closed 0, changed 0, unseen 0, added 1, gone 0, still 0");
}

TEST(Compare, WhatNobodyLookedAtIsNotClosed) {
    const PastRun before = run_of({finding("a", Verdict::fail)});
    const std::string unseen = "opened 0, closed 0, changed 0, unseen 1, added 0, gone 0, still 0";
    EXPECT_EQ(counts_told(before, run_of({}, {"d"})), unseen);
    EXPECT_EQ(counts_told(before, run_of({}, {"c"}, {"123456789012/us-east-1"})), unseen);
    // The list was denied: one stands for all of its kind.
    EXPECT_EQ(counts_told(before, run_of({finding("AWS::S3::Bucket in 123456789012/eu-west-1", Verdict::unverified)})),
              "opened 0, closed 0, changed 0, unseen 1, added 1, gone 0, still 0");
    EXPECT_EQ(counts_told(before, run_of({})), "opened 0, closed 1, changed 0, unseen 0, added 0, gone 1, still 0");
}

TEST(Compare, OfTwoVerdictsOnOneThingTheGraverCounts) {
    EXPECT_EQ(counts_told(run_of({finding("a", Verdict::pass)}), run_of({finding("a", Verdict::pass), finding("a", Verdict::fail)})),
              "opened 1, closed 0, changed 0, unseen 0, added 0, gone 0, still 0");
}

TEST(WriteDiff, TellsWhatChangedAndSums) {
    const PastRun before = run_of({finding("a", Verdict::fail), finding("b\x1b", Verdict::pass), finding("d", Verdict::fail, "d")});
    const PastRun after = run_of({finding("b\x1b", Verdict::fail), finding("d", Verdict::unverified, "d")});
    const Difference found = compare(before, after);
    std::string text;
    write_diff_text(text, found, {});
    for (const std::string_view word :
         {"== opened", "b\\u{1b}  was pass, is fail", "the resource is gone", "was fail, is unverified",
          "1 opened, 1 closed, 1 changed, 0 not looked at again, 0 still fail; 0 resources new, 1 resource gone"})
        EXPECT_NE(text.find(word), std::string::npos) << word << "\n" << text;
    std::string json;
    write_diff_json(json, found, before, after);
    const auto document = value::read_json(std::make_shared<base::Source>("d", json));
    ASSERT_TRUE(document);
    EXPECT_EQ(document->root.find("opened")->as_list().size(), 1U);
    EXPECT_EQ(document->root.find("gone")->as_list()[0].find("resource")->as_string(), "a");
}

TEST(WriteDiff, ManyAreCountedUnlessAllAreWanted) {
    std::vector<RunFinding> many;
    for (int i = 0; i < 50; ++i) many.push_back(finding(fmt::format("b{:02}", i), Verdict::fail));
    const PastRun before = run_of({});
    const PastRun after = run_of(many);
    std::string text;
    write_diff_text(text, compare(before, after), {});
    EXPECT_NE(text.find("and 30 more"), std::string::npos);
    text.clear();
    write_diff_text(text, compare(before, after), {.verbose = true});
    EXPECT_EQ(text.find("more"), std::string::npos);
}

std::string error_of(std::string json) {
    const auto run = read_run(std::make_shared<base::Source>("run.json", std::move(json)));
    return run ? "none" : base::render(run.error());
}

TEST(ReadRun, TakesReportsOnly) {
    EXPECT_NE(error_of("{}").find("is no report of findings"), std::string::npos);
    EXPECT_NE(error_of("[]").find("is no report of findings"), std::string::npos);
    EXPECT_NE(error_of("{").find("run.json:"), std::string::npos);
    const auto with = [](const std::string& finding) { return R"({"format": "vouch-findings/1", "findings": [)" + finding + "]}"; };
    EXPECT_EQ(error_of(with("")), "none");
    EXPECT_EQ(error_of(with(R"({"control": "c", "unit": "u", "verdict": "pass"})")), "none");
    EXPECT_NE(error_of(with(R"({"control": "c", "unit": "u", "verdict": "perhaps"})")).find("`perhaps`"), std::string::npos);
    EXPECT_NE(error_of(with(R"({"verdict": "pass"})")).find("names no control"), std::string::npos);
    EXPECT_NE(error_of(with("7")).find("verdict"), std::string::npos);
}

}  // namespace
}  // namespace vouch::report
