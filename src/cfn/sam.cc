// SPDX-License-Identifier: Apache-2.0
// A table of properties for every type: what they are called in the resource that results, and in which shape. What is not in the table
// changes other resources (events, permissions, deployments), which are not judged. Held against what the transform itself makes
// (aws/serverless-application-model, samtranslator 1.115.0). Tested by sam_test.cc.
#include "cfn/sam.h"

#include <algorithm>
#include <array>
#include <span>

#include <fmt/core.h>

#include "base/text.h"
#include "cfn/sam_role.h"

namespace vouch::cfn {

using value::Member;
using value::Unknown;
using value::Value;

namespace {

enum class Shape { same, tags, tracing, target, endpoint, code };

struct Property {
    std::string_view from;
    std::string_view to;
    Shape shape = Shape::same;
};

struct ServerlessType {
    std::string_view type;
    std::string_view globals;  // key in the section Globals
    std::string_view becomes;
    std::span<const Property> properties;
};

constexpr Property kFunction[] = {
    {"Architectures", "Architectures"},
    {"CodeSigningConfigArn", "CodeSigningConfigArn"},
    {"DeadLetterQueue", "DeadLetterConfig", Shape::target},
    {"Description", "Description"},
    {"Environment", "Environment"},
    {"EphemeralStorage", "EphemeralStorage"},
    {"FileSystemConfigs", "FileSystemConfigs"},
    {"FunctionName", "FunctionName"},
    {"Handler", "Handler"},
    {"ImageConfig", "ImageConfig"},
    {"InlineCode", "Code", Shape::code},
    {"KmsKeyArn", "KmsKeyArn"},
    {"Layers", "Layers"},
    {"LoggingConfig", "LoggingConfig"},
    {"MemorySize", "MemorySize"},
    {"PackageType", "PackageType"},
    {"ReservedConcurrentExecutions", "ReservedConcurrentExecutions"},
    {"Role", "Role"},
    {"Runtime", "Runtime"},
    {"RuntimeManagementConfig", "RuntimeManagementConfig"},
    {"Tags", "Tags", Shape::tags},
    {"Timeout", "Timeout"},
    {"Tracing", "TracingConfig", Shape::tracing},
    {"VpcConfig", "VpcConfig"},
};
constexpr Property kUrl[] = {{"AuthType", "AuthType"}, {"Cors", "Cors"}, {"InvokeMode", "InvokeMode"}};
constexpr Property kTable[] = {
    {"PointInTimeRecoverySpecification", "PointInTimeRecoverySpecification"},
    {"ProvisionedThroughput", "ProvisionedThroughput"},
    {"SSESpecification", "SSESpecification"},
    {"TableName", "TableName"},
    {"Tags", "Tags", Shape::tags},
};
constexpr Property kApi[] = {
    {"Description", "Description"},
    {"DisableExecuteApiEndpoint", "DisableExecuteApiEndpoint"},
    {"EndpointConfiguration", "EndpointConfiguration", Shape::endpoint},
    {"MinimumCompressionSize", "MinimumCompressionSize"},
    {"Name", "Name"},
    {"Tags", "Tags", Shape::tags},
};
constexpr Property kApiStage[] = {
    {"AccessLogSetting", "AccessLogSetting"},
    {"CacheClusterEnabled", "CacheClusterEnabled"},
    {"CacheClusterSize", "CacheClusterSize"},
    {"CanarySetting", "CanarySetting"},
    {"MethodSettings", "MethodSettings"},
    {"StageName", "StageName"},
    {"Tags", "Tags", Shape::tags},
    {"TracingEnabled", "TracingEnabled"},
    {"Variables", "Variables"},
};
constexpr Property kHttpApi[] = {
    {"CorsConfiguration", "CorsConfiguration"},
    {"Description", "Description"},
    {"DisableExecuteApiEndpoint", "DisableExecuteApiEndpoint"},
    {"Name", "Name"},
    {"Tags", "Tags"},
};
constexpr Property kHttpStage[] = {
    {"AccessLogSettings", "AccessLogSettings"}, {"DefaultRouteSettings", "DefaultRouteSettings"},
    {"RouteSettings", "RouteSettings"},         {"StageName", "StageName"},
    {"StageVariables", "StageVariables"},       {"Tags", "Tags"},
};
constexpr Property kLayer[] = {
    {"CompatibleArchitectures", "CompatibleArchitectures"},
    {"CompatibleRuntimes", "CompatibleRuntimes"},
    {"Description", "Description"},
    {"LayerName", "LayerName"},
    {"LicenseInfo", "LicenseInfo"},
};
constexpr Property kStateMachine[] = {
    {"EncryptionConfiguration", "EncryptionConfiguration"},
    {"Logging", "LoggingConfiguration"},
    {"Name", "StateMachineName"},
    {"Role", "RoleArn"},
    {"Tags", "Tags", Shape::tags},
    {"Tracing", "TracingConfiguration"},
    {"Type", "StateMachineType"},
};

constexpr ServerlessType kServerlessTypes[] = {
    {"AWS::Serverless::Function", "Function", "AWS::Lambda::Function", kFunction},
    {"AWS::Serverless::SimpleTable", "SimpleTable", "AWS::DynamoDB::Table", kTable},
    {"AWS::Serverless::Api", "Api", "AWS::ApiGateway::RestApi", kApi},
    {"AWS::Serverless::HttpApi", "HttpApi", "AWS::ApiGatewayV2::Api", kHttpApi},
    {"AWS::Serverless::StateMachine", "StateMachine", "AWS::StepFunctions::StateMachine", kStateMachine},
    {"AWS::Serverless::LayerVersion", "LayerVersion", "AWS::Lambda::LayerVersion", kLayer},
};

class Expansion {
public:
    Expansion(Evaluator& evaluator, std::string_view id, const Value& body) : evaluator_(evaluator), id_(id), body_(body) {}

