// SPDX-License-Identifier: Apache-2.0
// Chains from the trail to a subscription, whole and broken at each of their links; what filters, rules, alarms and topics say alone.
#include <string>

#include <gtest/gtest.h>

#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

// Parts of the estate; a test replaces or leaves out one.
struct Parts {
    std::string trail =
        "Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: {Fn::GetAtt: [Group, Arn]}, IsLogging: true}}";
    std::string group = "Group: {Type: AWS::Logs::LogGroup}";
    std::string pattern =
        "'{ ($.userIdentity.type = \"Root\") && ($.userIdentity.invokedBy NOT EXISTS) && ($.eventType != \"AwsServiceEvent\") }'";
    std::string filter_group = "{Ref: Group}";
    std::string alarm = "Namespace: Sec, MetricName: Root, AlarmActions: [{Ref: Topic}]";
    std::string topic = "Topic: {Type: AWS::SNS::Topic}";
    std::string subscription = "Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: {Ref: Topic}, Protocol: email}}";
    std::string more = {};

    std::string yaml() const {
        std::string text = "Resources:\n";
        for (const std::string* part : {&trail, &group, &topic, &subscription, &more})
            if (!part->empty()) text += "  " + *part + "\n";
        text += "  Filter: {Type: AWS::Logs::MetricFilter, Properties: {LogGroupName: " + filter_group + ", FilterPattern: " + pattern +
                ", MetricTransformations: [{MetricNamespace: Sec, MetricName: Root, MetricValue: '1'}]}}\n";
        text += "  Alarm: {Type: AWS::CloudWatch::Alarm, Properties: {" + alarm + "}}\n";
        return text;
    }
};

std::string fact(const std::string& yaml, const std::string& id, const std::string& analyser, const std::string& name) {
    EstateBuilder builder;
    builder.stack("App", yaml);
    builder.whole();
    const Estate estate(builder.inventory());
    return fact_of(estate, EstateBuilder::node(estate, id == "Estate" ? "estate" : "App", id), analyser, name);
}
std::string root(const Parts& parts) { return fact(parts.yaml(), "Estate", "Detection", "RootUsage"); }
std::string broken(const Parts& parts) { return fact(parts.yaml(), "Estate", "Detection", "RootUsageBroken"); }
bool is_unknown(const std::string& fact) { return fact.contains("Vouch::Unknown"); }

TEST(DetectionChain, WholeIsNamedLinkByLink) {
    EXPECT_EQ(root({}),
              R"(["trail `Trail` -> log group `Group` -> filter `Filter` -> alarm `Alarm` -> topic `Topic` -> subscription `Mail`"])");
    EXPECT_EQ(broken({}), "[]");
    EXPECT_EQ(fact(Parts{}.yaml(), "Estate", "Detection", "SgChanges"), "[]");
    EXPECT_EQ(fact(Parts{}.yaml(), "Estate", "Detection", "SgChangesBroken"), "[]");
}

TEST(DetectionChain, SaysAtWhichLinkItEnds) {
    struct Row {
        Parts parts;
        std::string why;
    };
    const std::vector<Row> rows{
        {{.trail = ""}, "there is no trail"},
        {{.trail = "Trail: {Type: AWS::CloudTrail::Trail}"}, "no trail writes to its log group `Group`"},
        {{.trail = "Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: {Fn::GetAtt: [Group, Arn]}, IsLogging: "
                   "false}}"},
         "trail `Trail` does not log"},
        {{.filter_group = "/other/group"}, "no trail writes to its log group `/other/group`"},
        {{.alarm = "Namespace: Sec, MetricName: Roots, AlarmActions: [{Ref: Topic}]"}, "no alarm watches its metric"},
        {{.alarm = "Namespace: Sec, MetricName: Root, Dimensions: [{Name: X, Value: y}], AlarmActions: [{Ref: Topic}]"},
         "no alarm watches its metric"},
        {{.alarm = "Namespace: Sec, MetricName: Root"}, "alarm `Alarm` has no action"},
        {{.alarm = "Namespace: Sec, MetricName: Root, OKActions: [{Ref: Topic}]"}, "alarm `Alarm` has no action"},
        {{.alarm = "Namespace: Sec, MetricName: Root, ActionsEnabled: false, AlarmActions: [{Ref: Topic}]"},
         "the actions of alarm `Alarm` are switched off"},
        {{.alarm = "Namespace: Sec, MetricName: Root, AlarmActions: ['arn:aws:automate:eu-west-1:ec2:stop']"},
         "alarm `Alarm` acts, but `arn:aws:automate:eu-west-1:ec2:stop` tells nobody"},
        {{.subscription = ""}, "alarm `Alarm` acts, but topic `Topic` has no subscription"},
        {{.topic = "Topic: {Type: AWS::SNS::Topic, Properties: {KmsMasterKeyId: alias/aws/sns}}"},
         "alarm `Alarm` acts, but topic `Topic` is encrypted with alias/aws/sns, which alarms and rules may not use"},
    };
    for (const Row& row : rows) {
        EXPECT_EQ(root(row.parts), "[]") << row.why;
        EXPECT_EQ(broken(row.parts), "[\"filter `Filter` catches it, but " + row.why + "\"]");
    }
}

