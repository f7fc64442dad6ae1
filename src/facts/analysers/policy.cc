// SPDX-License-Identifier: Apache-2.0
// What identity policies give away: each policy on its own, ways to more rights over all that a principal has. Tested by policy_test.cc.
#include <array>
#include <optional>

#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/escalation.h"
#include "facts/policy/holder.h"
#include "facts/policy/identity.h"

namespace vouch::facts {
extern const Analyser policy_analyser;
namespace {

struct PolicyHolder {
    const Subject& subject;
    Holder holder;
    std::optional<Policy> joined;  // where others count beside its own

    explicit PolicyHolder(const Subject& of) : subject(of), holder(holder_of(of)) {
        if (!holder.attached.empty() || !holder.inherited.empty()) joined = holder.effective();
    }
    // All that count, as one.
    const Policy& effective() const { return joined ? *joined : holder.own; }
};

// A fact of the documents that stand in the resource itself: those that are attached are judged where they stand.
template <void (*fact)(const Policy&, Reasons&)>
void own(const PolicyHolder& read, Reasons& out) {
    if (!read.holder.is_boundary) fact(read.holder.own, out);
}

std::uint32_t position(const PolicyHolder& read) { return read.subject.resource().position; }

void unseen(const PolicyHolder& read, Reasons& out) {
    if (!read.holder.unseen.empty()) out.maybe(read.holder.unseen, read.holder.unseen_at);
}

void escalation(const PolicyHolder& read, Reasons& out) {
    const Holder& holder = read.holder;
    if (holder.is_boundary) return;
    std::vector<const Policy*> all{&holder.own}, alone;
    for (const Policy& policy : holder.attached) {
        all.push_back(&policy);
        alone.push_back(&policy);
    }
    const bool limited = holder.has_boundary && !holder.boundary.statements.empty();
    allows_escalation(all, alone, limited ? &holder.boundary : nullptr, position(read), out);
    if (alone.empty()) add_unread(holder.own, out);
}

void mfa_denied(const PolicyHolder& read, Reasons& out) {
    denies_without_mfa(read.effective(), out);
    unseen(read, out);
}

void everything_without_mfa(const PolicyHolder& read, Reasons& out) {
    const Policy& effective = read.effective();
    base::Arena scratch;
    Reasons refused(scratch);
    denies_without_mfa(effective, refused);
    unseen(read, refused);
    if (refused.certain()) return;
    if (refused.possible()) {
        Reasons allowed(scratch);
        allows_everything_without_mfa(effective, allowed);
        if (read.holder.administrator || allowed.possible())
            out.maybe(because("whether MFA is asked for is not known: not all its policies can be read", &refused.unknown().as_unknown()),
                      position(read));
        return;
    }
    if (read.holder.administrator) out.add("AdministratorAccess allows every action on every resource, also without MFA", position(read));
    allows_everything_without_mfa(effective, out);
}

void asks_for_mfa(const PolicyHolder& read, Reasons& out) {
    const model::Graph& graph = read.subject.estate.graph;
    for (const model::Edge* edge : graph.in(read.subject.node)) {
        const model::Resource& device = graph.resource(edge->from);
        if (device.type != "AWS::IAM::VirtualMFADevice" || edge->path != "Properties.Users") continue;
        if (device.uncertain.empty())
            out.add("it has the virtual MFA device " + device.id, position(read));
        else
            out.maybe("whether it has a virtual MFA device is not known: " + device.uncertain, position(read));
    }
    mfa_denied(read, out);
}

void audit_reads(const PolicyHolder& read, Reasons& out) {
    if (read.holder.auditor) return;
    if (read.holder.unseen.empty() || read.effective().unknown != nullptr) return lacks_audit_reads(read.effective(), position(read), out);
    // What is attached and not seen may allow them.
    const value::Unknown why{value::Unknown::Cause::intrinsic, read.holder.unseen, {}, {}};
    Policy effective = read.effective();
    effective.unknown = &why;
    lacks_audit_reads(effective, position(read), out);
}

constexpr std::array<Finder<PolicyHolder>, 12> kPolicyFinders{{
    {{"AllowsEverything", "statements that allow every action on every resource"}, own<allows_everything>},
    {{"AllowsServiceWildcard", "statements that allow all actions of a service"}, own<allows_service_wildcard>},
    {{"AllowsWildcardResource", "statements that allow on every resource what could be limited to some"}, own<allows_wildcard_resource>},
    {{"AllowsNotAction", "statements that allow all but what they name"}, own<allows_not_action>},
    {{"AllowsPassRoleAnywhere", "statements that allow to pass every role"}, own<allows_pass_role_anywhere>},
    {{"AllowsMarketplaceSubscribe", "statements that allow to subscribe to everything in the marketplace"},
     own<allows_marketplace_subscribe>},
    {{"AllowsPrivilegeEscalation", "known ways to more rights, over all policies of a principal"}, escalation},
    {{"AllowsEverythingWithoutMfa", "statements, of groups too, that make an administrator who needs no MFA"}, everything_without_mfa},
    {{"DeniesWithoutMfa", "statements, of groups too, that deny nearly everything without MFA and leave a way to enrol"}, mfa_denied},
    {{"BrokenMfaDeny", "statements that are meant to deny without MFA and do not, or deny enrolment too"}, own<broken_mfa_deny>},
    {{"AsksForMfa", "MFA devices and statements by which a user needs MFA"}, asks_for_mfa},
    {{"LacksAuditReads", "reads that an audit of sign-ins needs and that are not allowed"}, audit_reads},
}};
constexpr std::array<Fact, kPolicyFinders.size()> kPolicyFacts = facts_of(kPolicyFinders);

constexpr std::array<std::string_view, 8> kTypesWithPolicies{"AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",      "AWS::IAM::RolePolicy",
                                                             "AWS::IAM::UserPolicy",    "AWS::IAM::GroupPolicy", "AWS::IAM::Role",
                                                             "AWS::IAM::User",          "AWS::IAM::Group"};

value::Value analyse_policy(const Subject& subject) { return find_facts(subject, PolicyHolder(subject), kPolicyFinders); }

}  // namespace

constinit const Analyser policy_analyser{.name = "Policy",
                                         .summary = "what an identity policy, or all policies of a principal, give away",
                                         .types = kTypesWithPolicies,
                                         .facts = kPolicyFacts,
                                         .analyse = analyse_policy};

}  // namespace vouch::facts
