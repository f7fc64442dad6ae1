// SPDX-License-Identifier: Apache-2.0
// Tested by trust_test.cc.
#include "facts/policy/trust.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/policy/identity.h"
#include "facts/policy/narrow.h"

namespace vouch::facts {
namespace {

constexpr std::string_view kGithub = "token.actions.githubusercontent.com";

// Services that send aws:SourceAccount or aws:SourceArn when they assume a role on behalf of a resource of a customer, from their public
// documentation; others would never meet such a condition.
constexpr std::array<std::string_view, 25> kDeputies{
    "config.amazonaws.com",    "cloudtrail.amazonaws.com",    "backup.amazonaws.com",        "ssm.amazonaws.com",
    "scheduler.amazonaws.com", "pipes.amazonaws.com",         "events.amazonaws.com",        "sagemaker.amazonaws.com",
    "bedrock.amazonaws.com",   "vpc-flow-logs.amazonaws.com", "delivery.logs.amazonaws.com", "logs.amazonaws.com",
    "states.amazonaws.com",    "glue.amazonaws.com",          "databrew.amazonaws.com",      "transfer.amazonaws.com",
    "appflow.amazonaws.com",   "appsync.amazonaws.com",       "iot.amazonaws.com",           "codebuild.amazonaws.com",
    "ses.amazonaws.com",       "dms.amazonaws.com",           "rds.amazonaws.com",           "monitoring.rds.amazonaws.com",
    "fis.amazonaws.com"};

template <class Judge>
void each_trust(const Policy& policy, Reasons& out, Judge judge) {
    for (const Statement& statement : policy.statements)
        if (statement.effect == Effect::allow) judge(statement);
    add_unread(policy, out);
}

bool asks_for(const Statement& statement, std::initializer_list<std::string_view> keys) {
    return std::ranges::any_of(statement.conditions, [keys](const Condition& condition) {
        return !condition.negated && !condition.if_exists && condition.comparison != Comparison::null &&
               std::ranges::find(keys, condition.key) != keys.end();
    });
}

void each_foreign(const Policy& policy, std::string_view account, Reasons& out, bool proof_counts) {
    each_trust(policy, out, [&](const Statement& statement) {
        if (statement.not_principals) return;
        if (proof_counts && asks_for(statement, {"sts:externalid", "aws:principalorgid", "aws:principalorgpaths"})) return;
        for (const Principal& principal : statement.principals) {
            if (principal.kind == PrincipalKind::service || principal.kind == PrincipalKind::federated) continue;
            const Answer foreign = is_foreign(principal, account);
            const std::string who = describe(principal);
            if (foreign.truth == Truth::maybe && foreign.unknown == nullptr)
                out.maybe(fmt::format("whether {} is another account is not known: the account of the stack is not given", who),
                          statement.position);
            else
                add_reason(statement, foreign,
                           fmt::format("trusts {}{}", who, proof_counts ? " without an external id or the organization" : ""), out);
        }
    });
}

// A value of the `sub` claim that only repositories of one owner have: "repo:owner/...", no wildcard before the slash.
Answer names_owner(const value::Value& value) {
    const Pattern pattern = Pattern::of_value(value, Reading::like);
    constexpr std::string_view kRepo = "repo:";
    const std::string_view prefix = pattern.prefix();
    if (prefix.starts_with(kRepo) && prefix.find('/') != std::string_view::npos) return Answer::of(prefix.find('/') > kRepo.size());
    if (pattern.unknown() == nullptr) return Answer::of(false);
    return Answer::not_known(pattern.unknown());
}

Answer restricts_subject(const Statement& statement) {
    Answer any;
    for (const Condition& condition : statement.conditions) {
        if (condition.negated || condition.if_exists || condition.quantifier == Quantifier::for_all) continue;
        if (condition.comparison != Comparison::string && condition.comparison != Comparison::like) continue;
        const bool subject = condition.key == std::string(kGithub) + ":sub";
        const bool owner = condition.key == std::string(kGithub) + ":repository_owner" ||
                           condition.key == std::string(kGithub) + ":repository" ||
                           condition.key == std::string(kGithub) + ":repository_owner_id";
        if (!subject && !owner) continue;
        Answer all = Answer::of(!condition.values.empty());
        for (const value::Value& value : condition.values)
            all = both(all, subject ? names_owner(value) : Answer::of(!Pattern::of_value(value, Reading::like).has_wildcard()));
        any = either(any, all);
    }
    return any;
}

bool asks_for_audience(const Statement& statement) { return asks_for(statement, {"token.actions.githubusercontent.com:aud"}); }

bool is_github(const Principal& principal) {
    return principal.kind == PrincipalKind::federated && principal.name.find(kGithub) != std::string::npos;
}

// Statements that trust GitHub: by its name, or by conditions on its claims where the provider is a reference.
bool is_github(const Statement& statement) {
    const bool claims = std::ranges::any_of(statement.conditions, [](const Condition& c) { return c.key.starts_with(kGithub); });
    const bool provider = std::ranges::any_of(statement.principals, [](const Principal& p) { return p.kind == PrincipalKind::federated; });
    return std::ranges::any_of(statement.principals, [](const Principal& p) { return is_github(p); }) || (claims && provider);
}

}  // namespace

void anyone_can_assume(const Policy& policy, Reasons& out) {
    each_trust(policy, out, [&out](const Statement& statement) {
        if (statement.not_principals) {
            add_reason(statement, negated(narrowed(statement)), "trusts everyone but those it names, with NotPrincipal", out);
            return;
        }
        const Answer everyone = statement.covers_everyone();
        if (everyone.no()) return;
        Answer proof = narrowed(statement);
        if (asks_for(statement, {"sts:externalid"})) proof = Answer::of(true);
        add_reason(statement, both(everyone, negated(proof)), "lets everyone assume the role", out);
    });
}

void trusts_other_account(const Policy& policy, std::string_view account, Reasons& out) { each_foreign(policy, account, out, false); }
void other_account_without_proof(const Policy& policy, std::string_view account, Reasons& out) { each_foreign(policy, account, out, true); }

void confused_deputy(const Policy& policy, Reasons& out) {
    each_trust(policy, out, [&out](const Statement& statement) {
        const Answer open = negated(narrowed(statement));
        for (const Principal& principal : statement.principals) {
            if (principal.kind != PrincipalKind::service) continue;
            if (std::ranges::find(kDeputies, principal.name) == kDeputies.end()) continue;
            add_reason(statement, open, fmt::format("trusts {} for whichever account it acts", principal.name), out);
        }
    });
}

void github_unrestricted(const Policy& policy, Reasons& out) {
    each_trust(policy, out, [&out](const Statement& statement) {
        if (!is_github(statement)) return;
        add_reason(statement, negated(restricts_subject(statement)),
                   "does not say whose repositories may assume the role: no `sub` of one owner", out);
        if (!asks_for_audience(statement)) out.add(statement.label() + " does not ask for an audience (`aud`)", statement.position);
    });
}

void trusts_github(const Policy& policy, Reasons& out) {
    each_trust(policy, out, [&out](const Statement& statement) {
        if (is_github(statement)) out.add(statement.label() + " trusts workflows of GitHub", statement.position);
    });
}

}  // namespace vouch::facts
