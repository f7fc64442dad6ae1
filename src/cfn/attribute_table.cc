// SPDX-License-Identifier: Apache-2.0
// The rows, from the sections "Return values" of the resource pages of the CloudFormation template reference
// (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-<service>-<type>.html) and the ARN formats
// of the service authorization reference. Left out: identifiers with a part that AWS makes up (secrets, keys, load balancers),
// and names that AWS writes differently from the template (identifiers of databases become lower case).
// To add one: a row in its place; attribute_table_test.cc checks the order and the patterns.
#include "cfn/attribute_table.h"

#include <algorithm>
#include <array>
#include <utility>

namespace vouch::cfn {
namespace {

constexpr std::array kAttributes{
    AttributeRow{"AWS::Athena::WorkGroup", "", "${Name}"},
    AttributeRow{"AWS::AutoScaling::AutoScalingGroup", "", "${AutoScalingGroupName}"},
    AttributeRow{"AWS::Backup::BackupVault", "", "${BackupVaultName}"},
    AttributeRow{"AWS::Backup::BackupVault", "BackupVaultArn",
                 "arn:${AWS::Partition}:backup:${AWS::Region}:${AWS::AccountId}:backup-vault:${BackupVaultName}"},
    AttributeRow{"AWS::Backup::BackupVault", "BackupVaultName", "${BackupVaultName}"},
    AttributeRow{"AWS::CloudTrail::Trail", "", "${TrailName}"},
    AttributeRow{"AWS::CloudTrail::Trail", "Arn", "arn:${AWS::Partition}:cloudtrail:${AWS::Region}:${AWS::AccountId}:trail/${TrailName}"},
    AttributeRow{"AWS::CloudWatch::Alarm", "", "${AlarmName}"},
    AttributeRow{"AWS::CloudWatch::Alarm", "Arn", "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:${AlarmName}"},
    AttributeRow{"AWS::CloudWatch::CompositeAlarm", "", "${AlarmName}"},
    AttributeRow{"AWS::CloudWatch::CompositeAlarm", "Arn",
                 "arn:${AWS::Partition}:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:${AlarmName}"},
    AttributeRow{"AWS::CodeBuild::Project", "", "${Name}"},
    AttributeRow{"AWS::CodeBuild::Project", "Arn", "arn:${AWS::Partition}:codebuild:${AWS::Region}:${AWS::AccountId}:project/${Name}"},
    AttributeRow{"AWS::CodeDeploy::Application", "", "${ApplicationName}"},
    AttributeRow{"AWS::CodePipeline::Pipeline", "", "${Name}"},
    AttributeRow{"AWS::Config::ConfigRule", "", "${ConfigRuleName}"},
    AttributeRow{"AWS::Config::ConfigurationRecorder", "", "${Name}"},
    AttributeRow{"AWS::Config::DeliveryChannel", "", "${Name}"},
    AttributeRow{"AWS::DynamoDB::GlobalTable", "", "${TableName}"},
    AttributeRow{"AWS::DynamoDB::GlobalTable", "Arn", "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}"},
    AttributeRow{"AWS::DynamoDB::Table", "", "${TableName}"},
    AttributeRow{"AWS::DynamoDB::Table", "Arn", "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/${TableName}"},
    AttributeRow{"AWS::EC2::KeyPair", "", "${KeyName}"},
    AttributeRow{"AWS::EC2::Subnet", "AvailabilityZone", "${AvailabilityZone}"},
    AttributeRow{"AWS::EC2::Subnet", "CidrBlock", "${CidrBlock}"},
    AttributeRow{"AWS::EC2::VPC", "CidrBlock", "${CidrBlock}"},
    AttributeRow{"AWS::ECR::Repository", "", "${RepositoryName}"},
    AttributeRow{"AWS::ECR::Repository", "Arn", "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${RepositoryName}"},
    AttributeRow{"AWS::ECS::Cluster", "", "${ClusterName}"},
    AttributeRow{"AWS::ECS::Cluster", "Arn", "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:cluster/${ClusterName}"},
    AttributeRow{"AWS::EKS::Cluster", "", "${Name}"},
    AttributeRow{"AWS::EKS::Cluster", "Arn", "arn:${AWS::Partition}:eks:${AWS::Region}:${AWS::AccountId}:cluster/${Name}"},
    AttributeRow{"AWS::ElasticLoadBalancing::LoadBalancer", "", "${LoadBalancerName}"},
    AttributeRow{"AWS::Elasticsearch::Domain", "", "${DomainName}"},
    AttributeRow{"AWS::Elasticsearch::Domain", "Arn", "arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/${DomainName}"},
    AttributeRow{"AWS::Events::EventBus", "", "${Name}"},
    AttributeRow{"AWS::Events::EventBus", "Arn", "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${Name}"},
    AttributeRow{"AWS::Events::EventBus", "Name", "${Name}"},
    AttributeRow{"AWS::Events::Rule", "", "${Name}", "EventBusName"},
    AttributeRow{"AWS::Events::Rule", "Arn", "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/${Name}", "EventBusName"},
    AttributeRow{"AWS::IAM::Group", "", "${GroupName}"},
    AttributeRow{"AWS::IAM::Group", "Arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:group${Path|/}${GroupName}"},
    AttributeRow{"AWS::IAM::InstanceProfile", "", "${InstanceProfileName}"},
    AttributeRow{"AWS::IAM::InstanceProfile", "Arn",
                 "arn:${AWS::Partition}:iam::${AWS::AccountId}:instance-profile${Path|/}${InstanceProfileName}"},
    AttributeRow{"AWS::IAM::ManagedPolicy", "", "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy${Path|/}${ManagedPolicyName}"},
    AttributeRow{"AWS::IAM::ManagedPolicy", "PolicyArn",
                 "arn:${AWS::Partition}:iam::${AWS::AccountId}:policy${Path|/}${ManagedPolicyName}"},
    AttributeRow{"AWS::IAM::Role", "", "${RoleName}"},
    AttributeRow{"AWS::IAM::Role", "Arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:role${Path|/}${RoleName}"},
    AttributeRow{"AWS::IAM::User", "", "${UserName}"},
    AttributeRow{"AWS::IAM::User", "Arn", "arn:${AWS::Partition}:iam::${AWS::AccountId}:user${Path|/}${UserName}"},
    AttributeRow{"AWS::KMS::Alias", "", "${AliasName}"},
    AttributeRow{"AWS::Kinesis::Stream", "", "${Name}"},
    AttributeRow{"AWS::Kinesis::Stream", "Arn", "arn:${AWS::Partition}:kinesis:${AWS::Region}:${AWS::AccountId}:stream/${Name}"},
    AttributeRow{"AWS::KinesisFirehose::DeliveryStream", "", "${DeliveryStreamName}"},
    AttributeRow{"AWS::KinesisFirehose::DeliveryStream", "Arn",
                 "arn:${AWS::Partition}:firehose:${AWS::Region}:${AWS::AccountId}:deliverystream/${DeliveryStreamName}"},
    AttributeRow{"AWS::Lambda::Function", "", "${FunctionName}"},
    AttributeRow{"AWS::Lambda::Function", "Arn", "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${FunctionName}"},
    AttributeRow{"AWS::Logs::Destination", "", "${DestinationName}"},
    AttributeRow{"AWS::Logs::Destination", "Arn",
                 "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:destination:${DestinationName}"},
    AttributeRow{"AWS::Logs::LogGroup", "", "${LogGroupName}"},
    AttributeRow{"AWS::Logs::LogGroup", "Arn", "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:${LogGroupName}:*"},
    AttributeRow{"AWS::Logs::LogStream", "", "${LogStreamName}"},
    AttributeRow{"AWS::OpenSearchService::Domain", "", "${DomainName}"},
    AttributeRow{"AWS::OpenSearchService::Domain", "Arn", "arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/${DomainName}"},
    AttributeRow{"AWS::OpenSearchService::Domain", "DomainArn",
                 "arn:${AWS::Partition}:es:${AWS::Region}:${AWS::AccountId}:domain/${DomainName}"},
    AttributeRow{"AWS::S3::AccessPoint", "", "${Name}"},
    AttributeRow{"AWS::S3::AccessPoint", "Arn", "arn:${AWS::Partition}:s3:${AWS::Region}:${AWS::AccountId}:accesspoint/${Name}"},
    AttributeRow{"AWS::S3::Bucket", "", "${BucketName}"},
    AttributeRow{"AWS::S3::Bucket", "Arn", "arn:${AWS::Partition}:s3:::${BucketName}"},
    AttributeRow{"AWS::SNS::Topic", "", "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${TopicName}"},
    AttributeRow{"AWS::SNS::Topic", "TopicArn", "arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:${TopicName}"},
    AttributeRow{"AWS::SNS::Topic", "TopicName", "${TopicName}"},
    AttributeRow{"AWS::SQS::Queue", "", "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${QueueName}"},
    AttributeRow{"AWS::SQS::Queue", "Arn", "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:${QueueName}"},
    AttributeRow{"AWS::SQS::Queue", "QueueName", "${QueueName}"},
    AttributeRow{"AWS::SQS::Queue", "QueueUrl", "https://sqs.${AWS::Region}.${AWS::URLSuffix}/${AWS::AccountId}/${QueueName}"},
    AttributeRow{"AWS::SSM::Document", "", "${Name}"},
    AttributeRow{"AWS::SSM::Parameter", "", "${Name}"},
    AttributeRow{"AWS::Scheduler::Schedule", "", "${Name}"},
    AttributeRow{"AWS::Scheduler::Schedule", "Arn",
                 "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${GroupName|default}/${Name}"},
    AttributeRow{"AWS::StepFunctions::Activity", "", "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:activity:${Name}"},
    AttributeRow{"AWS::StepFunctions::Activity", "Arn", "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:activity:${Name}"},
    AttributeRow{"AWS::StepFunctions::Activity", "Name", "${Name}"},
    AttributeRow{"AWS::StepFunctions::StateMachine", "",
                 "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${StateMachineName}"},
    AttributeRow{"AWS::StepFunctions::StateMachine", "Arn",
                 "arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${StateMachineName}"},
    AttributeRow{"AWS::StepFunctions::StateMachine", "Name", "${StateMachineName}"},
};

constexpr auto place(const AttributeRow& row) { return std::pair(row.type, row.attribute); }
static_assert(std::ranges::is_sorted(kAttributes, {}, place));

}  // namespace

std::span<const AttributeRow> attribute_rows() { return kAttributes; }

std::span<const AttributeRow> attribute_rows(std::string_view type) {
    const auto found = std::ranges::equal_range(kAttributes, type, {}, &AttributeRow::type);
    return {found.begin(), found.end()};
}

}  // namespace vouch::cfn
