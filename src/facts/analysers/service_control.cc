// SPDX-License-Identifier: Apache-2.0
// What a service control policy keeps every account of an organization from doing. Tested by the cases of the controls
// org-scp-deny-regions and org-scp-protects-audit-trail.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/hanging.h"
#include "facts/policy/identity.h"

namespace vouch::facts {
extern const Analyser service_control_analyser;
namespace {

struct ServiceControlPolicy {
    const Subject& subject;
    Policy policy;
};

// Takes the roles that administer the trail out, or nothing.
bool exempts_at_most(const Condition& condition) {
    return condition.negated && condition.quantifier != Quantifier::for_any &&
           (condition.key.starts_with("aws:principal") || condition.key == "aws:userid");
}

Answer denied_everywhere(const Policy& policy, const Pattern& action) {
    Answer any;
    for (const Statement& statement : policy.statements) {
        if (statement.effect != Effect::deny || !std::ranges::all_of(statement.conditions, exempts_at_most)) continue;
        any = either(any, both(statement.covers_action(action), statement.covers_resource(every_resource())));
    }
    return any;
}

// Actions by which records of what happens are stopped or lost.
constexpr std::array<std::string_view, 9> kTrailActions{
    "cloudtrail:StopLogging",       "cloudtrail:DeleteTrail",           "cloudtrail:UpdateTrail",
    "cloudtrail:PutEventSelectors", "config:StopConfigurationRecorder", "config:DeleteConfigurationRecorder",
    "config:DeleteDeliveryChannel", "guardduty:DeleteDetector",         "securityhub:DisableSecurityHub"};

void leaves_audit_trail_open(const ServiceControlPolicy& read, Reasons& out) {
    for (const std::string_view action : kTrailActions) {
        const Answer answer = denied_everywhere(read.policy, Pattern::of_text(action, Reading::action));
        if (answer.undecided())
            out.maybe(*answer.unknown, read.policy.position);
        else if (!answer.yes() && read.policy.unknown == nullptr && read.policy.problem.empty())
            out.add(fmt::format("{} is not denied", action), read.policy.position);
    }
    add_unread(read.policy, out);
}

void protects_audit_trail(const ServiceControlPolicy& read, Reasons& out) {
    for (const std::string_view action : kTrailActions) {
        const Answer answer = denied_everywhere(read.policy, Pattern::of_text(action, Reading::action));
        if (answer.yes()) out.add(fmt::format("{} is denied", action), read.policy.position);
        if (answer.undecided()) out.maybe(*answer.unknown, read.policy.position);
    }
    add_unread(read.policy, out);
}

void denies_regions(const ServiceControlPolicy& read, Reasons& out) {
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

// The policies that close regions, found once for all that ask.
struct RegionClosers {
    explicit RegionClosers(const Estate& estate) {
        for (const model::Node node : estate.graph.of_type("AWS::Organizations::Policy")) {
            base::Arena arena;
            const Subject subject{.estate = estate, .node = node, .arena = arena};
            Reasons reasons(arena);
            denies_regions({subject, hanging_policy(subject, node).policy}, reasons);
            if (reasons.certain())
                certain.push_back(node);
            else if (reasons.possible())
                possible.push_back({node, because(fmt::format("whether `{}` denies other regions is not known",
                                                              base::excerpt(estate.graph.resource(node).id)),
                                                  &reasons.unknown().as_unknown())});
        }
    }

    struct Possible {
        model::Node node;
        std::string why;
    };

    std::vector<model::Node> certain;
    std::vector<Possible> possible;
};

void regions_denied_elsewhere(const ServiceControlPolicy& read, Reasons& out) {
    const Subject& subject = read.subject;
    const auto& closers = subject.estate.once<RegionClosers>();
    const std::uint32_t at = subject.resource().position;
    const auto certain = std::ranges::find_if(closers.certain, [&](model::Node node) { return node != subject.node; });
    if (certain != closers.certain.end())
        out.add(fmt::format("`{}` denies other regions", base::excerpt(subject.estate.graph.resource(*certain).id)), at);
    const auto possible = std::ranges::find_if(closers.possible, [&](const auto& each) { return each.node != subject.node; });
    if (possible != closers.possible.end()) out.maybe(possible->why, at);
}

constexpr std::array<Finder<ServiceControlPolicy>, 4> kServiceControlFinders{{
    {{"ProtectsAuditTrail", "actions against CloudTrail, Config, GuardDuty and Security Hub that it denies"}, protects_audit_trail},
    {{"LeavesAuditTrailOpen", "such actions that it does not deny"}, leaves_audit_trail_open},
    {{"DeniesRegions", "statements that deny the use of other regions"}, denies_regions},
    {{"RegionsDeniedElsewhere", "another policy that denies the use of other regions"}, regions_denied_elsewhere},
}};
constexpr std::array<Fact, kServiceControlFinders.size()> kServiceControlFacts = facts_of(kServiceControlFinders);
constexpr std::array<std::string_view, 1> kServiceControlTypes{"AWS::Organizations::Policy"};

value::Value analyse_service_control(const Subject& subject) {
    return find_facts(subject, ServiceControlPolicy{subject, hanging_policy(subject, subject.node).policy}, kServiceControlFinders);
}

}  // namespace

constinit const Analyser service_control_analyser{.name = "ServiceControl",
                                                  .summary = "what a service control policy keeps every account from doing",
                                                  .types = kServiceControlTypes,
                                                  .facts = kServiceControlFacts,
                                                  .analyse = analyse_service_control};

}  // namespace vouch::facts
