// SPDX-License-Identifier: Apache-2.0
// A table of types; AWS::Lambda::Permission and the short form of AWS::Events::EventBusPolicy spell one statement in properties.
// Tested by analysers/resource_policy_test.cc.
#include "facts/policy/hanging.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "facts/policy/holder.h"

namespace vouch::facts {
namespace {

using value::Value;

struct DocumentPlace {
    std::string_view type;
    std::string_view document;  // property that holds it
    std::string_view thing;     // property that names what it hangs on; empty: itself
    std::string_view service;
};

constexpr std::array<DocumentPlace, 20> kDocumentPlaces{{
    {"AWS::S3::BucketPolicy", "PolicyDocument", "Bucket", "s3"},
    {"AWS::SNS::TopicPolicy", "PolicyDocument", "Topics", "sns"},
    {"AWS::SNS::TopicInlinePolicy", "PolicyDocument", "TopicArn", "sns"},
    {"AWS::SQS::QueuePolicy", "PolicyDocument", "Queues", "sqs"},
    {"AWS::SQS::QueueInlinePolicy", "PolicyDocument", "Queue", "sqs"},
    {"AWS::KMS::Key", "KeyPolicy", "", "kms"},
    {"AWS::KMS::ReplicaKey", "KeyPolicy", "", "kms"},
    {"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", "", "secretsmanager"},
    {"AWS::ECR::Repository", "RepositoryPolicyText", "", "ecr"},
    {"AWS::Events::EventBus", "Policy", "", "events"},
    {"AWS::EC2::VPCEndpoint", "PolicyDocument", "", "ec2"},
    {"AWS::OpenSearchService::Domain", "AccessPolicies", "", "es"},
    {"AWS::Elasticsearch::Domain", "AccessPolicies", "", "es"},
    {"AWS::Backup::BackupVault", "AccessPolicy", "", "backup"},
    {"AWS::Logs::ResourcePolicy", "PolicyDocument", "", "logs"},
    {"AWS::Logs::LogGroup", "ResourcePolicyDocument", "", "logs"},
    {"AWS::EFS::FileSystem", "FileSystemPolicy", "", "elasticfilesystem"},
    {"AWS::S3::AccessPoint", "Policy", "", "s3"},
    {"AWS::Organizations::Policy", "Content", "", ""},
    {"Vouch::GlacierVault", "PolicyDocument", "", "glacier"},
}};

// A condition that a property of its own stands for.
void add_condition(Statement& statement, std::string_view operation, std::string_view key, const Value& value) {
    if (value.is_null()) return;
    Condition condition = parse_operator(operation);
    condition.key = key;
    condition.values.push_back(value);
    condition.at = value;
    statement.conditions.push_back(std::move(condition));
}

Statement spelt(const model::Resource& resource) {
    Statement statement;
    statement.position = resource.position;
    statement.number = 1;
    statement.effect = Effect::allow;
    statement.has_actions = statement.has_principals = true;
    statement.actions.push_back(Pattern::of_value(property(resource, "Action"), Reading::action));
    if (const Value principal = property(resource, "Principal"); !principal.is_null()) {
        statement.principals = parse_principals(principal);
        statement.position = principal.position();
    }
    return statement;
}

Policy lambda_permission(const model::Resource& resource) {
    Policy policy;
    policy.position = resource.position;
    Statement statement = spelt(resource);
    add_condition(statement, "ArnLike", "aws:sourcearn", property(resource, "SourceArn"));
    add_condition(statement, "StringEquals", "aws:sourceaccount", property(resource, "SourceAccount"));
    add_condition(statement, "StringEquals", "aws:principalorgid", property(resource, "PrincipalOrgID"));
    add_condition(statement, "StringEquals", "lambda:eventsourcetoken", property(resource, "EventSourceToken"));
    policy.statements.push_back(std::move(statement));
    return policy;
}

// The whole statement in `Statement`, or Principal, Action and Condition {Type, Key, Value}.
Policy bus_policy(const model::Resource& resource) {
    Policy policy;
    policy.position = resource.position;
    const Value whole = property(resource, "Statement");
    if (!whole.is_null()) return parse_statement(whole);
    Statement statement = spelt(resource);
    const Value condition = property(resource, "Condition");
    const Value* type = condition.find("Type");
    const Value* key = condition.find("Key");
    const Value* value = condition.find("Value");
    if (type != nullptr && key != nullptr && value != nullptr && type->is_string() && key->is_string()) {
        add_condition(statement, type->as_string(), base::to_lower(key->as_string()), *value);
    } else if (condition.is_unknown()) {
        statement.conditions = parse_conditions(condition);
    }
    policy.statements.push_back(std::move(statement));
    return policy;
}

}  // namespace

Hanging hanging_policy(const Subject& subject, model::Node node) {
    const model::Resource& resource = subject.estate.graph.resource(node);
    Hanging out;
    if (resource.type == "AWS::Lambda::Permission" || resource.type == "AWS::Events::EventBusPolicy") {
        const bool lambda = resource.type == "AWS::Lambda::Permission";
        out.policy = lambda ? lambda_permission(resource) : bus_policy(resource);
        out.present = true;
        out.service = lambda ? "lambda" : "events";
        return out;
    }
    const auto* row = std::ranges::find(kDocumentPlaces, resource.type, &DocumentPlace::type);
    if (row == kDocumentPlaces.end()) return out;
    out.service = row->service;
    const Value document = property(resource, row->document);
    out.present = !document.is_null();
    out.policy = policy_of(subject, node, document);
    if (!out.present) out.policy.position = subject.resource().position;
    if (row->thing.empty()) {
        out.things.push_back(Thing::itself());
        return out;
    }
    const Value things = property(resource, row->thing);
    if (!things.is_list())
        out.things.push_back(Thing::of(things, row->service));
    else
        for (const Value& thing : things.as_list()) out.things.push_back(Thing::of(thing, row->service));
    return out;
}

std::vector<Pattern> actions(std::initializer_list<std::string_view> names) {
    std::vector<Pattern> out;
    for (const std::string_view name : names) out.push_back(Pattern::of_text(name, Reading::action));
    return out;
}

std::vector<Pattern> tls_actions(std::string_view service) {
    if (service == "sns") return actions({"sns:Publish"});
    if (service == "sqs") return actions({"sqs:SendMessage", "sqs:ReceiveMessage"});
    if (service == "elasticfilesystem") return actions({"elasticfilesystem:ClientMount"});
    std::vector<Pattern> out;
    out.push_back(Pattern::of_text(std::string(service).append(":*"), Reading::action));
    return out;
}

}  // namespace vouch::facts