    // A global value counts where the resource has none; maps are merged and lists put one behind the other.
    Value merged(const Value& global, const Value& own) {
        if (global.is_list() && own.is_list()) {
            std::vector<Value> items(global.as_list().begin(), global.as_list().end());
            items.insert(items.end(), own.as_list().begin(), own.as_list().end());
            return evaluator_.list(items, own.position());
        }
        if (!global.is_map() || !own.is_map()) return own;
        std::vector<Member> members(own.as_map().begin(), own.as_map().end());
        for (Member& member : members)
            if (const Value* other = global.find(member.name())) member.value = merged(*other, member.value);
        for (const Member& member : global.as_map())
            if (own.find(member.name()) == nullptr) members.push_back(member);
        return evaluator_.map(members, own.position());
    }

    void add(std::string id, std::string_view type, std::vector<Member> properties) {
        const std::uint32_t at = body_.position();
        std::vector<Member> members;
        for (const Member& member : body_.as_map())
            if (member.name() != "Type" && member.name() != "Properties") members.push_back(member);
        members.push_back({text("Type", at), text(type, at)});
        const Value* written = body_.find("Properties");
        members.push_back({text("Properties", at), evaluator_.map(properties, written != nullptr ? written->position() : at)});
        out_.push_back({std::move(id), std::string(type), evaluator_.map(members, at)});
    }

    std::vector<Member> renamed(std::span<const Property> rows, const Value& properties) {
        std::vector<Member> members;
        if (!properties.is_map()) return members;
        for (const Member& member : properties.as_map()) {
            const auto row = std::ranges::find(rows, member.name(), &Property::from);
            if (row != rows.end()) members.push_back({text(row->to, member.key.position()), shaped(row->shape, member.value)});
        }
        return members;
    }

    Value shaped(Shape shape, const Value& value) {
        if (value.is_unknown()) return value;
        switch (shape) {
            case Shape::tags: return tags(value);
            case Shape::tracing: return wrapped("Mode", value);
            case Shape::code: return wrapped("ZipFile", value);
            case Shape::target: {
                const Value* arn = value.find("TargetArn");
                return arn != nullptr ? wrapped("TargetArn", *arn) : value;
            }
            case Shape::endpoint: return endpoint(value);
            default: return value;
        }
    }

