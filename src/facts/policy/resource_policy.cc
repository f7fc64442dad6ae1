// SPDX-License-Identifier: Apache-2.0
// Tested by resource_policy_test.cc.
#include "facts/policy/resource_policy.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/policy/identity.h"
#include "facts/policy/narrow.h"

namespace vouch::facts {
namespace {

// NotPrincipal with Allow speaks of everyone but a few.
Answer speaks_of_everyone(const Statement& statement) { return statement.not_principals ? Answer::of(true) : statement.covers_everyone(); }

// The deny covers all that the allow allows.
bool covers(const Statement& deny, const Statement& allow) {
    const auto actions = [&deny](const Pattern& pattern) { return deny.covers_action(pattern).yes(); };
    const auto resources = [&deny](const Pattern& pattern) { return deny.covers_resource(pattern).yes(); };
    const bool all_actions = allow.not_actions ? actions(every_action()) : std::ranges::all_of(allow.actions, actions);
    const bool all_resources = allow.not_resources ? resources(every_resource()) : std::ranges::all_of(allow.resources, resources);
    return all_actions && all_resources;
}

Answer turned_away(const Policy& policy, const Statement& allow) {
    Answer any;
    for (const Statement& deny : policy.statements)
        if (deny.effect == Effect::deny && deny.covers_everyone().yes() && covers(deny, allow))
            any = either(any, turns_strangers_away(deny));
    return any;
}

// Strangers may use what the statement allows.
Answer open_to_strangers(const Policy& policy, const Statement& statement) {
    Answer answer = both(speaks_of_everyone(statement), negated(narrowed(statement)));
    if (answer.possible()) answer = both(answer, negated(turned_away(policy, statement)));
    return answer;
}

std::string allowed_actions(const Statement& statement) {
    if (statement.actions.empty()) return "nothing";
    std::string out = statement.not_actions ? "all but " : "";
    out.append("`").append(base::excerpt(statement.actions[0].text())).append("`");
    if (statement.actions.size() > 1) out.append(fmt::format(" and {} more", statement.actions.size() - 1));
    return out;
}

Answer covers_all(const Statement& statement, const std::vector<Pattern>& actions) {
    Answer all = Answer::of(true);
    for (const Pattern& action : actions) all = both(all, statement.covers_action(action));
    return all;
}

}  // namespace

void allows_public(const Policy& policy, const std::vector<Pattern>& actions, Reasons& out) {
    allows_public_unless(policy, actions, Answer::of(false), out);
}

void allows_service_without_source(const Policy& policy, Reasons& out) {
    for (const Statement& statement : policy.statements)
        for (const Principal& principal : statement.principals)
            if (statement.effect == Effect::allow && principal.kind == PrincipalKind::service)
                add_reason(statement, negated(narrowed(statement)),
                           fmt::format("allows {} to {} for whichever account it acts", allowed_actions(statement), describe(principal)),
                           out);
    add_unread(policy, out);
}

void allows_public_unless(const Policy& policy, const std::vector<Pattern>& actions, const Answer& closed, Reasons& out) {
    if (closed.yes()) return;
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::deny) continue;
        Answer meant = Answer::of(actions.empty());
        for (const Pattern& action : actions) meant = either(meant, statement.touches_action(action));
        add_reason(statement, both(both(meant, negated(closed)), open_to_strangers(policy, statement)),
                   "allows " + allowed_actions(statement) + " to everyone", out);
    }
    add_unread(policy, out);
}

void allows_everything_to_everyone(const Policy& policy, Reasons& out) {
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::deny || !statement.conditions.empty()) continue;
        Answer all = both(statement.covers_action(every_action()), statement.covers_resource(every_resource()));
        all = both(all, both(speaks_of_everyone(statement), negated(turned_away(policy, statement))));
        add_reason(statement, all, "allows every action on every resource to everyone", out);
    }
    add_unread(policy, out);
}

void allows_other_account(const Policy& policy, std::string_view account, Reasons& out) {
    for (const Statement& statement : policy.statements) {
        if (statement.effect != Effect::allow || statement.not_principals) continue;
        for (const Principal& principal : statement.principals)
            if (principal.kind == PrincipalKind::aws || principal.kind == PrincipalKind::unknown)
                add_reason(statement, is_foreign(principal, account),
                           fmt::format("allows {} to {}", allowed_actions(statement), describe(principal)), out);
    }
    add_unread(policy, out);
}

