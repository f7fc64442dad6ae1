// SPDX-License-Identifier: Apache-2.0
// What a service control policy keeps every account of an organization from doing. Tested by service_control_test.cc.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/hanging.h"
#include "facts/policy/identity.h"

namespace vouch::facts {
extern const Analyser service_control_analyser;
namespace {

struct Read {
    const Subject& subject;
    Policy policy;
};

// Takes the roles that administer the trail out, or nothing.
bool exempts_at_most(const Condition& condition) {
    return condition.negated && condition.quantifier != Quantifier::for_any &&
           (condition.key.starts_with("aws:principal") || condition.key == "aws:userid");
}

Answer denied(const Policy& policy, const Pattern& action) {
    static const Pattern kEverything = Pattern::of_text("arn:aws:*:*:*:*", Reading::resource);
    Answer any;
    for (const Statement& statement : policy.statements) {
        if (statement.effect != Effect::deny || !std::ranges::all_of(statement.conditions, exempts_at_most)) continue;
        any = either(any, both(statement.covers_action(action), statement.covers_resource(kEverything)));
    }
    return any;
}

// Actions by which records of what happens are stopped or lost.
constexpr std::array<std::string_view, 9> kTrailActions{
    "cloudtrail:StopLogging",       "cloudtrail:DeleteTrail",           "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors", "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel", "guardduty:DeleteDetector",         "securityhub:DisableSecurityHub"};

void leaves_audit_trail_open(const Read& read, Reasons& out) {
    for (const std::string_view action : kTrailActions) {
        const Answer answer = denied(read.policy, Pattern::of_text(action, Reading::action));
        if (answer.undecided())
            out.maybe(*answer.unknown, read.policy.position);
        else if (!answer.yes() && read.policy.unknown == nullptr && read.policy.problem.empty())
            out.add(fmt::format("{} is not denied", action), read.policy.position);
    }
    add_unread(read.policy, out);
}

void protects_audit_trail(const Read& read, Reasons& out) {
    for (const std::string_view action : kTrailActions) {
        const Answer answer = denied(read.policy, Pattern::of_text(action, Reading::action));
        if (answer.yes()) out.add(fmt::format("{} is denied", action), read.policy.position);
        if (answer.undecided()) out.maybe(*answer.unknown, read.policy.position);
    }
    add_unread(read.policy, out);
}

void denies_regions(const Read& read, Reasons& out) {
    for (const Statement& statement : read.policy.statements) {
        const auto other_regions = [](const Condition& c) { return c.key == "aws:requestedregion" && c.negated; };
        const auto fits = [&](const Condition& c) { return other_regions(c) || exempts_at_most(c); };
        if (statement.effect != Effect::deny || !std::ranges::any_of(statement.conditions, other_regions)) continue;
        if (!std::ranges::all_of(statement.conditions, fits)) continue;
        const Answer most = either(statement.covers_action(Pattern::of_text("ec2:RunInstances", Reading::action)),
                                   statement.covers_action(Pattern::of_text("s3:CreateBucket", Reading::action)));
        if (most.yes())
            out.add(fmt::format("{} denies what is outside of the regions that it names", statement.label()), statement.position);
        if (most.undecided()) out.maybe(*most.unknown, statement.position);
    }
    add_unread(read.policy, out);
}

constexpr std::array<Finder<Read>, 3> kFinders{{
    {{"ProtectsAuditTrail", "actions against CloudTrail, Config, GuardDuty and Security Hub that it denies"}, protects_audit_trail},
    {{"LeavesAuditTrailOpen", "such actions that it does not deny"}, leaves_audit_trail_open},
    {{"DeniesRegions", "statements that deny the use of other regions"}, denies_regions},
}};
constexpr std::array<Fact, kFinders.size()> kFacts = facts_of(kFinders);
constexpr std::array<std::string_view, 1> kTypes{"AWS::Organizations::Policy"};

value::Value analyse(const Subject& subject) {
    return find_facts(subject, Read{subject, hanging_policy(subject, subject.node).policy}, kFinders);
}

}  // namespace

constinit const Analyser service_control_analyser{.name = "ServiceControl",
                                                  .summary = "what a service control policy keeps every account from doing",
                                                  .types = kTypes,
                                                  .facts = kFacts,
                                                  .analyse = analyse};

}  // namespace vouch::facts