    void function(const Value& properties) {
        std::vector<Member> members = renamed(kFunction, properties);
        const std::uint32_t at = properties.position();
        if (properties.find("InlineCode") == nullptr)
            members.push_back({text("Code", at), open("the code is uploaded when the application is packaged", "Code", at)});
        const bool own_role = properties.find("Role") != nullptr;
        if (!own_role) members.push_back({text("Role", at), role_arn(at)});
        add(id_, "AWS::Lambda::Function", std::move(members));
        const Value* tracing = properties.find("Tracing");
        const bool traced = tracing != nullptr && !(tracing->is_string() && tracing->as_string() == "Disabled");
        if (!own_role) role({id_, "lambda.amazonaws.com", "AWSLambdaBasicExecutionRole", properties, traced});
        if (const Value* url = properties.find("FunctionUrlConfig"); url != nullptr && url->is_map())
            add(id_ + "Url", "AWS::Lambda::Url", renamed(kUrl, *url));
    }

    void table(const Value& properties) {
        std::vector<Member> members = renamed(kTable, properties);
        const std::uint32_t at = properties.position();
        if (properties.find("ProvisionedThroughput") == nullptr) members.push_back({text("BillingMode", at), text("PAY_PER_REQUEST", at)});
        for (const std::string_view name : {"KeySchema", "AttributeDefinitions"})
            members.push_back({text(name, at), open("the transform writes the keys of the table", name, at)});
        add(id_, "AWS::DynamoDB::Table", std::move(members));
    }

    // Stages are called after what they are a stage of.
    void api(const Value& properties) {
        std::vector<Member> members = renamed(kApi, properties);
        const std::uint32_t at = properties.position();
        members.push_back({text("Body", at), open("the transform writes the paths of the API", "Body", at)});
        if (properties.find("Auth") != nullptr)
            members.push_back({text("Policy", at), open("the transform writes the policy of the API", "Policy", at)});
        add(id_, "AWS::ApiGateway::RestApi", std::move(members));
        add(id_ + stage_name(properties) + "Stage", "AWS::ApiGateway::Stage", renamed(kApiStage, properties));
    }

    static std::string stage_name(const Value& properties) {
        const Value* stage = properties.find("StageName");
        return stage != nullptr && stage->is_string() ? std::string(stage->as_string()) : std::string();
    }

    void http_api(const Value& properties) {
        const std::uint32_t at = properties.position();
        std::vector<Member> members = renamed(kHttpApi, properties);
        members.push_back({text("ProtocolType", at), text("HTTP", at)});
        members.push_back({text("Body", at), open("the transform writes the routes of the API", "Body", at)});
        add(id_, "AWS::ApiGatewayV2::Api", std::move(members));
        std::vector<Member> stage = renamed(kHttpStage, properties);
        if (properties.find("StageName") == nullptr) stage.push_back({text("StageName", at), text("$default", at)});
        const std::string name = stage_name(properties);
        add(id_ + (name.empty() || name == "$default" ? "ApiGatewayDefault" : name) + "Stage", "AWS::ApiGatewayV2::Stage",
            std::move(stage));
    }

    void state_machine(const Value& properties) {
        const std::uint32_t at = properties.position();
        std::vector<Member> members = renamed(kStateMachine, properties);
        if (properties.find("Type") == nullptr) members.push_back({text("StateMachineType", at), text("STANDARD", at)});
        members.push_back({text("DefinitionString", at), open("the definition is put together at deployment", "Definition", at)});
        const bool makes_role = properties.find("Role") == nullptr;
        if (makes_role) members.push_back({text("RoleArn", at), role_arn(at)});
        add(id_, "AWS::StepFunctions::StateMachine", std::move(members));
        const Value* tracing = properties.find("Tracing");
        const Value* enabled = tracing != nullptr && tracing->is_map() ? tracing->find("Enabled") : nullptr;
        const bool traced = enabled != nullptr && enabled->kind() == value::Kind::boolean && enabled->as_boolean();
        if (makes_role) role({id_, "states.amazonaws.com", {}, properties, traced});
    }

