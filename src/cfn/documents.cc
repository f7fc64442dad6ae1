// SPDX-License-Identifier: Apache-2.0
// Which properties are read is a table: those of type Json in the resource pages of the CloudFormation template reference that hold a
// policy. Properties that take nothing but text (AWS::Logs::ResourcePolicy) stay text. A document has no places of its own in the template:
// all of it stands where the text stands. Tested by documents_test.cc.
#include "cfn/documents.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "model/symbolic.h"
#include "value/read.h"

namespace vouch::cfn {

using value::Member;
using value::Unknown;
using value::Value;

namespace {

// A dot leads into a map; where a list stands, into each of its items.
struct DocumentPath {
    std::string_view type, path;
};
constexpr std::array kDocumentPaths{
    DocumentPath{"AWS::ApiGateway::RestApi", "Policy"},
    DocumentPath{"AWS::Backup::BackupVault", "AccessPolicy"},
    DocumentPath{"AWS::CloudTrail::ResourcePolicy", "ResourcePolicy"},
    DocumentPath{"AWS::CodeArtifact::Domain", "PermissionsPolicyDocument"},
    DocumentPath{"AWS::CodeArtifact::Repository", "PermissionsPolicyDocument"},
    DocumentPath{"AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument"},
    DocumentPath{"AWS::EC2::VPCEndpoint", "PolicyDocument"},
    DocumentPath{"AWS::ECR::PublicRepository", "RepositoryPolicyText"},
    DocumentPath{"AWS::ECR::RegistryPolicy", "PolicyText"},
    DocumentPath{"AWS::ECR::Repository", "RepositoryPolicyText"},
    DocumentPath{"AWS::EFS::FileSystem", "FileSystemPolicy"},
    DocumentPath{"AWS::Elasticsearch::Domain", "AccessPolicies"},
    DocumentPath{"AWS::Events::EventBus", "Policy"},
    DocumentPath{"AWS::Events::EventBusPolicy", "Statement"},
    DocumentPath{"AWS::IAM::Group", "Policies.PolicyDocument"},
    DocumentPath{"AWS::IAM::GroupPolicy", "PolicyDocument"},
    DocumentPath{"AWS::IAM::ManagedPolicy", "PolicyDocument"},
    DocumentPath{"AWS::IAM::Policy", "PolicyDocument"},
    DocumentPath{"AWS::IAM::Role", "AssumeRolePolicyDocument"},
    DocumentPath{"AWS::IAM::Role", "Policies.PolicyDocument"},
    DocumentPath{"AWS::IAM::RolePolicy", "PolicyDocument"},
    DocumentPath{"AWS::IAM::User", "Policies.PolicyDocument"},
    DocumentPath{"AWS::IAM::UserPolicy", "PolicyDocument"},
    DocumentPath{"AWS::IoT::Policy", "PolicyDocument"},
    DocumentPath{"AWS::KMS::Key", "KeyPolicy"},
    DocumentPath{"AWS::KMS::ReplicaKey", "KeyPolicy"},
    DocumentPath{"AWS::Kinesis::ResourcePolicy", "ResourcePolicy"},
    DocumentPath{"AWS::Oam::Sink", "Policy"},
    DocumentPath{"AWS::OpenSearchService::Domain", "AccessPolicies"},
    DocumentPath{"AWS::Organizations::Policy", "Content"},
    DocumentPath{"AWS::Organizations::ResourcePolicy", "Content"},
    DocumentPath{"AWS::S3::AccessPoint", "Policy"},
    DocumentPath{"AWS::S3::BucketPolicy", "PolicyDocument"},
    DocumentPath{"AWS::S3::MultiRegionAccessPointPolicy", "Policy"},
    DocumentPath{"AWS::S3ObjectLambda::AccessPointPolicy", "PolicyDocument"},
    DocumentPath{"AWS::SNS::TopicInlinePolicy", "PolicyDocument"},
    DocumentPath{"AWS::SNS::TopicPolicy", "PolicyDocument"},
    DocumentPath{"AWS::SQS::QueueInlinePolicy", "PolicyDocument"},
    DocumentPath{"AWS::SQS::QueuePolicy", "PolicyDocument"},
    DocumentPath{"AWS::SSO::PermissionSet", "InlinePolicy"},
    DocumentPath{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy"},
    DocumentPath{"AWS::Serverless::Function", "AssumeRolePolicyDocument"},
};
static_assert(std::ranges::is_sorted(kDocumentPaths, {}, &DocumentPath::type));

// AWS takes 32 KB of a policy at most.
constexpr std::size_t kLongestDocument = std::size_t{1} << 20U;
constexpr std::uint32_t kDeepestDocument = 64;
// What stands in the text for the part of this number that is not known, between them. No policy has these characters.
constexpr std::string_view kOpen = "\U000FDEA0";
constexpr std::string_view kClose = "\U000FDEA1";

class Reader {
public:
    explicit Reader(Evaluator& evaluator) : evaluator_(evaluator) {}

    Value read(const Value& written) {
        if (written.is_string() && written.length() > 0) return read_text(written);
        if (written.is_unknown()) return read_unknown(written);
        return written;
    }

private:
    Value read_text(const Value& written) {
        at_ = written.position();
        const auto document = parse(std::string(written.as_string()));
        if (document) return copy(document->root);
        return evaluator_.unknown(
            {Unknown::Cause::intrinsic, fmt::format("the text of the policy is no policy: {}", document.error().message), {}, {}}, at_);
    }

    Value read_unknown(const Value& written) {
        if (!written.as_unknown().identity.starts_with("Concat(")) return written;
        at_ = written.position();
        std::string text;
        for (const model::Piece& piece : model::pieces(written.as_unknown().identity)) {
            if (piece.known()) {
                spoiled_ = spoiled_ || piece.text.find(kOpen) != std::string::npos;
                text += piece.text;
                continue;
            }
            text += fmt::format("{}{}{}", kOpen, holes_.size(), kClose);
            holes_.push_back(hole(piece.unknown, written.as_unknown()));
        }
        const auto document = parse(std::move(text));
        if (!document || spoiled_) return written;
        const Value read = copy(document->root);
        return spoiled_ ? written : read;
    }

    static base::Result<value::Document> parse(std::string text) {
        value::ReadOptions options;
        options.limits.bytes = kLongestDocument;
        options.limits.depth = kDeepestDocument;
        auto document = value::read_json(std::make_shared<base::Source>("policy", std::move(text)), options);
        if (document && !document->root.is_map()) return base::fail(base::Code::invalid_value, "it is no JSON object");
        return document;
    }

    // The unknown that a reference of this template is, which knows more of itself than its spelling; else one with the reason of the
    // whole.
    Value hole(std::string_view identity, const Unknown& whole) {
        const std::vector<model::Mention> mentions = model::mentions(identity);
        if (mentions.size() == 1 && mentions[0].unit.empty()) {
            const model::Mention& one = mentions[0];
            const bool known = evaluator_.scope().resources.contains(one.id) || evaluator_.scope().names.contains(one.id);
            if (known && identity == fmt::format("Ref:{}", one.id)) return evaluator_.reference(one.id, at_);
            if (known && identity == fmt::format("GetAtt:{}.{}", one.id, one.attribute))
                return evaluator_.attribute(one.id, one.attribute, at_);
        }
        const auto cause = whole.present() ? Unknown::Cause::intrinsic : whole.cause;
        return evaluator_.unknown({cause, whole.reason, identity, whole.subject}, at_);
    }

    // Recursion follows the depth of the document.
    Value copy(const Value& value) {
        if (value.is_string()) return text(value.as_string());
        if (value.is_list()) {
            std::vector<Value> items;
            for (const Value& item : value.as_list()) items.push_back(copy(item));
            return evaluator_.list(items, at_);
        }
        if (!value.is_map()) return value.kind() == value::Kind::decimal ? text(value.as_string()) : value.at(at_);
        std::vector<Member> members;
        for (const Member& member : value.as_map()) {
            const Value key = evaluator_.text(member.name(), at_);
            spoiled_ = spoiled_ || !key.is_string() || member.name().find(kOpen) != std::string_view::npos;
            if (key.is_string()) members.push_back({key, copy(member.value)});
        }
        return evaluator_.map(members, at_);
    }

    Value text(std::string_view text) {
        const bool plain = text.find("{{") == std::string_view::npos && text.find(kOpen) == std::string_view::npos;
        if (plain) return evaluator_.text(text, at_);
        std::vector<Value> parts;
        while (!text.empty()) {
            const std::size_t open = holes_.empty() ? text.size() : std::min(text.find(kOpen), text.size());
            if (open > 0) parts.push_back(Value::string(text.substr(0, open), at_));
            text.remove_prefix(open);
            if (text.empty()) break;
            const std::size_t close = std::min(text.find(kClose), text.size());
            std::size_t number = holes_.size();
            std::from_chars(text.data() + kOpen.size(), text.data() + close, number);
            // Written so by an escape sequence.
            spoiled_ = spoiled_ || number >= holes_.size();
            if (spoiled_) return Value::null(at_);
            parts.push_back(holes_[number]);
            text.remove_prefix(std::min(close + kClose.size(), text.size()));
        }
        return evaluator_.concatenate(parts, at_);
    }

    Evaluator& evaluator_;
    std::uint32_t at_ = 0;
    std::vector<Value> holes_;
    bool spoiled_ = false;
};

// `value` with what stands at `path` in it replaced. Recursion follows the path, which is of this file.
Value replaced(Evaluator& evaluator, const Value& value, std::string_view path) {
    if (path.empty()) return Reader(evaluator).read(value);
    if (value.is_list()) {
        std::vector<Value> items(value.as_list().begin(), value.as_list().end());
        bool same = true;
        for (Value& item : items) {
            const Value before = item;
            if (item.is_map()) item = replaced(evaluator, item, path);
            same = same && item.same_node(before);
        }
        return same ? value : evaluator.list(items, value.position());
    }
    const std::size_t dot = std::min(path.find('.'), path.size());
    const Value* found = value.find(path.substr(0, dot));
    if (found == nullptr) return value;
    const Value read = replaced(evaluator, *found, dot == path.size() ? std::string_view() : path.substr(dot + 1));
    if (read.same_node(*found)) return value;
    std::vector<Member> members(value.as_map().begin(), value.as_map().end());
    std::ranges::find(members, path.substr(0, dot), &Member::name)->value = read;
    return evaluator.map(members, value.position());
}

}  // namespace

Value with_documents(Evaluator& evaluator, const Value& body) {
    const Value* type = body.find("Type");
    if (type == nullptr || !type->is_string()) return body;
    Value out = body;
    for (const DocumentPath& row : std::ranges::equal_range(kDocumentPaths, type->as_string(), {}, &DocumentPath::type))
        out = replaced(evaluator, out, fmt::format("Properties.{}", row.path));
    return out;
}

}  // namespace vouch::cfn
