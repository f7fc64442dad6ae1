// SPDX-License-Identifier: Apache-2.0
// Policies of the owner are sorted into those by ARN and those that are written out, as the transform does it (_construct_role in
// samtranslator/model/sam_resources.py and stepfunctions/generators.py, get_policy_arn in eventsources/pull.py of
// aws/serverless-application-model, 1.115.0). Tested by sam_role_test.cc.
#include "cfn/sam_role.h"

#include <algorithm>
#include <array>

#include <fmt/core.h>

#include "base/text.h"

namespace vouch::cfn {

using base::excerpt;
using value::Member;
using value::Unknown;
using value::Value;

namespace {

// Policies of AWS that applications name, with their path: names alone do not tell it.
struct AwsPolicy {
    std::string_view name;
    std::string_view path;
};
constexpr std::string_view kService = "service-role/";
constexpr std::array kPolicies{
    AwsPolicy{"AWSKeyManagementServicePowerUser", ""},
    AwsPolicy{"AWSLambdaBasicDurableExecutionRolePolicy", kService},
    AwsPolicy{"AWSLambdaBasicExecutionRole", kService},
    AwsPolicy{"AWSLambdaDynamoDBExecutionRole", kService},
    AwsPolicy{"AWSLambdaENIManagementAccess", kService},
    AwsPolicy{"AWSLambdaExecute", ""},
    AwsPolicy{"AWSLambdaInvocation-DynamoDB", ""},
    AwsPolicy{"AWSLambdaKinesisExecutionRole", kService},
    AwsPolicy{"AWSLambdaMSKExecutionRole", kService},
    AwsPolicy{"AWSLambdaRole", kService},
    AwsPolicy{"AWSLambdaSQSQueueExecutionRole", kService},
    AwsPolicy{"AWSLambdaVPCAccessExecutionRole", kService},
    AwsPolicy{"AWSLambda_FullAccess", ""},
    AwsPolicy{"AWSLambda_ReadOnlyAccess", ""},
    AwsPolicy{"AWSStepFunctionsFullAccess", ""},
    AwsPolicy{"AWSXRayDaemonWriteAccess", ""},
    AwsPolicy{"AWSXrayWriteOnlyAccess", ""},
    AwsPolicy{"AdministratorAccess", ""},
    AwsPolicy{"AmazonDynamoDBFullAccess", ""},
    AwsPolicy{"AmazonDynamoDBReadOnlyAccess", ""},
    AwsPolicy{"AmazonEC2FullAccess", ""},
    AwsPolicy{"AmazonEC2ReadOnlyAccess", ""},
    AwsPolicy{"AmazonKinesisFullAccess", ""},
    AwsPolicy{"AmazonRDSFullAccess", ""},
    AwsPolicy{"AmazonS3FullAccess", ""},
    AwsPolicy{"AmazonS3ReadOnlyAccess", ""},
    AwsPolicy{"AmazonSESFullAccess", ""},
    AwsPolicy{"AmazonSNSFullAccess", ""},
    AwsPolicy{"AmazonSQSFullAccess", ""},
    AwsPolicy{"AmazonSSMFullAccess", ""},
    AwsPolicy{"AmazonSSMReadOnlyAccess", ""},
    AwsPolicy{"CloudWatchFullAccess", ""},
    AwsPolicy{"CloudWatchLambdaInsightsExecutionRolePolicy", ""},
    AwsPolicy{"CloudWatchLogsFullAccess", ""},
    AwsPolicy{"IAMFullAccess", ""},
    AwsPolicy{"PowerUserAccess", ""},
    AwsPolicy{"ReadOnlyAccess", ""},
    AwsPolicy{"SecretsManagerReadWrite", ""},
    AwsPolicy{"SecurityAudit", ""},
};
static_assert(std::ranges::is_sorted(kPolicies, {}, &AwsPolicy::name));

// What an event of a function adds to its role: a policy of AWS, or nothing. Events of other types add what is not worked out here.
struct EventRow {
    std::string_view type;
    std::string_view policy;
};
constexpr std::array kEvents{
    EventRow{"AlexaSkill", ""},
    EventRow{"Api", ""},
    EventRow{"CloudWatchEvent", ""},
    EventRow{"CloudWatchLogs", ""},
    EventRow{"Cognito", ""},
    EventRow{"DynamoDB", "AWSLambdaDynamoDBExecutionRole"},
    EventRow{"EventBridgeRule", ""},
    EventRow{"HttpApi", ""},
    EventRow{"IoTRule", ""},
    EventRow{"Kinesis", "AWSLambdaKinesisExecutionRole"},
    EventRow{"MSK", "AWSLambdaMSKExecutionRole"},
    EventRow{"S3", ""},
    EventRow{"SNS", ""},
    EventRow{"SQS", "AWSLambdaSQSQueueExecutionRole"},
    EventRow{"Schedule", ""},
    EventRow{"ScheduleV2", ""},
};
static_assert(std::ranges::is_sorted(kEvents, {}, &EventRow::type));

// Properties of an event that add more than that.
constexpr std::array<std::string_view, 3> kEventMore{"DestinationConfig", "SchemaRegistryConfig", "SqsSubscription"};

class RoleMaker {
public:
    RoleMaker(Evaluator& evaluator, const RoleOwner& owner) : evaluator_(evaluator), owner_(owner), at_(owner.properties.position()) {}

