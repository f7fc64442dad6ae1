// SPDX-License-Identifier: Apache-2.0
#include "trail/evidence.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::trail {
namespace {

using testing::at;

constexpr std::string_view kAccount = "111122223333";

Interval days(std::string_view from, std::string_view to) {
    return {at(std::string(from) + "T00:00:00Z"), at(std::string(to) + "T00:00:00Z")};
}

Report verified(const Interval& when, std::vector<Deviation> deviations = {}) {
    Report made;
    made.asked = when;
    AreaReport area;
    area.root = "logs/AWSLogs/";
    area.account = kAccount;
    area.region = "eu-west-1";
    for (Deviation& each : deviations) area.add(std::move(each));
    made.areas.push_back(std::move(area));
    return made;
}

Deviation changed() { return {Verdict::invalid, What::log, "a.json.gz", days("2025-03-02", "2025-03-03"), "its SHA-256 is another"}; }

struct Seen {
    std::string day;
    DaySeen seen;
};

ScanResult scanned(const Interval& when, const std::vector<Seen>& seen, bool tested = false) {
    ScanResult result;
    result.report.asked = when;
    result.tested = tested;
    ScanLabel label{.id = "root-usage", .title = "The root user was used", .severity = "high", .criteria = {}};
    for (const Seen& each : seen) label.seen[{std::string(kAccount), each.day}] = each.seen;
    label.seen[{"444455556666", "2025-03-01"}] = {100, 100};
    result.labels = {label, {.id = "pattern 1", .title = "{ $.a = 1 }", .severity = {}, .criteria = {}}};
    return result;
}

base::Result<LogEvidence> evidence_in(const std::string& text) { return parse_evidence(std::make_shared<base::Source>("e.json", text)); }

LogEvidence full() {
    LogEvidence evidence;
    add_verification(evidence, verified(days("2025-03-01", "2025-03-05"), {changed()}), kAccount, at("2025-03-05T01:00:00Z"));
    add_verification(evidence, verified(days("2025-03-05", "2025-03-06")), kAccount, at("2025-03-06T01:00:00Z"));
    ScanResult seen = scanned(days("2025-03-01", "2025-03-05"), {{"2025-03-02", {3, 1}}}, true);
    seen.report.gaps.push_back({std::string(kAccount), "eu-west-1", days("2025-03-01", "2025-03-02"), "neighbours have some"});
    seen.report.gaps.push_back({"444455556666", "eu-west-1", days("2025-03-01", "2025-03-02"), "neighbours have some"});
    add_scan(evidence, seen, kAccount, at("2025-03-06T01:00:00Z"));
    return evidence;
}

value::Document answer(const LogEvidence& evidence, std::string_view now) {
    return *value::read_json(std::make_shared<base::Source>("answer", evidence_answer(evidence, at(now))));
}

TEST(Evidence, WhatIsVerifiedGrowsTogether) {
    LogEvidence evidence;
    add_verification(evidence, verified(days("2025-03-01", "2025-03-02")), kAccount, at("2025-03-02T01:00:00Z"));
    add_verification(evidence, verified(days("2025-03-05", "2025-03-06")), kAccount, at("2025-03-06T01:00:00Z"));
    ASSERT_EQ(evidence.areas.size(), 1U);
    EXPECT_EQ(evidence.areas[0].intact, (std::vector{days("2025-03-01", "2025-03-02"), days("2025-03-05", "2025-03-06")}));
    add_verification(evidence, verified(days("2025-03-02", "2025-03-05")), kAccount, at("2025-03-07T01:00:00Z"));
    EXPECT_EQ(evidence.areas[0].intact, (std::vector{days("2025-03-01", "2025-03-06")}));
    EXPECT_EQ(evidence.areas[0].at, at("2025-03-07T01:00:00Z"));
    add_verification(evidence, verified(days("2025-03-01", "2025-03-09")), "444455556666", at("2025-03-09T01:00:00Z"));
    EXPECT_EQ(evidence.areas[0].intact.back().to, at("2025-03-06T00:00:00Z"));
}

TEST(Evidence, AFaultStaysUntilItsTimeIsVerifiedAgain) {
    LogEvidence evidence;
    add_verification(evidence, verified(days("2025-03-01", "2025-03-05")), kAccount, at("2025-03-05T01:00:00Z"));
    add_verification(evidence, verified(days("2025-03-02", "2025-03-03"), {changed()}), kAccount, at("2025-03-05T02:00:00Z"));
    EXPECT_EQ(evidence.areas[0].intact, (std::vector{days("2025-03-01", "2025-03-02"), days("2025-03-03", "2025-03-05")}));
    EXPECT_EQ(evidence.areas[0].faults, (std::vector<Fault>{{days("2025-03-02", "2025-03-03"), 1, "invalid: its SHA-256 is another"}}));
    add_verification(evidence, verified(days("2025-03-05", "2025-03-06")), kAccount, at("2025-03-06T01:00:00Z"));
    EXPECT_EQ(evidence.areas[0].faults.size(), 1U);
    add_verification(evidence, verified(days("2025-03-01", "2025-03-06")), kAccount, at("2025-03-06T02:00:00Z"));
    EXPECT_TRUE(evidence.areas[0].faults.empty());
}

TEST(Evidence, WhatCouldNotBeReadSaysNothing) {
    LogEvidence evidence;
    Report broken = verified(days("2025-03-01", "2025-03-02"));
    broken.problems.push_back({base::Code::unreadable, "denied", {}, {}, {}});
    add_verification(evidence, broken, kAccount, at("2025-03-02T01:00:00Z"));
    EXPECT_TRUE(evidence.areas[0].intact.empty());
    const Deviation head{Verdict::unanchored_head, What::digest, "d", days("2025-03-01", "2025-03-02"), "nothing holds its signature"};
    add_verification(evidence, verified(days("2025-03-01", "2025-03-02"), {head}), kAccount, at("2025-03-02T01:00:00Z"));
    EXPECT_TRUE(evidence.areas[0].intact.empty());
    EXPECT_TRUE(evidence.areas[0].faults.empty());
    ScanResult stopped = scanned(days("2025-03-01", "2025-03-02"), {});
    stopped.report.stopped = true;
    add_scan(evidence, stopped, kAccount, at("2025-03-02T01:00:00Z"));
    EXPECT_TRUE(evidence.detections.empty());
}

TEST(Evidence, GapsOfDigestsGoWhenTheirTimeIsCovered) {
    LogEvidence evidence;
    const Deviation gap{Verdict::gap, What::time, {}, days("2025-03-02", "2025-03-03"), "no digest covers it"};
    add_verification(evidence, verified(days("2025-03-01", "2025-03-05"), {gap}), kAccount, at("2025-03-05T01:00:00Z"));
    ASSERT_EQ(evidence.gaps.size(), 1U);
    add_scan(evidence, scanned(days("2025-03-01", "2025-03-05"), {}), kAccount, at("2025-03-05T01:00:00Z"));
    EXPECT_EQ(evidence.gaps.size(), 1U) << "names of logs do not tell what digests cover";
    add_verification(evidence, verified(days("2025-03-01", "2025-03-05")), kAccount, at("2025-03-06T01:00:00Z"));
    EXPECT_TRUE(evidence.gaps.empty());
}

TEST(Evidence, ALaterScanReplacesTheDaysThatItCovers) {
    LogEvidence evidence;
    add_scan(evidence, scanned(days("2025-03-01", "2025-03-03"), {{"2025-03-01", {4, 0}}, {"2025-03-02", {5, 0}}}), kAccount,
             at("2025-03-03T01:00:00Z"));
    add_scan(evidence, scanned({at("2025-03-02T00:00:00Z"), at("2025-03-03T12:00:00Z")}, {{"2025-03-02", {1, 0}}, {"2025-03-03", {2, 0}}}),
             kAccount, at("2025-03-03T13:00:00Z"));
    add_scan(evidence, scanned({at("2025-03-03T11:00:00Z"), at("2025-03-03T14:00:00Z")}, {{"2025-03-03", {1, 0}}}), kAccount,
             at("2025-03-03T14:00:00Z"));
    const std::map<std::string, DaySeen> wanted{{"2025-03-01", {4, 0}}, {"2025-03-02", {1, 0}}, {"2025-03-03", {2, 0}}};
    ASSERT_TRUE(evidence.detections.contains("root-usage"));
    EXPECT_EQ(evidence.detections.size(), 1U) << "patterns of one's own are no detections";
    EXPECT_EQ(evidence.detections["root-usage"].days, wanted);
    ScanResult broken = scanned(days("2025-03-01", "2025-03-04"), {{"2025-03-02", {2, 0}}});
    broken.report.counts.unread = 1;
    add_scan(evidence, broken, kAccount, at("2025-03-04T01:00:00Z"));
    EXPECT_EQ(evidence.detections["root-usage"].days.at("2025-03-01").matches, 4U) << "some logs were not read";
    EXPECT_EQ(evidence.detections["root-usage"].days.at("2025-03-02").matches, 2U);
    add_scan(evidence, scanned(days("2025-03-01", "2025-03-02"), {}), kAccount, at("2025-03-04T01:00:00Z"), false);
    EXPECT_EQ(evidence.detections["root-usage"].days.at("2025-03-01").matches, 4U) << "only some logs were looked at";
    add_scan(evidence, scanned(days("2027-01-01", "2027-01-02"), {}), kAccount, at("2027-01-02T01:00:00Z"));
    EXPECT_TRUE(evidence.detections["root-usage"].days.empty()) << "older than a period and a month";
}

TEST(Evidence, WhatIsWrittenIsReadAgain) {
    for (const LogEvidence& evidence : {LogEvidence(), full()}) {
        const auto again = evidence_in(evidence_json(evidence));
        ASSERT_TRUE(again) << again.error().message;
        EXPECT_EQ(*again, evidence);
    }
}

TEST(Evidence, OtherFilesAreRefused) {
    const std::string good = evidence_json(full());
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    for (const std::string& bad :
         {std::string(), std::string("[]"), std::string("{}"), with("evidence/1", "evidence/2"), with("\"areas\"", "\"area\""),
          with("2025-03-05", "2025-13-05"), with("\"deviations\":1", "\"deviations\":-1"), with("\"tried\":true", "\"tried\":1"),
          with("\"2025-03-02\":", "\"2025-03\":"), with("\"days\":{", "\"days\":{\"x\":1,")}) {
        const auto found = evidence_in(bad);
        ASSERT_FALSE(found) << bad;
        EXPECT_NE(found.error().code, base::Code::internal);
    }
}

TEST(Evidence, AnAuditIsToldOfThirtyDays) {
    const value::Document then = answer(full(), "2025-03-06T02:00:00Z");
    EXPECT_EQ(text_at(then.root, "IntactUntil"), "2025-03-06T00:00:00Z");
    const value::Value& area = then.root.find("Verifications")->as_list()[0];
    EXPECT_EQ(text_at(area, "IntactSince"), "2025-03-05T00:00:00Z");
    EXPECT_EQ(area.find("Faults")->length(), 1U);
    EXPECT_EQ(then.root.find("Gaps")->length(), 1U);
    const value::Value& root = then.root.find("Detections")->as_list()[0];
    EXPECT_EQ(root.find("Matches")->as_integer(), 3);
    EXPECT_EQ(root.find("Unnoticed")->as_integer(), 1);
    EXPECT_EQ(text_at(root, "LastDay"), "2025-03-02");
    const value::Document later = answer(full(), "2025-05-06T02:00:00Z");
    EXPECT_EQ(later.root.find("Detections")->as_list()[0].find("Matches")->as_integer(), 0);
    EXPECT_EQ(answer({}, "2025-05-06T02:00:00Z").root.find("IntactUntil"), nullptr);
}

}  // namespace
}  // namespace vouch::trail
