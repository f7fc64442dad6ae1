// SPDX-License-Identifier: Apache-2.0
// Every format of an audit, against golden files; and what they have in common: no line numbers, and the calls.
#include <array>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "report/asff_types.h"
#include "report/diff.h"
#include "report/provenance.h"
#include "report/testing/live.h"
#include "value/read.h"

namespace vouch::report {
namespace {

using model::Verdict;
using testing::Live;

std::string golden(std::string_view format) { return fmt::format("{}/tests/golden/audit/report.{}", VOUCH_SOURCE_DIR, format); }

std::string read(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    text << file.rdbuf();
    return std::move(text).str();
}

TEST(Audit, ReportsAreWhatTheyWere) {
    const Live live;
    const char* const update = std::getenv("VOUCH_UPDATE_GOLDEN");
    for (const Format* format : formats()) {
        const std::string text = live.written(format->name);
        if (update != nullptr && std::getenv("CI") == nullptr) std::ofstream(golden(format->name), std::ios::binary) << text;
        EXPECT_EQ(text, read(golden(format->name))) << format->name << ": VOUCH_UPDATE_GOLDEN=1 rewrites it";
    }
}

TEST(Audit, EveryFormatNamesAccountRegionResourceAndTheCall) {
    const Live live;
    for (const Format* format : formats()) {
        const std::string text = live.written(format->name, {.width = 300});
        for (const std::string_view word : {"123456789012", "eu-west-1", "arn:aws:s3:::logs", "s3:GetEncryptionConfiguration"})
            EXPECT_NE(text.find(word), std::string::npos) << format->name << " " << word;
        EXPECT_TRUE(text.find("GetBucketEncryption") != std::string::npos || text.find("get-bucket-encryption") != std::string::npos)
            << format->name;
        for (const std::string_view word : {"eu-west-1:1:1", "eu-west-1 1", "estate:1", "template", "vouch check"})
            EXPECT_EQ(text.find(word), std::string::npos) << format->name << " " << word;
    }
}

TEST(Audit, NoLineOfALiveResourceIsTold) {
    const Live live;
    EXPECT_EQ(live.written("sarif").find("\"uri\": \"123456789012"), std::string::npos);
    EXPECT_EQ(live.written("github").find("file="), std::string::npos);
    EXPECT_EQ(live.written("junit").find(" line="), std::string::npos);
    const auto document = value::read_json(std::make_shared<base::Source>("r", live.written("json")));
    ASSERT_TRUE(document);
    for (const value::Value& finding : document->root.find("findings")->as_list())
        EXPECT_EQ(finding.find("location")->find("line"), nullptr);
}

TEST(Audit, NothingHiddenReachesATerminal) {
    const Live live;
    for (const std::string_view name : {"text", "checklist", "github", "markdown", "html", "junit"})
        EXPECT_EQ(live.written(name).find('\x1b'), std::string::npos) << name;
}

TEST(CallsOf, AreThoseOfThePropertyThatTheReasonIsAbout) {
    const Live live;
    const Report report = live.report();
    const model::Finding& failed = report.assessment.findings[0];
    const Calls calls = calls_of(report, failed, failed.reasons[0]);
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(operation_of(*calls[0]), "s3:ListBuckets");
    EXPECT_EQ(told(*calls[1]), "s3:GetBucketEncryption eu-west-1, request " + calls[1]->request_id);
    EXPECT_EQ(call_of(report, failed, failed.reasons[0]), calls[1]);
    model::Reason whole = failed.reasons[0];
    whole.path = "/Vouch/Policy/public";
    EXPECT_EQ(calls_of(report, failed, whole).size(), 3U);
    // Of a property that is not there only the clause tells.
    whole.path = "/Resources/arn:aws:s3:::logs/Properties";
    whole.clause = "%buckets.Properties.VersioningConfiguration.Status == 'Enabled'";
    ASSERT_EQ(calls_of(report, failed, whole).size(), 2U);
    EXPECT_EQ(operation_of(*calls_of(report, failed, whole)[1]), "s3:GetBucketVersioning");
    // A pass rests on all of them, as nothing says on which.
    EXPECT_EQ(calls_of(report, report.assessment.findings[2]).size(), 3U);
}

TEST(CallsOf, AValueInTheEstateIsThatOfItsResource) {
    const Live live;
    const Report report = live.report();
    const model::Finding& estate = report.assessment.findings.back();
    EXPECT_EQ(calls_of(report, estate, estate.reasons[0]).size(), 0U);
    model::Reason reason = estate.reasons[0];
    reason.path = "/Resources/123456789012~1eu-west-1~1arn:aws:s3:::logs/Properties/VersioningConfiguration/Status";
    ASSERT_EQ(calls_of(report, estate, reason).size(), 2U);
    EXPECT_EQ(call_of(report, estate, reason)->question.operation, "GetBucketVersioning");
    for (const std::string_view odd : {"", "/", "/Resources", "/Resources/", "/Resources/~", "/Resources/x/Properties"}) {
        reason.path = odd;
        EXPECT_EQ(call_of(report, estate, reason), nullptr) << odd;
    }
}

TEST(Grants, AreEachActionOnceWithItsFindings) {
    Live live;
    live.add_bucket("other", Verdict::unverified);
    const auto all = grants(live.report());
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].action, "s3:GetEncryptionConfiguration");
    EXPECT_EQ(all[0].findings, 2U);
}