    MadeRole run() {
        trust();
        const bool durable = owner_.properties.find("DurableConfig") != nullptr;
        if (!owner_.always.empty()) managed_.push_back(by_name(durable ? "AWSLambdaBasicDurableExecutionRolePolicy" : owner_.always, at_));
        if (owner_.traced) managed_.push_back(by_name(tracing_policy(), at_));
        if (owner_.properties.find("VpcConfig") != nullptr) managed_.push_back(by_name("AWSLambdaVPCAccessExecutionRole", at_));
        if (const Value* policies = owner_.properties.find("Policies")) sort(*policies);
        if (owner_.service == "lambda.amazonaws.com") of_function();
        if (!managed_.empty()) add("ManagedPolicyArns", evaluator_.list(managed_, at_));
        if (!written_.empty()) add("Policies", evaluator_.list(written_, at_));
        hand_on("PermissionsBoundary", "PermissionsBoundary");
        hand_on("RolePath", "Path");
        return std::move(out_);
    }

private:
    Value text(std::string_view text, std::uint32_t at) { return evaluator_.text(text, at); }
    void add(std::string_view name, const Value& value) { out_.properties.push_back({text(name, value.position()), value}); }

    void hand_on(std::string_view from, std::string_view to) {
        if (const Value* value = owner_.properties.find(from)) add(to, *value);
    }

    Value map(std::initializer_list<Member> members) { return evaluator_.map({members.begin(), members.size()}, at_); }

    void trust() {
        if (const Value* own = owner_.properties.find("AssumeRolePolicyDocument")) return add("AssumeRolePolicyDocument", *own);
        const Value service = text(owner_.service, at_);
        const Value action = text("sts:AssumeRole", at_);
        const Value statement = map({{text("Effect", at_), text("Allow", at_)},
                                     {text("Action", at_), evaluator_.list({&action, 1}, at_)},
                                     {text("Principal", at_), map({{text("Service", at_), evaluator_.list({&service, 1}, at_)}})}});
        add("AssumeRolePolicyDocument",
            map({{text("Version", at_), text("2012-10-17", at_)}, {text("Statement", at_), evaluator_.list({&statement, 1}, at_)}}));
    }

    void sort(const Value& policies) {
        if (!policies.is_list()) return sort_one(policies);
        for (const Value& policy : policies.as_list()) sort_one(policy);
    }

    void sort_one(const Value& policy) {
        if (policy.is_string()) return managed_.push_back(by_name(policy.as_string(), policy.position()));
        if (policy.is_unknown()) {
            managed_.push_back(policy);
            const Unknown::Cause cause = policy.as_unknown().cause;
            if (cause != Unknown::Cause::parameter && !policy.as_unknown().present()) written_.push_back(policy);
        } else if (policy.find("Statement") != nullptr) {
            written_.push_back(written(policy));
        } else {
            const std::string_view name = policy.is_map() && policy.length() > 0 ? policy.as_map().front().name() : std::string_view();
            written_.push_back(open(fmt::format("what the policy template `{}` allows is written at deployment", excerpt(name)),
                                    fmt::format("ServerlessPolicy({}.{})", owner_.id, written_.size()), {}, policy.position()));
        }
    }

    // A document without a version gets the one that the transform gives it.
    Value written(const Value& document) {
        Value whole = document;
        if (document.find("Version") == nullptr) {
            std::vector<Member> members{{text("Version", document.position()), text("2012-10-17", document.position())}};
            members.insert(members.end(), document.as_map().begin(), document.as_map().end());
            whole = evaluator_.map(members, document.position());
        }
        const std::string name = fmt::format("{}RolePolicy{}", owner_.id, written_.size());
        const std::array members{Member{text("PolicyName", document.position()), text(name, document.position())},
                                 Member{text("PolicyDocument", document.position()), whole}};
        return evaluator_.map(members, document.position());
    }