TEST(DetectionChain, OfAFilterThatCatchesAPartSaysWhichPartIsMissed) {
    const Parts parts{.pattern = "'{ $.userIdentity.type = \"Root\" && $.eventName = ConsoleLogin }'"};
    EXPECT_EQ(root(parts), "[]");
    EXPECT_EQ(broken(parts), R"x(["filter `Filter` catches a part of it (not an access key was made, a call that was denied)"])x");
}

TEST(DetectionChain, TwoFiltersMayCatchTheHalvesBetweenThem) {
    const Parts parts{
        .pattern = "'{ $.userIdentity.type = \"Root\" && $.eventName = ConsoleLogin }'",
        .more =
            "Rest: {Type: AWS::Logs::MetricFilter, Properties: {LogGroupName: {Ref: Group}, FilterPattern: '{ $.userIdentity.type "
            "= \"Root\" && $.eventName != ConsoleLogin }', MetricTransformations: [{MetricNamespace: Sec, MetricName: Root, "
            "MetricValue: '1'}]}}"};
    EXPECT_TRUE(root(parts).contains("filter `Filter`") && root(parts).contains("filter `Rest`")) << root(parts);
    EXPECT_EQ(broken(parts), "[]");
}

TEST(DetectionChain, IsUnknownWhereALinkIs) {
    EXPECT_TRUE(is_unknown(root({.pattern = "{Fn::Unknown: parameter P has no value}"})));
    EXPECT_TRUE(is_unknown(root({.pattern = "'{ $.userIdentity.type == Root }'"})));
    EXPECT_TRUE(is_unknown(root({.filter_group = "{Fn::Unknown: parameter P has no value}"})));
    EXPECT_TRUE(is_unknown(root({.alarm = "Namespace: {Fn::Unknown: p}, MetricName: Root, AlarmActions: [{Ref: Topic}]"})));
    EXPECT_TRUE(is_unknown(root({.alarm = "Namespace: Sec, MetricName: Root, AlarmActions: [{Fn::Unknown: p}]"})));
    EXPECT_TRUE(
        is_unknown(root({.alarm = "Namespace: Sec, MetricName: Root, AlarmActions: ['arn:aws:sns:eu-west-1:123456789012:elsewhere']"})));
    EXPECT_TRUE(
        is_unknown(root({.topic = "Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: {Fn::Unknown: p}}}", .subscription = ""})));
    EXPECT_TRUE(is_unknown(root({.subscription = "Mail: {Type: AWS::SNS::Subscription, Properties: {TopicArn: {Fn::Unknown: p}}}"})));
    // What cannot be known does not matter where the chain is broken anyway.
    EXPECT_EQ(root({.pattern = "{Fn::Unknown: p}", .alarm = "Namespace: Sec, MetricName: Root"}), "[]");
}

TEST(DetectionChain, FindsLogGroupsByNameAndArn) {
    const std::string trail = "Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: ";
    EXPECT_TRUE(root({.trail = trail + "'arn:aws:logs:eu-west-1:123456789012:log-group:/trail:*'}}", .group = "", .filter_group = "/trail"})
                    .contains("trail `Trail` -> log group `/trail` -> filter `Filter`"));
    EXPECT_EQ(root({.trail = trail + "'arn:aws:logs:eu-west-1:123456789012:log-group:/trail2:*'}}", .group = "", .filter_group = "/trail"}),
              "[]");
    EXPECT_TRUE(root({.group = "Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /trail}}", .filter_group = "/trail"})
                    .contains("log group `Group`"));
}

