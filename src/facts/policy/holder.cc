// SPDX-License-Identifier: Apache-2.0
// Attachment is said on either side: by the policy (Roles, Users, Groups, RoleName...) or by the principal (ManagedPolicyArns, Groups), or
// by AWS::IAM::UserToGroupAddition. Tested by holder_test.cc.
#include "facts/policy/holder.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/not_listed.h"
#include "facts/policy/identity.h"

namespace vouch::facts {
namespace {

using model::Edge;
using model::Node;
using model::Resource;
using value::Value;

constexpr std::array<std::string_view, 5> kPolicyTypes{"AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy",
                                                       "AWS::IAM::UserPolicy", "AWS::IAM::GroupPolicy"};
constexpr std::array<std::string_view, 6> kAttachments{"Properties.Roles",    "Properties.Users",    "Properties.Groups",
                                                       "Properties.RoleName", "Properties.UserName", "Properties.GroupName"};
constexpr std::string_view kManaged = "Properties.ManagedPolicyArns";

bool is_policy(std::string_view type) { return std::ranges::find(kPolicyTypes, type) != kPolicyTypes.end(); }

template <class Each>
void each_item(const Value& list, Each each) {
    if (list.is_list())
        for (const Value& item : list.as_list()) each(item);
    else if (!list.is_null())
        each(list);
}

void own_documents(Holder& out, const Resource& resource) {
    out.own.position = resource.position;
    if (is_policy(resource.type)) {
        append(out.own, parse_policy(property(resource, "PolicyDocument")));
        return;
    }
    each_item(property(resource, "Policies"), [&out](const Value& item) {
        if (item.is_unknown())
            out.own.unknown = &item.as_unknown();
        else if (const Value* document = item.find("PolicyDocument"))
            append(out.own, parse_policy(*document));
    });
}

// Policies of the estate attached to `node`.
void attached_to(const Subject& subject, Node node, std::vector<Policy>& out) {
    const model::Graph& graph = subject.estate.graph;
    std::unordered_set<Node> seen;
    const auto add = [&](Node policy) {
        if (!seen.insert(policy).second) return;
        out.push_back(policy_of(subject, policy, property(graph.resource(policy), "PolicyDocument")));
    };
    for (const Edge* edge : graph.in(node))
        if (is_policy(graph.resource(edge->from).type) && std::ranges::find(kAttachments, edge->path) != kAttachments.end())
            add(edge->from);
    for (const Edge& edge : graph.out(node))
        if (edge.path == kManaged && is_policy(graph.resource(edge.to).type)) add(edge.to);
}

// What ManagedPolicyArns names that is not of the estate.
void foreign_policies(const Subject& subject, Node node, Holder& out) {
    const auto& graph = subject.estate.graph;
    const Resource& resource = graph.resource(node);
    const bool same = graph.unit(node).document == subject.unit().document;
    std::unordered_set<std::uint32_t> referring;
    for (const Edge& edge : graph.out(node)) referring.insert(edge.position);
    each_item(property(resource, "ManagedPolicyArns"), [&](const Value& item) {
        const Pattern pattern = Pattern::of_value(item, Reading::literal);
        const std::string arn = pattern.text();
        if (arn.find(":iam::aws:policy/") != std::string::npos) {
            out.administrator = out.administrator || aws_administrator_policy(arn);
            out.auditor = out.auditor || aws_audit_policy(arn);
            return;
        }
        if (referring.contains(item.position()) || (item.is_unknown() && item.as_unknown().cause == value::Unknown::Cause::attribute))
            return;
        out.unseen = not_listed(fmt::format("what the policy {} says is not known here", base::excerpt(arn, 100)), subject.estate, node,
                                "AWS::IAM::ManagedPolicy");
        out.unseen_at = same ? item.position() : subject.resource().position;
    });
}

std::vector<Node> groups_of(const model::Graph& graph, Node user) {
    std::vector<Node> out;
    const auto add_groups = [&](Node from, std::string_view path) {
        for (const Edge& edge : graph.out(from))
            if (edge.path == path && graph.resource(edge.to).type == "AWS::IAM::Group" && std::ranges::find(out, edge.to) == out.end())
                out.push_back(edge.to);
    };
    add_groups(user, "Properties.Groups");
    for (const Edge* edge : graph.in(user))
        if (graph.resource(edge->from).type == "AWS::IAM::UserToGroupAddition" && edge->path == "Properties.Users")
            add_groups(edge->from, "Properties.GroupName");
    return out;
}

void read_groups(const Subject& subject, Holder& out) {
    const std::vector<Node> groups = groups_of(subject.estate.graph, subject.node);
    out.has_groups = !groups.empty();
    for (const Node group : groups) {
        Holder own;
        own_documents(own, subject.estate.graph.resource(group));
        if (subject.estate.graph.unit(group).document != subject.unit().document)
            for (Statement& statement : own.own.statements) statement.position = subject.resource().position;
        out.inherited.push_back(std::move(own.own));
        attached_to(subject, group, out.inherited);
        foreign_policies(subject, group, out);
    }
    std::size_t named = 0;
    each_item(property(subject.resource(), "Groups"), [&](const Value& item) {
        ++named;
        if (item.is_unknown() && item.as_unknown().cause != value::Unknown::Cause::attribute && out.unseen.empty())
            out.unseen = item.as_unknown().reason;
    });
    if (named > groups.size() && out.unseen.empty())
        out.unseen = not_listed("it belongs to a group that is not of this estate", subject.estate, subject.node, "AWS::IAM::Group");
    if (!out.unseen.empty() && out.unseen_at == 0) out.unseen_at = subject.resource().position;
}

void read_boundary(const Subject& subject, Holder& out) {
    const auto& graph = subject.estate.graph;
    out.has_boundary = !property(subject.resource(), "PermissionsBoundary").is_null();
    for (const Edge& edge : graph.out(subject.node))
        if (edge.path == "Properties.PermissionsBoundary" && is_policy(graph.resource(edge.to).type))
            out.boundary = policy_of(subject, edge.to, property(graph.resource(edge.to), "PolicyDocument"));
    bool limits = false, grants = false;
    for (const Edge* edge : graph.in(subject.node)) {
        limits = limits || edge->path == "Properties.PermissionsBoundary";
        grants = grants || edge->path == kManaged;
    }
    for (const std::string_view name : {"Roles", "Users", "Groups"}) grants = grants || !property(subject.resource(), name).is_null();
    out.is_boundary = limits && !grants && subject.resource().type == "AWS::IAM::ManagedPolicy";
}

}  // namespace

Value property(const Resource& resource, std::string_view name) {
    const Value* found = resource.properties().find(name);
    return found != nullptr ? *found : Value();
}

Policy policy_of(const Subject& subject, Node other, const Value& document) {
    Policy policy = parse_policy(document);
    if (subject.estate.graph.unit(other).document == subject.unit().document) return policy;
    policy.position = subject.resource().position;
    for (Statement& statement : policy.statements) statement.position = policy.position;
    return policy;
}

Policy Holder::effective() const {
    Policy all = own;
    for (const Policy& policy : attached) append(all, policy);
    for (const Policy& policy : inherited) append(all, policy);
    return all;
}

Holder holder_of(const Subject& subject) {
    Holder out;
    own_documents(out, subject.resource());
    read_boundary(subject, out);
    if (is_policy(subject.resource().type)) return out;
    attached_to(subject, subject.node, out.attached);
    foreign_policies(subject, subject.node, out);
    if (subject.resource().type == "AWS::IAM::User") read_groups(subject, out);
    return out;
}

}  // namespace vouch::facts