    // Regular regions have it under the older of its two names.
    std::string_view tracing_policy() const {
        const auto partition = evaluator_.scope().names.find("AWS::Partition");
        const bool regular =
            partition != evaluator_.scope().names.end() && partition->second.is_string() && partition->second.as_string() == "aws";
        return regular ? "AWSXrayWriteOnlyAccess" : "AWSXRayDaemonWriteAccess";
    }

    // The ARN of a policy that is named.
    Value by_name(std::string_view name, std::uint32_t at) {
        if (name.starts_with("arn:")) return text(name, at);
        const auto partition = evaluator_.scope().names.find("AWS::Partition");
        const bool known = partition != evaluator_.scope().names.end() && partition->second.is_string();
        const auto row = std::ranges::lower_bound(kPolicies, name, {}, &AwsPolicy::name);
        if (known && row != kPolicies.end() && row->name == name)
            return text(fmt::format("arn:{}:iam::aws:policy/{}{}", partition->second.as_string(), row->path, name), at);
        return open(fmt::format("the transform looks up the ARN of the policy `{}`", excerpt(name)), fmt::format("ManagedPolicy({})", name),
                    "arn:", at);
    }

    Value open(const std::string& why, const std::string& identity, std::string_view begins, std::uint32_t at) {
        return evaluator_.unknown({Unknown::Cause::intrinsic, why, identity, owner_.id, begins}, at);
    }

    // What only the roles of functions get: events of a state machine have roles of their own.
    void of_function() {
        if (const Value* events = owner_.properties.find("Events")) {
            if (!events->is_map()) return note_more("Events");
            for (const Member& each : events->as_map()) event(each.value);
        }
        if (const Value* queue = owner_.properties.find("DeadLetterQueue")) dead_letters(*queue);
        if (owner_.properties.find("EventInvokeConfig") != nullptr) note_more("EventInvokeConfig");
    }

    void event(const Value& event) {
        const Value* type = event.is_map() ? event.find("Type") : nullptr;
        if (type == nullptr || !type->is_string()) return note_more("Events");
        const auto row = std::ranges::lower_bound(kEvents, type->as_string(), {}, &EventRow::type);
        if (row == kEvents.end() || row->type != type->as_string()) return note_more("Events");
        if (!row->policy.empty() && std::ranges::find(events_, row->policy) == events_.end()) {
            events_.push_back(row->policy);
            managed_.push_back(by_name(row->policy, type->position()));
        }
        const Value* properties = event.find("Properties");
        if (properties == nullptr) return;
        if (!properties->is_map()) return note_more("Events");
        for (const std::string_view name : kEventMore)
            if (properties->find(name) != nullptr) note_more("Events");
    }

    // It may send what it could not handle to that queue or topic.
    void dead_letters(const Value& queue) {
        const Value* type = queue.is_map() ? queue.find("Type") : nullptr;
        const Value* target = queue.is_map() ? queue.find("TargetArn") : nullptr;
        if (type == nullptr || target == nullptr || !type->is_string()) return note_more("DeadLetterQueue");
        const Value action = text(type->as_string() == "SNS" ? "sns:Publish" : "sqs:SendMessage", at_);
        const Value statement =
            map({{text("Effect", at_), text("Allow", at_)}, {text("Action", at_), action}, {text("Resource", at_), *target}});
        const Value document =
            map({{text("Version", at_), text("2012-10-17", at_)}, {text("Statement", at_), evaluator_.list({&statement, 1}, at_)}});
        written_.push_back(map({{text("PolicyName", at_), text("DeadLetterQueuePolicy", at_)}, {text("PolicyDocument", at_), document}}));
    }

    void note_more(std::string_view property) {
        if (out_.open.empty()) out_.open = fmt::format("the transform adds permissions for `{}` at deployment", property);
    }

    Evaluator& evaluator_;
    const RoleOwner& owner_;
    std::uint32_t at_;
    std::vector<Value> managed_;
    std::vector<Value> written_;
    std::vector<std::string_view> events_;  // policies that events have added
    MadeRole out_;
};

}  // namespace

MadeRole make_role(Evaluator& evaluator, const RoleOwner& owner) { return RoleMaker(evaluator, owner).run(); }

}  // namespace vouch::cfn
