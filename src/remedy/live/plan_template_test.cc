// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/plan_template.h"

#include <gtest/gtest.h>

#include "remedy/testing/live.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::remedy {
namespace {

Change makes(const std::string& id, const std::string& type, const std::string& input) {
    Change change;
    change.id = id;
    change.type = type;
    change.account = "111122223333";
    change.region = "eu-west-1";
    change.calls = {{"s", "Make", "eu-west-1", input, {}, {}, {}}};
    return change;
}

value::DocumentPtr template_of(std::vector<Change> changes) {
    Plan plan;
    plan.changes = std::move(changes);
    return testing::json(to_cloudformation(plan));
}
// Why it is left out; empty where it is not.
std::string left_out(std::vector<Change> changes, const std::string& id) {
    const auto made = template_of(std::move(changes));
    return value::text_at(*made->root.find("Metadata")->find("VouchPlan")->find("LeftOut"), id);
}

TEST(ToCloudFormation, CallsBecomePropertiesAndResourcesFollowOneAnother) {
    Change group = makes("log-group-1", "AWS::Logs::LogGroup", R"({"logGroupName":"g"})");
    group.calls.push_back({"logs", "PutRetentionPolicy", "eu-west-1", R"({"logGroupName":"g","retentionInDays":365})", {}, {}, {}});
    const Change filter = makes("filter-1", "AWS::Logs::MetricFilter",
                                R"({"logGroupName":"g","metricTransformations":[{"metricName":"m","metricValue":"1"}]})");
    const Change rule = makes("rule-1", "AWS::Config::ConfigRule", R"({"ConfigRule":{"ConfigRuleName":"r","Source":{"Owner":"AWS"}}})");
    const auto made = template_of({group, filter, rule});
    EXPECT_EQ(
        value::to_json(*made->root.find("Resources")),
        R"({"LogGroup1":{"Type":"AWS::Logs::LogGroup","Properties":{"LogGroupName":"g","RetentionInDays":365}},)"
        R"("Filter1":{"Type":"AWS::Logs::MetricFilter","DependsOn":"LogGroup1","Properties":{"LogGroupName":"g",)"
        R"("MetricTransformations":[{"MetricName":"m","MetricValue":"1"}]}},)"
        R"("Rule1":{"Type":"AWS::Config::ConfigRule","DependsOn":"Filter1","Properties":{"ConfigRuleName":"r","Source":{"Owner":"AWS"}}}})");
}

TEST(ToCloudFormation, WhatIsLeftOutSaysWhy) {
    const Change good = makes("good", "AWS::Macie::Session", R"({"status":"ENABLED"})");
    Change there = good;
    there.before = "{}";
    Change risky = good;
    risky.risk = Risk::lock_out;
    Change waits = good;
    waits.calls.front().waits = "an id";
    Change elsewhere = good;
    elsewhere.region = "us-east-1";
    const Change more = makes("good", "AWS::S3::Bucket", R"({"Bucket":"b"})");
    const Change other = makes("good", "AWS::AccessAnalyzer::Analyzer", R"({"analyzerName":"a","configuration":{}})");
    EXPECT_EQ(left_out({good}, "good"), "");
    EXPECT_EQ(left_out({there}, "good"), "it changes what is there, which no stack of yours has made");
    EXPECT_EQ(left_out({risky}, "good"), "may lock out");
    EXPECT_EQ(left_out({waits}, "good"), "its calls have a form that templates do not have");
    EXPECT_EQ(left_out({more}, "good"), "its calls do more than the properties of AWS::S3::Bucket say");
    EXPECT_EQ(left_out({other}, "good"), "its calls have a form that templates do not have");
    elsewhere.id = "far";
    EXPECT_EQ(left_out({good, elsewhere}, "far"), "it is for 111122223333 us-east-1, and a stack has one place");
}

}  // namespace
}  // namespace vouch::remedy
