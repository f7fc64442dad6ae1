// SPDX-License-Identifier: Apache-2.0
#include "report/checklist.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "report/testing/live.h"

namespace vouch::report {
namespace {

using model::Phase;
using model::Severity;
using model::Verdict;
using testing::Live;

std::string row(const Live& live, std::string_view id) {
    for (const Row& each : checklist(live.report()))
        if (each.row->id == id) return told(each);
    return "none";
}

TEST(Checklist, IsInTheOrderOfItsRows) {
    const Live live;
    std::string ids;
    for (const Row& each : checklist(live.report())) ids += each.row->id + " ";
    EXPECT_EQ(ids, "A1 A2 A3 A5 B1 B3 B4 ");
}

TEST(Checklist, SaysHowEachRowStands) {
    const Live live;
    EXPECT_EQ(row(live, "A1"), "no control of this run is about it");
    EXPECT_EQ(row(live, "A5"), "fail: 2 of 5");
    EXPECT_EQ(row(live, "B3"), "fail: 2 of 5");
    EXPECT_EQ(row(live, "A2"), "fail: 1 of 1");
    EXPECT_EQ(row(live, "B4"), "nothing there");
}

// What the row of buckets comes to when they have these verdicts.
std::string of(std::initializer_list<Verdict> verdicts) {
    Live live;
    live.assessment = {};
    int number = 0;
    for (const Verdict verdict : verdicts) live.add_bucket(fmt::format("b{}", number++), verdict);
    return row(live, "A5");
}

TEST(Checklist, NothingIsNeverAPass) {
    EXPECT_EQ(of({}), "nothing there");
    EXPECT_EQ(of({Verdict::not_applicable, Verdict::not_applicable}), "nothing there");
    EXPECT_EQ(of({Verdict::pass, Verdict::not_applicable}), "pass: 1");
    EXPECT_EQ(of({Verdict::pass, Verdict::unverified}), "could not be verified: 1 of 2");
    EXPECT_EQ(of({Verdict::pass, Verdict::suppressed}), "accepted: 1 of 2");
    EXPECT_EQ(of({Verdict::unverified, Verdict::fail, Verdict::suppressed, Verdict::pass}), "fail: 1 of 4");
}

TEST(Checklist, NoRowPassesWhileAnAccountIsUnseen) {
    Live live;
    live.assessment = {};
    live.add_bucket("b", Verdict::pass);
    EXPECT_EQ(row(live, "A5"), "pass: 1");
    live.audit.accounts.push_back({"999999999999", "", "", {}, 1, {"sts:AssumeRole: AccessDenied"}});
    EXPECT_EQ(row(live, "A5"), "could not be verified");
    EXPECT_EQ(row(live, "B4"), "could not be verified");
    EXPECT_EQ(row(live, "A1"), "no control of this run is about it");
    EXPECT_NE(live.written("checklist").find("Nothing could be seen of account 999999999999"), std::string::npos);
}

TEST(Priority, FollowsSeverityAndPhase) {
    const auto of_control = [](Severity severity, Phase phase) {
        model::Control control;
        control.severity = severity;
        control.phase = phase;
        return name(priority_of(control));
    };
    EXPECT_EQ(of_control(Severity::critical, Phase::continuous), "this week");
    EXPECT_EQ(of_control(Severity::high, Phase::foundation), "this week");
    EXPECT_EQ(of_control(Severity::high, Phase::advanced), "this month");
    EXPECT_EQ(of_control(Severity::medium, Phase::foundation), "this month");
    EXPECT_EQ(of_control(Severity::medium, Phase::advanced), "next quarter");
    EXPECT_EQ(of_control(Severity::low, Phase::foundation), "next quarter");
}

TEST(Checklist, ARowIsAsUrgentAsWhatFailedInIt) {
    const Live live;
    for (const Row& each : checklist(live.report())) {
        if (each.row->id == "A5") {
            EXPECT_EQ(each.priority, Priority::this_week);
        } else if (each.row->id == "B1") {
            EXPECT_EQ(each.priority, Priority::next_quarter);
        }
    }
}

TEST(Checklist, TheCommandIsPastedAsItStands) {
    const Live live;
    const std::string text = live.written("checklist", {.width = 40});
    EXPECT_NE(text.find("verify: aws s3api get-bucket-encryption --bucket logs --region eu-west-1\n"), std::string::npos) << text;
}

}  // namespace
}  // namespace vouch::report
