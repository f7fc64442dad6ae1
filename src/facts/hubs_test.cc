// SPDX-License-Identifier: Apache-2.0
// Many resources that hang on one: what is found of them all must cost no more than their number asks for. Memory is counted, which is the
// same in every run: what is worked out again for each pair of neighbours takes memory for each pair.
#include <array>
#include <ostream>
#include <string>

#include <gtest/gtest.h>

#include "facts/facts.h"
#include "facts/testing/allocations.h"
#include "facts/testing/estate_builder.h"

namespace vouch::facts {
namespace {

// Resources of a kind in a hub: their logical id and body; `#` stands for the number of each.
struct Kind {
    std::string_view id;
    std::string_view type;
    std::string_view properties;
};
struct Hub {
    std::string_view name;
    std::array<Kind, 3> once;  // ids without number
    std::array<Kind, 3> many;
};
std::ostream& operator<<(std::ostream& out, const Hub& hub) { return out << hub.name; }

std::string numbered(std::string_view text, std::size_t number) {
    std::string out;
    for (const char c : text) c == '#' ? out.append(std::to_string(number)) : out.append(1, c);
    return out;
}

void append(std::string& out, const Kind& kind, std::size_t number) {
    if (kind.id.empty()) return;
    out += numbered(std::string("  ").append(kind.id), number) + ": {Type: 'AWS::" + std::string(kind.type) +
           "', Properties: " + numbered(kind.properties, number) + "}\n";
}

// Bytes that all facts of all resources take, in an estate where `count` of each kind hang on the hub.
std::size_t bytes_of(const Hub& hub, std::size_t count) {
    std::string resources = "Resources:\n";
    for (const Kind& kind : hub.once) append(resources, kind, 0);
    for (const Kind& kind : hub.many)
        for (std::size_t i = 0; i < count; ++i) append(resources, kind, i);
    EstateBuilder builder;
    builder.stack("App", resources);
    builder.whole();
    const Estate estate(builder.inventory());
    const Wanted everything = mentioned("Vouch");
    const std::size_t before = allocated_bytes();
    for (model::Node node = 0; node < estate.graph.size(); ++node) {
        base::Arena arena;
        vouch({estate, node, arena}, everything);
    }
    return allocated_bytes() - before;
}

constexpr std::string_view kBucketPolicy =
    "{Bucket: {Ref: Hub}, PolicyDocument: {Statement: [{Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: '*'}]}}";
constexpr std::string_view kAttached =
    "{Roles: [{Ref: Hub}], PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:GetObject', Resource: '*'}]}}";
constexpr std::string_view kFilter =
    "{LogGroupName: {Ref: Hub}, FilterPattern: '{ $.userIdentity.type = \"Root\" }', "
    "MetricTransformations: [{MetricNamespace: CloudTrail, MetricName: m}]}";
constexpr std::string_view kSelection = "{BackupSelection: {Resources: [{'Fn::GetAtt': ['T#', Arn]}]}}";
constexpr std::string_view kSubnetAssociation = "{SubnetId: {Ref: 'N#'}, RouteTableId: {Ref: Hub}}";
constexpr std::string_view kInternet = "{RouteTableId: {Ref: Hub}, DestinationCidrBlock: '0.0.0.0/0', GatewayId: g}";
constexpr std::string_view kSshRule = "{GroupId: {Ref: Hub}, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0'}";
constexpr std::string_view kInNet = "{SubnetId: {Ref: Net}, SecurityGroupIds: [{'Fn::GetAtt': [Hub, GroupId]}]}";

const Hub kHubs[] = {
    {"RoleOfManyPolicies", {{{"Hub", "IAM::Role", "{}"}}}, {{{"P#", "IAM::Policy", kAttached}}}},
    {"PolicyOfManyRoles",
     {{{"Hub", "IAM::ManagedPolicy", "{PolicyDocument: {Statement: []}}"}}},
     {{{"R#", "IAM::Role", "{ManagedPolicyArns: [{Ref: Hub}]}"}}}},
    {"BucketOfManyPoliciesAndTrails",
     {{{"Hub", "S3::Bucket", "{}"}}},
     {{{"P#", "S3::BucketPolicy", kBucketPolicy}, {"T#", "CloudTrail::Trail", "{S3BucketName: {Ref: Hub}}"}}}},
    {"RoleOfManyRecorders",
     {{{"Hub", "IAM::Role", "{Policies: [{PolicyDocument: {Statement: [{Effect: Allow, Action: 's3:*', Resource: '*'}]}}]}"}}},
     {{{"R#", "Config::ConfigurationRecorder", "{RoleARN: {'Fn::GetAtt': [Hub, Arn]}}"},
       {"D#", "Config::DeliveryChannel", "{S3BucketName: b}"}}}},
    {"KeyOfManyUsers",
     {{{"Hub", "KMS::Key", "{}"}}},
     {{{"Q#", "SQS::Queue", "{KmsMasterKeyId: {Ref: Hub}}"}, {"A#", "KMS::Alias", "{TargetKeyId: {Ref: Hub}}"}}}},
    {"TopicOfManyAlarmsAndSubscriptions",
     {{{"Hub", "SNS::Topic", "{}"}}},
     {{{"A#", "CloudWatch::Alarm", "{Namespace: AWS/Lambda, MetricName: m, AlarmActions: [{Ref: Hub}]}"},
       {"S#", "SNS::Subscription", "{TopicArn: {Ref: Hub}}"}}}},
    {"LogGroupOfManyFiltersAndTrails",
     {{{"Hub", "Logs::LogGroup", "{}"}}},
     {{{"F#", "Logs::MetricFilter", kFilter}, {"T#", "CloudTrail::Trail", "{CloudWatchLogsLogGroupArn: {'Fn::GetAtt': [Hub, Arn]}}"}}}},
    {"MetricOfManyFiltersAndAlarms",
     {{{"Hub", "Logs::LogGroup", "{}"}, {"Trail", "CloudTrail::Trail", "{CloudWatchLogsLogGroupArn: {'Fn::GetAtt': [Hub, Arn]}}"}}},
     {{{"F#", "Logs::MetricFilter", kFilter}, {"A#", "CloudWatch::Alarm", "{Namespace: CloudTrail, MetricName: m}"}}}},
    {"MetricOfOneNameInTwoNamespaces",
     {{{"Hub", "Logs::LogGroup", "{}"}}},
     {{{"F#", "Logs::MetricFilter", kFilter}, {"A#", "CloudWatch::Alarm", "{Namespace: Elsewhere, MetricName: m}"}}}},
    {"ManyCompositeAlarms",
     {{{"Topic", "SNS::Topic", "{}"}}},
     {{{"A#", "CloudWatch::Alarm", "{AlarmName: 'alarm-#', Namespace: AWS/Lambda, MetricName: m}"},
       {"C#", "CloudWatch::CompositeAlarm", "{AlarmRule: 'ALARM(alarm-#)'}"}}}},
    {"ManyBackupSelectionsByReference", {}, {{{"S#", "Backup::BackupSelection", kSelection}, {"T#", "DynamoDB::Table", "{}"}}}},
    {"ManyBackupSelectionsByTag",
     {},
     {{{"S#", "Backup::BackupSelection", "{BackupSelection: {ListOfTags: [{ConditionKey: backup, ConditionValue: 'yes'}]}}"},
       {"T#", "DynamoDB::Table", "{Tags: [{Key: backup, Value: 'yes'}]}"}}}},
    {"ManyBackupSelectionsByArn",
     {},
     {{{"S#", "Backup::BackupSelection", "{BackupSelection: {Resources: ['arn:aws:dynamodb:*:*:table/t#-*']}}"},
       {"T#", "DynamoDB::Table", "{TableName: 't#-orders'}"}}}},
    {"RouteTableOfManySubnetsAndRoutes",
     {{{"Hub", "EC2::RouteTable", "{}"}, {"Vpc", "EC2::VPC", "{}"}}},
     {{{"A#", "EC2::SubnetRouteTableAssociation", kSubnetAssociation},
       {"R#", "EC2::Route", kInternet},
       {"N#", "EC2::Subnet", "{VpcId: {Ref: Vpc}, Tags: [{Key: 'aws-cdk:subnet-type', Value: Private}]}"}}}},
    {"SubnetOfManyInstancesAndAssociations",
     {{{"Net", "EC2::Subnet", "{MapPublicIpOnLaunch: true}"}, {"Hub", "EC2::SecurityGroup", "{}"}, {"Table", "EC2::RouteTable", "{}"}}},
     {{{"A#", "EC2::SubnetRouteTableAssociation", "{SubnetId: {Ref: Net}, RouteTableId: {Ref: Table}}"}, {"I#", "EC2::Instance", kInNet}}}},
    {"SecurityGroupOfManyRulesAndInstances",
     {{{"Net", "EC2::Subnet", "{MapPublicIpOnLaunch: true}"}, {"Hub", "EC2::SecurityGroup", "{}"}}},
     {{{"R#", "EC2::SecurityGroupIngress", kSshRule}, {"I#", "EC2::Instance", kInNet}}}},
    {"NetworkAclOfManyEntries",
     {{{"Hub", "EC2::NetworkAcl", "{}"}}},
     {{{"E#", "EC2::NetworkAclEntry",
        "{NetworkAclId: {Ref: Hub}, RuleNumber: #, RuleAction: allow, Protocol: -1, CidrBlock: '0.0.0.0/0'}"}}}},
};

class Hubs : public testing::TestWithParam<Hub> {};

TEST_P(Hubs, TwiceTheNeighboursCostTwice) {
    bytes_of(GetParam(), 2);  // reads what is read once in a program
    const std::size_t some = bytes_of(GetParam(), 200);
    const std::size_t twice = bytes_of(GetParam(), 400);
    EXPECT_LT(static_cast<double>(twice), 2.4 * static_cast<double>(some)) << some << " bytes, then " << twice;
}

INSTANTIATE_TEST_SUITE_P(Facts, Hubs, testing::ValuesIn(kHubs), [](const auto& hub) { return std::string(hub.param.name); });

TEST(SharedReasons, TellsTwentyAndCountsTheRest) {
    std::string resources = "Resources:\n  Net: {Type: 'AWS::EC2::Subnet', Properties: {MapPublicIpOnLaunch: true}}\n";
    append(resources, {"Hub", "EC2::SecurityGroup", "{}"}, 0);
    append(resources, {"I", "EC2::Instance", kInNet}, 0);
    append(resources, {"T", "EC2::RouteTable", "{}"}, 0);
    append(resources, {"A", "EC2::SubnetRouteTableAssociation", "{SubnetId: {Ref: Net}, RouteTableId: {Ref: T}}"}, 0);
    append(resources, {"W", "EC2::Route", "{RouteTableId: {Ref: T}, DestinationCidrBlock: '0.0.0.0/0', GatewayId: g}"}, 0);
    for (std::size_t i = 0; i < 25; ++i) append(resources, {"R#", "EC2::SecurityGroupIngress", kSshRule}, i);
    EstateBuilder builder;
    builder.stack("App", resources);
    const Estate estate(builder.inventory());
    const std::string told = fact_of(estate, EstateBuilder::node(estate, "App", "I"), "Network", "Exposed");
    EXPECT_NE(told.find("`R19` of `Hub` opens 22 to everyone"), std::string::npos) << told;
    EXPECT_EQ(told.find("`R20`"), std::string::npos) << told;
    EXPECT_NE(told.find("\"and 5 more\""), std::string::npos) << told;
}

TEST(CompositeAlarms, NamesInQuotesMayHoldParentheses) {
    EstateBuilder builder;
    builder.stack(
        "App",
        "Resources:\n  A: {Type: 'AWS::CloudWatch::Alarm', Properties: {AlarmName: 'errors (prod)'}}\n"
        "  C: {Type: 'AWS::CloudWatch::CompositeAlarm', Properties: {AlarmRule: 'ALARM(\"errors (prod)\")', AlarmActions: [{Ref: T}]}}\n"
        "  T: {Type: 'AWS::SNS::Topic', Properties: {Subscription: [{Protocol: email, Endpoint: e}]}}\n");
    const Estate estate(builder.inventory());
    EXPECT_EQ(fact_of(estate, 0, "Alarm", "Notifies"), R"(["alarm `A` -> alarm `C` -> topic `T` -> its own subscription"])");
}

}  // namespace
}  // namespace vouch::facts