void allows_foreign_administration(const Policy& policy, std::string_view account, Reasons& out) {
    static const std::vector<Pattern> kAdministration = [] {
        std::vector<Pattern> actions;
        for (const std::string_view name :
             {"s3:DeleteBucketPolicy", "s3:PutBucketAcl", "s3:PutBucketPolicy", "s3:PutEncryptionConfiguration", "s3:PutObjectAcl"})
            actions.push_back(Pattern::of_text(name, Reading::action));
        return actions;
    }();
    for (const Statement& statement : policy.statements) {
        if (statement.effect != Effect::allow) continue;
        if (statement.not_principals)
            out.add(statement.label() + " allows to everyone but those it names, with NotPrincipal", statement.position);
        if (statement.not_actions)
            out.add(statement.label() + " allows every action but those it names, with NotAction", statement.position);
        if (statement.not_principals || statement.not_actions) continue;
        Answer administers;
        for (const Pattern& action : kAdministration) administers = either(administers, statement.covers_action(action));
        if (administers.no()) continue;
        for (const Principal& principal : statement.principals) {
            const bool everyone = principal.kind == PrincipalKind::anyone;
            Answer foreign = everyone ? negated(narrowed(statement)) : is_foreign(principal, account);
            if (foreign.truth == Truth::maybe && foreign.unknown == nullptr) {
                out.maybe(
                    fmt::format("whether {} is another account is not known: the account of the stack is not given", describe(principal)),
                    statement.position);
                continue;
            }
            add_reason(statement, both(administers, foreign),
                       fmt::format("lets {} change policy, ACL or encryption of the bucket", describe(principal)), out);
        }
    }
    add_unread(policy, out);
}

void enforces_tls(const Policy& policy, const Thing& thing, const std::vector<Pattern>& actions, bool contents, Reasons& out) {
    const Request without_tls{{"aws:securetransport", "false"}};
    // One statement may speak of the bucket and another of what is in it.
    Answer whole, inner;
    const Statement* deciding = nullptr;
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::allow) continue;
        Answer refused = both(statement.covers_everyone(), covers_all(statement, actions));
        refused = both(refused, hold(statement.conditions, without_tls));
        if (statement.effect == Effect::unknown && refused.yes()) refused = Answer::depends();
        if (refused.possible() && deciding == nullptr) deciding = &statement;
        whole = either(whole, both(refused, thing.covered_by(statement)));
        inner = either(inner, both(refused, contents ? thing.contents_covered_by(statement) : Answer::of(true)));
    }
    const Answer enforced = both(whole, inner);
    if (deciding != nullptr) add_reason(*deciding, enforced, "refuses requests without TLS", out);
    add_unread(policy, out);
}

void enforces_encryption(const Policy& policy, const Thing& thing, Reasons& out) {
    static const std::vector<Pattern> kPut{Pattern::of_text("s3:PutObject", Reading::action)};
    constexpr std::string_view kHeader = "s3:x-amz-server-side-encryption";
    const std::string header(kHeader);
    const Request wrong{{header, "none"}, {header + "-aws-kms-key-id", "none"}, {header + "-customer-algorithm", "none"}};
    const Request absent{
        {header, std::nullopt}, {header + "-aws-kms-key-id", std::nullopt}, {header + "-customer-algorithm", std::nullopt}};
    for (const Statement& statement : policy.statements) {
        if (statement.effect == Effect::allow) continue;
        const bool about = std::ranges::any_of(statement.conditions, [&](const Condition& c) { return c.key.starts_with(kHeader); });
        if (!about) continue;
        Answer refused = both(statement.covers_everyone(), covers_all(statement, kPut));
        refused = both(refused, thing.contents_covered_by(statement));
        refused = both(refused, either(hold(statement.conditions, wrong), hold(statement.conditions, absent)));
        add_reason(statement, refused, "refuses uploads without the encryption that is wanted", out);
    }
    add_unread(policy, out);
}

void denies_everyone(const Policy& policy, const std::vector<Pattern>& actions, Reasons& out) {
    Answer all = Answer::of(true);
    const Statement* deciding = nullptr;
    for (const Pattern& action : actions) {
        Answer denied;
        for (const Statement& statement : policy.statements) {
            if (statement.effect == Effect::allow) continue;
            const Answer one = both(both(statement.covers_everyone(), statement.covers_action(action)), hold(statement.conditions, {}));
            if (one.possible()) deciding = &statement;
            denied = either(denied, one);
        }
        all = both(all, denied);
    }
    if (deciding != nullptr) add_reason(*deciding, all, "denies it to everyone", out);
    add_unread(policy, out);
}

void allows_service(const Policy& policy, std::string_view service, const std::vector<Pattern>& actions, Reasons& out) {
    const auto is_meant = [service](const Principal& p) { return p.kind == PrincipalKind::service && p.name == service; };
    Answer all = Answer::of(true);
    const Statement* deciding = nullptr;
    for (const Pattern& action : actions) {
        Answer allowed;
        for (const Statement& statement : policy.statements) {
            if (statement.effect != Effect::allow || !std::ranges::any_of(statement.principals, is_meant)) continue;
            const Answer one = statement.covers_action(action);
            if (one.possible()) deciding = &statement;
            allowed = either(allowed, one);
        }
        all = both(all, allowed);
    }
    if (deciding != nullptr) add_reason(*deciding, all, fmt::format("allows it to {}", service), out);
    add_unread(policy, out);
}

}  // namespace vouch::facts
