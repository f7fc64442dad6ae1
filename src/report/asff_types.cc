// SPDX-License-Identifier: Apache-2.0
// Tested by audit_test.cc; tests/check/exports_test.py compares the words with those of Security Hub's model.
#include "report/asff_types.h"

#include <algorithm>
#include <array>

namespace vouch::report {
namespace {

struct TypeWord {
    std::string_view type;
    std::string_view word;
};
// Sorted by type.
constexpr std::array kTypeWords{
    TypeWord{"AWS::ApiGateway::RestApi", "AwsApiGatewayRestApi"},
    TypeWord{"AWS::ApiGateway::Stage", "AwsApiGatewayStage"},
    TypeWord{"AWS::ApiGatewayV2::Api", "AwsApiGatewayV2Api"},
    TypeWord{"AWS::ApiGatewayV2::Stage", "AwsApiGatewayV2Stage"},
    TypeWord{"AWS::AutoScaling::AutoScalingGroup", "AwsAutoScalingAutoScalingGroup"},
    TypeWord{"AWS::Backup::BackupPlan", "AwsBackupBackupPlan"},
    TypeWord{"AWS::Backup::BackupVault", "AwsBackupBackupVault"},
    TypeWord{"AWS::CertificateManager::Certificate", "AwsCertificateManagerCertificate"},
    TypeWord{"AWS::CloudFormation::Stack", "AwsCloudFormationStack"},
    TypeWord{"AWS::CloudFront::Distribution", "AwsCloudFrontDistribution"},
    TypeWord{"AWS::CloudTrail::Trail", "AwsCloudTrailTrail"},
    TypeWord{"AWS::CloudWatch::Alarm", "AwsCloudWatchAlarm"},
    TypeWord{"AWS::CodeBuild::Project", "AwsCodeBuildProject"},
    TypeWord{"AWS::DMS::ReplicationInstance", "AwsDmsReplicationInstance"},
    TypeWord{"AWS::DynamoDB::Table", "AwsDynamoDbTable"},
    TypeWord{"AWS::EC2::ClientVpnEndpoint", "AwsEc2ClientVpnEndpoint"},
    TypeWord{"AWS::EC2::EIP", "AwsEc2Eip"},
    TypeWord{"AWS::EC2::Instance", "AwsEc2Instance"},
    TypeWord{"AWS::EC2::LaunchTemplate", "AwsEc2LaunchTemplate"},
    TypeWord{"AWS::EC2::NetworkAcl", "AwsEc2NetworkAcl"},
    TypeWord{"AWS::EC2::NetworkInterface", "AwsEc2NetworkInterface"},
    TypeWord{"AWS::EC2::RouteTable", "AwsEc2RouteTable"},
    TypeWord{"AWS::EC2::SecurityGroup", "AwsEc2SecurityGroup"},
    TypeWord{"AWS::EC2::Subnet", "AwsEc2Subnet"},
    TypeWord{"AWS::EC2::TransitGateway", "AwsEc2TransitGateway"},
    TypeWord{"AWS::EC2::VPC", "AwsEc2Vpc"},
    TypeWord{"AWS::EC2::Volume", "AwsEc2Volume"},
    TypeWord{"AWS::ECR::Repository", "AwsEcrRepository"},
    TypeWord{"AWS::ECS::Cluster", "AwsEcsCluster"},
    TypeWord{"AWS::ECS::Service", "AwsEcsService"},
    TypeWord{"AWS::ECS::TaskDefinition", "AwsEcsTaskDefinition"},
    TypeWord{"AWS::EFS::AccessPoint", "AwsEfsAccessPoint"},
    TypeWord{"AWS::EKS::Cluster", "AwsEksCluster"},
    TypeWord{"AWS::ElasticBeanstalk::Environment", "AwsElasticBeanstalkEnvironment"},
    TypeWord{"AWS::ElasticLoadBalancing::LoadBalancer", "AwsElbLoadBalancer"},
    TypeWord{"AWS::ElasticLoadBalancingV2::LoadBalancer", "AwsElbv2LoadBalancer"},
    TypeWord{"AWS::Elasticsearch::Domain", "AwsElasticsearchDomain"},
    TypeWord{"AWS::GuardDuty::Detector", "AwsGuardDutyDetector"},
    TypeWord{"AWS::IAM::AccessKey", "AwsIamAccessKey"},
    TypeWord{"AWS::IAM::Group", "AwsIamGroup"},
    TypeWord{"AWS::IAM::ManagedPolicy", "AwsIamPolicy"},
    TypeWord{"AWS::IAM::Policy", "AwsIamPolicy"},
    TypeWord{"AWS::IAM::Role", "AwsIamRole"},
    TypeWord{"AWS::IAM::User", "AwsIamUser"},
    TypeWord{"AWS::KMS::Key", "AwsKmsKey"},
    TypeWord{"AWS::Kinesis::Stream", "AwsKinesisStream"},
    TypeWord{"AWS::Lambda::Function", "AwsLambdaFunction"},
    TypeWord{"AWS::MSK::Cluster", "AwsMskCluster"},
    TypeWord{"AWS::NetworkFirewall::Firewall", "AwsNetworkFirewallFirewall"},
    TypeWord{"AWS::OpenSearchService::Domain", "AwsOpenSearchServiceDomain"},
    TypeWord{"AWS::RDS::DBCluster", "AwsRdsDbCluster"},
    TypeWord{"AWS::RDS::DBInstance", "AwsRdsDbInstance"},
    TypeWord{"AWS::Redshift::Cluster", "AwsRedshiftCluster"},
    TypeWord{"AWS::Route53::HostedZone", "AwsRoute53HostedZone"},
    TypeWord{"AWS::S3::AccessPoint", "AwsS3AccessPoint"},
    TypeWord{"AWS::S3::Bucket", "AwsS3Bucket"},
    TypeWord{"AWS::SNS::Topic", "AwsSnsTopic"},
    TypeWord{"AWS::SQS::Queue", "AwsSqsQueue"},
    TypeWord{"AWS::SageMaker::NotebookInstance", "AwsSageMakerNotebookInstance"},
    TypeWord{"AWS::SecretsManager::Secret", "AwsSecretsManagerSecret"},
    TypeWord{"AWS::StepFunctions::StateMachine", "AwsStepFunctionStateMachine"},
    TypeWord{"AWS::WAFv2::RuleGroup", "AwsWafv2RuleGroup"},
    TypeWord{"AWS::WAFv2::WebACL", "AwsWafv2WebAcl"},
};
static_assert(std::ranges::is_sorted(kTypeWords, {}, &TypeWord::type));

}  // namespace

std::string_view asff_type(std::string_view type) {
    const auto* found = std::ranges::lower_bound(kTypeWords, type, {}, &TypeWord::type);
    return found != kTypeWords.end() && found->type == type ? found->word : std::string_view("Other");
}

}  // namespace vouch::report
