// SPDX-License-Identifier: Apache-2.0
// A link that a denied call leaves open: the fact names the action that would settle it, whichever link it is. Whole chains and those that
// end early: detection_test.cc.
#include "facts/detection/chains.h"

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "facts/detection/catches.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts::detection {
namespace {

constexpr std::string_view kTrail =
    "Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: {Fn::GetAtt: [Group, Arn]}}}";
constexpr std::string_view kGroup = "Group: {Type: AWS::Logs::LogGroup}";
constexpr std::string_view kPattern =
    "'{ ($.userIdentity.type = \"Root\") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != \"AwsServiceEvent\") }'";
constexpr std::string_view kWritten = "[{MetricNamespace: Sec, MetricName: Root, MetricValue: '1'}]";
constexpr std::string_view kAlarm =
    "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: Sec, MetricName: Root, AlarmActions: [{Ref: Topic}]}}";
constexpr std::string_view kTopic = "Topic: {Type: AWS::SNS::Topic}";
constexpr std::string_view kMail = "Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: {Ref: Topic}, Protocol: email}}";

// A whole chain; a test replaces or leaves out a part.
struct Chain {
    std::string_view trail = kTrail;
    std::string_view filter_pattern = kPattern;
    std::string_view filter_writes = kWritten;
    std::string_view alarm = kAlarm;
    std::string_view topic = kTopic;
    std::string_view mail = kMail;

    std::string yaml() const {
        std::string text = "Resources:\n";
        for (const std::string_view part : {trail, kGroup, alarm, topic, mail})
            if (!part.empty()) text.append("  ").append(part).append("\n");
        return text.append("  Filter: {Type: AWS::Logs::MetricFilter, Properties: {LogGroupName: {Ref: Group}, FilterPattern: ")
            .append(filter_pattern)
            .append(", MetricTransformations: ")
            .append(filter_writes)
            .append("}}\n");
    }
};

// A list that was denied.
struct Denied {
    std::string type;
    std::string action;
    std::vector<std::string> properties;
};

std::string fact(const Chain& chain, const std::string& id, const std::string& analyser, const std::string& name,
                 const Denied& denied = {}) {
    EstateBuilder builder;
    builder.stack("App", chain.yaml());
    if (!denied.type.empty()) builder.stand_in(denied.type, denied.action, denied.properties);
    builder.whole();
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, id == "Estate" ? "estate" : "App", id), analyser, name);
}

std::string root(const Chain& chain, const Denied& denied = {}) { return fact(chain, "Estate", "Detection", "RootUsage", denied); }

void expect_names(const std::string& fact, const std::string& action) {
    EXPECT_TRUE(fact.contains("Vouch::Unknown") && fact.contains("`" + action + "` was denied")) << action << ": " << fact;
}

TEST(Chains, OfAnEstateWithoutDenialsAreCertain) {
    EXPECT_TRUE(root({}).starts_with("[\"trail `Trail` -> log group `Group` -> filter `Filter` -> ")) << root({});
}

TEST(Chains, WithAPropertyThatWasDeniedNameTheAction) {
    struct Row {
        Chain chain;
        std::string action;
    };
    const std::vector<Row> rows{
        {{.trail = "Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: {Fn::Denied: t:Get}}}"}, "t:Get"},
        {{.filter_pattern = "{Fn::Denied: f:Pattern}"}, "f:Pattern"},
        {{.filter_writes = "{Fn::Denied: f:Writes}"}, "f:Writes"},
        {{.filter_writes = "[{MetricNamespace: {Fn::Denied: f:Space}, MetricName: Root}]"}, "f:Space"},
        {{.filter_writes = "[{MetricNamespace: Sec, MetricName: Root, Dimensions: [{Fn::Denied: f:Sides}]}]"}, "f:Sides"},
        {{.alarm = "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: Sec, MetricName: {Fn::Denied: a:Name}, AlarmActions: "
                   "[{Ref: Topic}]}}"},
         "a:Name"},
        {{.alarm =
              "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: Sec, MetricName: Root, AlarmActions: {Fn::Denied: a:Acts}}}"},
         "a:Acts"},
        {{.alarm =
              "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: Sec, MetricName: Root, ActionsEnabled: {Fn::Denied: a:On}, "
              "AlarmActions: [{Ref: Topic}]}}"},
         "a:On"},
        {{.topic = "Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: {Fn::Denied: s:Own}}}", .mail = ""}, "s:Own"},
        {{.mail = "Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: {Fn::Denied: s:Topic}}}"}, "s:Topic"},
    };
    for (const Row& row : rows) expect_names(root(row.chain), row.action);
}

