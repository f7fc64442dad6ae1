// SPDX-License-Identifier: Apache-2.0
// Tested by audit_test.cc; tests/check/exports_test.py compares the words with those of Security Hub's model.
#include "report/asff_types.h"

#include <algorithm>
#include <array>

namespace vouch::report {
namespace {

struct Row {
    std::string_view type;
    std::string_view word;
};
// Sorted by type.
constexpr std::array kRows{
    Row{"AWS::ApiGateway::RestApi", "AwsApiGatewayRestApi"},
    Row{"AWS::ApiGateway::Stage", "AwsApiGatewayStage"},
    Row{"AWS::ApiGatewayV2::Api", "AwsApiGatewayV2Api"},
    Row{"AWS::ApiGatewayV2::Stage", "AwsApiGatewayV2Stage"},
    Row{"AWS::AutoScaling::AutoScalingGroup", "AwsAutoScalingAutoScalingGroup"},
    Row{"AWS::Backup::BackupPlan", "AwsBackupBackupPlan"},
    Row{"AWS::Backup::BackupVault", "AwsBackupBackupVault"},
    Row{"AWS::CertificateManager::Certificate", "AwsCertificateManagerCertificate"},
    Row{"AWS::CloudFormation::Stack", "AwsCloudFormationStack"},
    Row{"AWS::CloudFront::Distribution", "AwsCloudFrontDistribution"},
    Row{"AWS::CloudTrail::Trail", "AwsCloudTrailTrail"},
    Row{"AWS::CloudWatch::Alarm", "AwsCloudWatchAlarm"},
    Row{"AWS::CodeBuild::Project", "AwsCodeBuildProject"},
    Row{"AWS::DMS::ReplicationInstance", "AwsDmsReplicationInstance"},
    Row{"AWS::DynamoDB::Table", "AwsDynamoDbTable"},
    Row{"AWS::EC2::ClientVpnEndpoint", "AwsEc2ClientVpnEndpoint"},
    Row{"AWS::EC2::EIP", "AwsEc2Eip"},
    Row{"AWS::EC2::Instance", "AwsEc2Instance"},
    Row{"AWS::EC2::LaunchTemplate", "AwsEc2LaunchTemplate"},
    Row{"AWS::EC2::NetworkAcl", "AwsEc2NetworkAcl"},
    Row{"AWS::EC2::NetworkInterface", "AwsEc2NetworkInterface"},
    Row{"AWS::EC2::RouteTable", "AwsEc2RouteTable"},
    Row{"AWS::EC2::SecurityGroup", "AwsEc2SecurityGroup"},
    Row{"AWS::EC2::Subnet", "AwsEc2Subnet"},
    Row{"AWS::EC2::TransitGateway", "AwsEc2TransitGateway"},
    Row{"AWS::EC2::VPC", "AwsEc2Vpc"},
    Row{"AWS::EC2::Volume", "AwsEc2Volume"},
    Row{"AWS::ECR::Repository", "AwsEcrRepository"},
    Row{"AWS::ECS::Cluster", "AwsEcsCluster"},
    Row{"AWS::ECS::Service", "AwsEcsService"},
    Row{"AWS::ECS::TaskDefinition", "AwsEcsTaskDefinition"},
    Row{"AWS::EFS::AccessPoint", "AwsEfsAccessPoint"},
    Row{"AWS::EKS::Cluster", "AwsEksCluster"},
    Row{"AWS::ElasticBeanstalk::Environment", "AwsElasticBeanstalkEnvironment"},
    Row{"AWS::ElasticLoadBalancing::LoadBalancer", "AwsElbLoadBalancer"},
    Row{"AWS::ElasticLoadBalancingV2::LoadBalancer", "AwsElbv2LoadBalancer"},
    Row{"AWS::Elasticsearch::Domain", "AwsElasticsearchDomain"},
    Row{"AWS::GuardDuty::Detector", "AwsGuardDutyDetector"},
    Row{"AWS::IAM::AccessKey", "AwsIamAccessKey"},
    Row{"AWS::IAM::Group", "AwsIamGroup"},
    Row{"AWS::IAM::ManagedPolicy", "AwsIamPolicy"},
    Row{"AWS::IAM::Policy", "AwsIamPolicy"},
    Row{"AWS::IAM::Role", "AwsIamRole"},
    Row{"AWS::IAM::User", "AwsIamUser"},
    Row{"AWS::KMS::Key", "AwsKmsKey"},
    Row{"AWS::Kinesis::Stream", "AwsKinesisStream"},
    Row{"AWS::Lambda::Function", "AwsLambdaFunction"},
    Row{"AWS::MSK::Cluster", "AwsMskCluster"},
    Row{"AWS::NetworkFirewall::Firewall", "AwsNetworkFirewallFirewall"},
    Row{"AWS::OpenSearchService::Domain", "AwsOpenSearchServiceDomain"},
    Row{"AWS::RDS::DBCluster", "AwsRdsDbCluster"},
    Row{"AWS::RDS::DBInstance", "AwsRdsDbInstance"},
    Row{"AWS::Redshift::Cluster", "AwsRedshiftCluster"},
    Row{"AWS::Route53::HostedZone", "AwsRoute53HostedZone"},
    Row{"AWS::S3::AccessPoint", "AwsS3AccessPoint"},
    Row{"AWS::S3::Bucket", "AwsS3Bucket"},
    Row{"AWS::SNS::Topic", "AwsSnsTopic"},
    Row{"AWS::SQS::Queue", "AwsSqsQueue"},
    Row{"AWS::SageMaker::NotebookInstance", "AwsSageMakerNotebookInstance"},
    Row{"AWS::SecretsManager::Secret", "AwsSecretsManagerSecret"},
    Row{"AWS::StepFunctions::StateMachine", "AwsStepFunctionStateMachine"},
    Row{"AWS::WAFv2::RuleGroup", "AwsWafv2RuleGroup"},
    Row{"AWS::WAFv2::WebACL", "AwsWafv2WebAcl"},
};
static_assert(std::ranges::is_sorted(kRows, {}, &Row::type));

}  // namespace

std::string_view asff_type(std::string_view type) {
    const auto* found = std::ranges::lower_bound(kRows, type, {}, &Row::type);
    return found != kRows.end() && found->type == type ? found->word : std::string_view("Other");
}

}  // namespace vouch::report