    // Versions are kept unless the template says otherwise.
    void layer(const Value& properties) {
        const std::uint32_t at = properties.position();
        std::vector<Member> members = renamed(kLayer, properties);
        if (properties.find("LayerName") == nullptr) members.push_back({text("LayerName", at), text(id_, at)});
        members.push_back({text("Content", at), open("the content is uploaded when the application is packaged", "Content", at)});
        add(id_, "AWS::Lambda::LayerVersion", std::move(members));
    }

    std::vector<Serverless> take() { return std::move(out_); }

private:
    void role(const RoleOwner& owner) {
        MadeRole made = make_role(evaluator_, owner);
        if (const Value* given = owner.properties.find("Tags"))
            made.properties.push_back({text("Tags", given->position()), shaped(Shape::tags, *given)});
        add(id_ + "Role", "AWS::IAM::Role", std::move(made.properties));
        out_.back().open = std::move(made.open);
    }

    Value role_arn(std::uint32_t at) {
        const std::string identity = fmt::format("GetAtt:{}Role.Arn", id_);
        return evaluator_.unknown({Unknown::Cause::attribute, "the transform makes the role at deployment", identity, id_, "arn:"}, at);
    }

    Value text(std::string_view text, std::uint32_t at) { return evaluator_.text(text, at); }

    Value open(std::string_view why, std::string_view property, std::uint32_t at) {
        return evaluator_.unknown({Unknown::Cause::intrinsic, why, fmt::format("Serverless({}.{})", id_, property), id_}, at);
    }

    Value wrapped(std::string_view key, const Value& value) {
        const Member member{text(key, value.position()), value};
        return evaluator_.map({&member, 1}, value.position());
    }

    // {"Team": "shop"} as [{"Key": "Team", "Value": "shop"}].
    Value tags(const Value& value) {
        if (!value.is_map()) return value;
        std::vector<Value> items;
        for (const Member& tag : value.as_map()) {
            const std::array members{Member{text("Key", tag.key.position()), tag.key},
                                     Member{text("Value", tag.key.position()), tag.value}};
            items.push_back(evaluator_.map(members, tag.key.position()));
        }
        return evaluator_.list(items, value.position());
    }

    // "PRIVATE", or {Type: PRIVATE, VPCEndpointIds: [...]}.
    Value endpoint(const Value& value) {
        const Value* type = value.is_map() ? value.find("Type") : &value;
        if (type == nullptr) return value;
        std::vector<Member> members{{text("Types", type->position()), evaluator_.list({type, 1}, type->position())}};
        if (const Value* ids = value.find("VPCEndpointIds")) members.push_back({text("VpcEndpointIds", ids->position()), *ids});
        return evaluator_.map(members, value.position());
    }

    Evaluator& evaluator_;
    std::string id_;
    const Value& body_;
    std::vector<Serverless> out_;
};

}  // namespace

std::vector<Serverless> expand_serverless(Evaluator& evaluator, std::string_view id, const Value& body, const Value& globals) {
    const Value* type = body.find("Type");
    const Value* written = body.find("Properties");
    if (type == nullptr || !type->is_string() || (written != nullptr && !written->is_map())) return {};
    const auto row = std::ranges::find(kServerlessTypes, type->as_string(), &ServerlessType::type);
    if (row == std::end(kServerlessTypes)) return {};
    Expansion expansion(evaluator, id, body);
    Value properties = written != nullptr ? *written : evaluator.map({}, body.position());
    if (const Value* global = globals.find(row->globals)) properties = expansion.merged(*global, properties);
    if (!properties.is_map()) return {};
    if (row->globals == "Function") expansion.function(properties);
    if (row->globals == "SimpleTable") expansion.table(properties);
    if (row->globals == "Api") expansion.api(properties);
    if (row->globals == "HttpApi") expansion.http_api(properties);
    if (row->globals == "StateMachine") expansion.state_machine(properties);
    if (row->globals == "LayerVersion") expansion.layer(properties);
    return expansion.take();
}

}  // namespace vouch::cfn