TEST(Chains, WithAListThatWasDeniedNameTheAction) {
    struct Row {
        Chain chain;
        Denied denied;
    };
    constexpr std::string_view kElsewhere =
        "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: Sec, MetricName: Root, AlarmActions: "
        "['arn:aws:sns:eu-west-1:1:t']}}";
    const std::vector<Row> rows{
        {{.trail = ""}, {"AWS::CloudTrail::Trail", "cloudtrail:DescribeTrails", {"CloudWatchLogsLogGroupArn"}}},
        {{.filter_pattern = "x"}, {"AWS::Logs::MetricFilter", "logs:DescribeMetricFilters", {"FilterPattern", "MetricTransformations"}}},
        {{.alarm = ""}, {"AWS::CloudWatch::Alarm", "cloudwatch:DescribeAlarms", {"Namespace", "MetricName", "AlarmActions"}}},
        {{.alarm = kElsewhere}, {"AWS::SNS::Topic", "sns:ListTopics", {"TopicName"}}},
        {{.mail = ""}, {"AWS::SNS::Subscription", "sns:ListSubscriptions", {"TopicArn"}}},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(root(row.chain).contains("Vouch::Unknown"), row.chain.alarm == kElsewhere) << row.denied.action;
        expect_names(root(row.chain, row.denied), row.denied.action);
    }
}

TEST(Chains, ThatARuleBeginsNameTheActionOfItsTargets) {
    const auto rule = [](std::string_view more) {
        const std::string text =
            "Resources:\n  Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: {source: [aws.kms], detail: "
            "{eventName: [DisableKey, ScheduleKeyDeletion]}}, ";
        EstateBuilder builder;
        builder.stack("App", text + std::string(more) + "}}\n");
        builder.whole();
        const Estate estate(builder.inventory());
        return fact_of(estate, EstateBuilder::node(estate, "estate", "Estate"), "Detection", "KmsDisableDelete");
    };
    const std::string acts = "Targets: [{Id: t, Arn: 'arn:aws:lambda:eu-west-1:1:function:f'}], ";
    EXPECT_EQ(rule(acts + "State: ENABLED"), R"(["rule `Rule` -> `arn:aws:lambda:eu-west-1:1:function:f`"])");
    expect_names(rule("Targets: {Fn::Denied: e:Targets}"), "e:Targets");
    expect_names(rule(acts + "State: {Fn::Denied: e:State}"), "e:State");
    expect_names(rule(acts + "EventBusName: {Fn::Denied: e:Bus}"), "e:Bus");
}

TEST(Chains, AreWholeWhateverWasDeniedBesideThem) {
    EXPECT_FALSE(root({}, {"AWS::CloudTrail::Trail", "cloudtrail:DescribeTrails", {"CloudWatchLogsLogGroupArn"}}).contains("Unknown"));
    EXPECT_FALSE(root({}, {"AWS::SNS::Subscription", "sns:ListSubscriptions", {"TopicArn"}}).contains("Unknown"));
}

TEST(Coverage, HasAFactForEachDetectionInTheOrderOfTheCatalogue) {
    EstateBuilder builder;
    builder.stack("App", Chain{}.yaml());
    const Estate estate(builder.inventory());
    const std::vector<Coverage> all = coverage(estate);
    ASSERT_EQ(all.size(), catalog().size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(all[i].fact, pattern::fact_name(catalog()[i].id));
        EXPECT_TRUE(all[i].complete.empty() || all[i].unknown.empty()) << all[i].fact;
    }
}

TEST(Links, OfAFilterOrAnAlarmNameTheAction) {
    const Denied trails{"AWS::CloudTrail::Trail", "cloudtrail:DescribeTrails", {"CloudWatchLogsLogGroupArn"}};
    const Denied alarms{"AWS::CloudWatch::Alarm", "cloudwatch:DescribeAlarms", {"Namespace", "MetricName"}};
    const Denied filters{"AWS::Logs::MetricFilter", "logs:DescribeMetricFilters", {"MetricTransformations"}};
    expect_names(fact({.trail = ""}, "Filter", "Detection", "OnTrail", trails), trails.action);
    expect_names(fact({.alarm = ""}, "Filter", "Detection", "Alarms", alarms), alarms.action);
    expect_names(fact({.filter_writes = "[]"}, "Alarm", "Alarm", "MetricMissing", filters), filters.action);
    expect_names(fact({.filter_writes = "{Fn::Denied: f:Writes}"}, "Alarm", "Alarm", "MetricExists"), "f:Writes");
    expect_names(fact({.alarm = "Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {Namespace: {Fn::Denied: a:Space}, MetricName: Other}}"},
                      "Alarm", "Alarm", "MetricExists"),
                 "a:Space");
}

}  // namespace
}  // namespace vouch::facts::detection