TEST(DetectionChain, GoesOverCompositeAlarmsAndOtherTargets) {
    const std::string silent = "Namespace: Sec, MetricName: Root";
    const std::string composite = "All: {Type: AWS::CloudWatch::CompositeAlarm, Properties: {AlarmActions: [{Ref: Topic}], AlarmRule: ";
    EXPECT_TRUE(root({.alarm = silent, .more = composite + "{Fn::Join: ['', ['ALARM(', {Ref: Alarm}, ')']]}}}"})
                    .contains("alarm `Alarm` -> alarm `All` -> topic `Topic`"));
    EXPECT_TRUE(is_unknown(root({.alarm = silent, .more = composite + "{Fn::Join: ['', ['ALARM(', {Ref: Alarm}, ') AND ALARM(x)']]}}}"})));
    EXPECT_TRUE(root({.alarm = "Namespace: Sec, MetricName: Root, AlarmActions: [{Fn::GetAtt: [Fn, Arn]}]",
                      .more = "Fn: {Type: AWS::Lambda::Function}"})
                    .contains("alarm `Alarm` -> Function `Fn`"));
}

std::string rule(const std::string& more,
                 const std::string& pattern = "{source: [aws.kms], detail: {eventName: [DisableKey, ScheduleKeyDeletion]}}") {
    return "Resources:\n  Topic: {Type: AWS::SNS::Topic, Properties: {Subscription: [{Protocol: email, Endpoint: a@b.example}]}}\n"
           "  Rule: {Type: AWS::Events::Rule, Properties: {EventPattern: " +
           pattern + ", " + more + "}}\n";
}

TEST(DetectionChain, OfARuleOfEventBridge) {
    const std::string target = "Targets: [{Id: t, Arn: {Ref: Topic}}]";
    EXPECT_EQ(fact(rule(target), "Estate", "Detection", "KmsDisableDelete"), R"(["rule `Rule` -> topic `Topic` -> its own subscription"])");
    EXPECT_EQ(fact(rule(target + ", State: DISABLED"), "Estate", "Detection", "KmsDisableDeleteBroken"),
              R"(["rule `Rule` catches it, but rule `Rule` is disabled"])");
    EXPECT_EQ(fact(rule(target + ", EventBusName: other"), "Estate", "Detection", "KmsDisableDeleteBroken"), "[]");
    EXPECT_EQ(fact(rule("Targets: []"), "Estate", "Detection", "KmsDisableDeleteBroken"),
              R"(["rule `Rule` catches it, but rule `Rule` has no target"])");
    EXPECT_TRUE(is_unknown(fact(rule(target, "{source: [{Fn::Unknown: p}]}"), "Estate", "Detection", "KmsDisableDelete")));
    EXPECT_EQ(fact(rule(target), "Rule", "Detection", "Catches"), R"(["kms-disable-delete: A key was disabled or is to be deleted"])");
    EXPECT_EQ(fact(rule(target), "Rule", "Detection", "Alarms"), R"(["rule `Rule` -> topic `Topic` -> its own subscription"])");
}

TEST(DetectionOfAFilter, SaysWhatItCatchesMissesAndConfuses) {
    const Parts parts{.pattern = "'{ ($.eventName = CreateRoute) || ($.eventName = DisableKey) || ($.eventName = ScheduleKeyDeletion) }'"};
    EXPECT_EQ(fact(parts.yaml(), "Filter", "Detection", "Catches"), R"(["kms-disable-delete: A key was disabled or is to be deleted"])");
    EXPECT_TRUE(fact(parts.yaml(), "Filter", "Detection", "PartlyCatches").starts_with("[\"route-changes: not CreateRouteTable, "));
    EXPECT_EQ(fact(parts.yaml(), "Filter", "Detection", "NoisyOn"), R"(["route-changes: a route of an API"])");
    EXPECT_EQ(fact(parts.yaml(), "Filter", "Detection", "Alarms"), R"(["alarm `Alarm`"])");
    EXPECT_EQ(fact(parts.yaml(), "Filter", "Detection", "OnTrail"), R"(["trail `Trail` -> log group `Group`"])");
    const Parts wrong{.pattern = "'{ $.a == b }'"};
    EXPECT_TRUE(fact(wrong.yaml(), "Filter", "Detection", "Catches").contains("`==` is no operator of filter patterns (column 7)"));
}

