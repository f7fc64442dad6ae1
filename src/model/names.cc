// SPDX-License-Identifier: Apache-2.0
// Tested by graph_test.cc.
#include "model/names.h"

#include <algorithm>
#include <array>

namespace vouch::model {
namespace {

constexpr auto kNamings = std::to_array<Naming>({
    {"AWS::Backup::BackupVault", "BackupVaultName", "backup", "backup-vault:"},
    {"AWS::CloudTrail::Trail", "TrailName", "cloudtrail", "trail/"},
    {"AWS::CloudWatch::Alarm", "AlarmName", "cloudwatch", "alarm:"},
    {"AWS::CodeBuild::Project", "Name", "codebuild", "project/"},
    {"AWS::Config::ConfigRule", "ConfigRuleName", "config", "config-rule/"},
    {"AWS::DynamoDB::GlobalTable", "TableName", "dynamodb", "table/"},
    {"AWS::DynamoDB::Table", "TableName", "dynamodb", "table/"},
    {"AWS::ECR::Repository", "RepositoryName", "ecr", "repository/"},
    {"AWS::ECS::Cluster", "ClusterName", "ecs", "cluster/"},
    {"AWS::EKS::Cluster", "Name", "eks", "cluster/"},
    {"AWS::Elasticsearch::Domain", "DomainName", "es", "domain/"},
    {"AWS::Events::EventBus", "Name", "events", "event-bus/"},
    {"AWS::Events::Rule", "Name", "events", "rule/"},
    {"AWS::IAM::Group", "GroupName", "iam", "group/"},
    {"AWS::IAM::ManagedPolicy", "ManagedPolicyName", "iam", "policy/"},
    {"AWS::IAM::Role", "RoleName", "iam", "role/"},
    {"AWS::IAM::User", "UserName", "iam", "user/"},
    {"AWS::KMS::Alias", "AliasName", "kms", ""},
    {"AWS::Kinesis::Stream", "Name", "kinesis", "stream/"},
    {"AWS::KinesisFirehose::DeliveryStream", "DeliveryStreamName", "firehose", "deliverystream/"},
    {"AWS::Lambda::Function", "FunctionName", "lambda", "function:"},
    {"AWS::Logs::LogGroup", "LogGroupName", "logs", "log-group:"},
    {"AWS::OpenSearchService::Domain", "DomainName", "es", "domain/"},
    {"AWS::RDS::DBCluster", "DBClusterIdentifier", "rds", "cluster:"},
    {"AWS::RDS::DBInstance", "DBInstanceIdentifier", "rds", "db:"},
    {"AWS::S3::Bucket", "BucketName", "s3", ""},
    {"AWS::SNS::Topic", "TopicName", "sns", ""},
    {"AWS::SQS::Queue", "QueueName", "sqs", ""},
    {"AWS::SecretsManager::Secret", "Name", "secretsmanager", "secret:"},
    {"AWS::StepFunctions::StateMachine", "StateMachineName", "states", "stateMachine:"},
});
static_assert(std::ranges::is_sorted(kNamings, {}, &Naming::type));

// Field `index` (from 0) of "arn:partition:service:region:account:rest"; the sixth holds all that is left.
std::string_view field(std::string_view arn, int index) {
    for (int i = 0; i < index; ++i) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) return {};
        arn.remove_prefix(colon + 1);
    }
    return index == 5 ? arn : arn.substr(0, arn.find(':'));
}

}  // namespace

std::span<const Naming> namings() { return kNamings; }

const Naming* naming_of(std::string_view type) {
    const auto found = std::ranges::lower_bound(kNamings, type, {}, &Naming::type);
    return found == kNamings.end() || found->type != type ? nullptr : &*found;
}

std::string_view service_of_arn(std::string_view arn) { return arn.starts_with("arn:") ? field(arn, 2) : std::string_view(); }

std::string_view name_in_arn(const Naming& naming, std::string_view arn) {
    if (service_of_arn(arn) != naming.service) return {};
    std::string_view rest = field(arn, 5);
    if (!rest.starts_with(naming.kind)) return {};
    rest.remove_prefix(naming.kind.size());
    // Paths of IAM stand before the name; log groups, aliases and repositories have slashes in theirs.
    if (naming.service == "iam") return rest.substr(rest.rfind('/') + 1);
    const bool slashes =
        naming.service == "logs" || naming.service == "kms" || naming.service == "ecr" || naming.service == "secretsmanager";
    return rest.substr(0, rest.find_first_of(slashes ? std::string_view(":") : std::string_view(":/")));
}

}  // namespace vouch::model