TEST(Text, ManyAlikeAreListedOnceAndCounted) {
    Live live;
    for (int i = 0; i < 40; ++i) live.add_bucket(fmt::format("more-{}", i), Verdict::fail);
    const std::string text = live.written("text");
    EXPECT_NE(text.find("the same in 41 more resources:"), std::string::npos) << text;
    EXPECT_NE(text.find("and 33 more in 123456789012/eu-west-1 (33) (--verbose lists them)"), std::string::npos) << text;
}

TEST(Asff, ABatchHoldsAHundred) {
    Live live;
    for (int i = 0; i < 250; ++i) live.add_bucket(fmt::format("more-{}", i), Verdict::fail);
    std::istringstream lines(live.written("asff"));
    std::size_t most = 0;
    std::size_t all = 0;
    for (std::string line; std::getline(lines, line);) {
        const auto document = value::read_json(std::make_shared<base::Source>("r", line));
        ASSERT_TRUE(document);
        const auto findings = document->root.find("Findings")->as_list();
        most = std::max(most, findings.size());
        all += findings.size();
        for (const value::Value& each : findings)
            EXPECT_EQ(each.find("ProductArn")->as_string(), findings[0].find("ProductArn")->as_string());
    }
    EXPECT_EQ(most, 100U);
    EXPECT_EQ(all, 250U + 8);
}

TEST(Asff, FieldsAreCutToTheirLengths) {
    Live live;
    for (model::Control& control : live.controls) {
        control.title = control.fix = control.rationale = std::string(100'000, 'x');
        control.criteria.assign(100, std::string(100, 'c'));
    }
    live.add_bucket(std::string(5000, 'n'), Verdict::unverified);
    live.assessment.findings.back().reasons[0].unknown.assign(100'000, 'u');
    std::istringstream lines(live.written("asff"));
    for (std::string line; std::getline(lines, line);) EXPECT_LT(line.size(), 240'000U);
}

TEST(Asff, TypesAreThoseOfTheFormat) {
    EXPECT_EQ(asff_type("AWS::S3::Bucket"), "AwsS3Bucket");
    EXPECT_EQ(asff_type("AWS::RDS::DBInstance"), "AwsRdsDbInstance");
    EXPECT_EQ(asff_type("Vouch::IAM::Root"), "Other");
    EXPECT_EQ(asff_type(""), "Other");
}

TEST(Diff, OfARunWithItselfIsNothing) {
    const Live live;
    const auto run = read_run(std::make_shared<base::Source>("r", live.written("json")));
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_EQ(run->name, live.audit.run);
    EXPECT_EQ(run->findings.size(), live.assessment.findings.size());
    const Difference none = compare(*run, *run);
    EXPECT_EQ(none.opened.size() + none.closed.size() + none.changed.size() + none.unseen.size() + none.added.size() + none.gone.size(),
              0U);
    EXPECT_EQ(none.still, live.assessment.counts.of(Verdict::fail));
}

}  // namespace
}  // namespace vouch::report