TEST(Alarm, KnowsWhatWritesItsMetric) {
    const auto exists = [](const std::string& alarm) { return fact(Parts{.alarm = alarm}.yaml(), "Alarm", "Alarm", "MetricExists"); };
    const auto missing = [](const std::string& alarm) { return fact(Parts{.alarm = alarm}.yaml(), "Alarm", "Alarm", "MetricMissing"); };
    EXPECT_EQ(exists("Namespace: AWS/EC2, MetricName: CPUUtilization"), R"(["AWS writes `CPUUtilization` of `AWS/EC2`"])");
    EXPECT_EQ(exists("Namespace: Sec, MetricName: Root"), R"(["filter `Filter` writes it"])");
    EXPECT_EQ(missing("Namespace: Sec, MetricName: Root"), "[]");
    EXPECT_EQ(missing("Namespace: Sec, MetricName: Roots"), R"(["no metric filter writes the metric `Roots` of `Sec`"])");
    EXPECT_EQ(missing("Namespace: Sec, MetricName: Root, Dimensions: [{Name: A, Value: b}]"),
              R"(["no metric filter writes the metric `Root` of `Sec`; filter `Filter` writes it with other dimensions or elsewhere"])");
    EXPECT_EQ(missing("Namespace: CloudTrailMetrics, MetricName: X"),
              R"(["no metric filter writes the metric `X` of `CloudTrailMetrics`"])");
    EXPECT_TRUE(is_unknown(exists("Namespace: Jobs, MetricName: Failed")));
    EXPECT_TRUE(is_unknown(missing("Namespace: Jobs, MetricName: Failed")));
    EXPECT_TRUE(is_unknown(exists("Namespace: Sec, MetricName: {Fn::Unknown: p}")));
    EXPECT_EQ(exists("Metrics: [{Id: a, MetricStat: {Metric: {Namespace: AWS/Lambda, MetricName: Errors}}}, {Id: b, Expression: a}]"),
              R"(["AWS writes `Errors` of `AWS/Lambda`"])");
    EXPECT_EQ(missing("Threshold: 1"), R"(["the alarm names no metric"])");
}

TEST(Alarm, KnowsWhetherSomebodyHears) {
    EXPECT_EQ(fact(Parts{}.yaml(), "Alarm", "Alarm", "Notifies"), R"(["alarm `Alarm` -> topic `Topic` -> subscription `Mail`"])");
    EXPECT_EQ(fact(Parts{}.yaml(), "Alarm", "Alarm", "Silent"), "[]");
    EXPECT_EQ(fact(Parts{.subscription = ""}.yaml(), "Alarm", "Alarm", "Silent"),
              R"(["alarm `Alarm` acts, but topic `Topic` has no subscription"])");
    EXPECT_EQ(fact(Parts{}.yaml(), "Topic", "Alarm", "Subscribed"), R"(["topic `Topic` -> subscription `Mail`"])");
    EXPECT_EQ(fact(Parts{.subscription = ""}.yaml(), "Topic", "Alarm", "Unsubscribed"), R"(["topic `Topic` has no subscription"])");
}

TEST(DetectionChain, OfSeveralStacksNamesThem) {
    EstateBuilder builder;
    builder.stack(
        "Log",
        "Resources:\n  Trail: {Type: AWS::CloudTrail::Trail, Properties: {CloudWatchLogsLogGroupArn: {Fn::GetAtt: [Group, Arn]}}}\n"
        "  Group: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /trail}}\n");
    builder.stack("App", Parts{.trail = "", .group = "", .filter_group = "/trail"}.yaml());
    builder.whole();
    const Estate estate(builder.inventory());
    EXPECT_TRUE(fact_of(estate, EstateBuilder::node(estate, "estate", "Estate"), "Detection", "RootUsage")
                    .contains("trail `Log/Trail` -> log group `Log/Group` -> filter `App/Filter`"));
}

}  // namespace
}  // namespace vouch::facts
