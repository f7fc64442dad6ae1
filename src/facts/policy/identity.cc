// SPDX-License-Identifier: Apache-2.0
// One function per fact over the statements of one policy. Tested by identity_test.cc.
#include "facts/policy/identity.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"
#include "facts/policy/decide.h"
#include "facts/policy/narrow.h"

namespace vouch::facts {
namespace {

// Actions that take no resource: the policy must say `*`. From the service authorization reference; patterns of actions, in lower case.
constexpr std::string_view kWithoutResource[] = {
#include "facts/policy/without_resource.inc"
};

// The same by service, for actions that are named in full.
struct NamesOfService {
    std::string_view service;
    std::string_view names;  // sorted, a space between two
};
constexpr NamesOfService kNamesWithoutResource[] = {
#include "facts/policy/without_resource_names.inc"
};
static_assert(std::ranges::is_sorted(kNamesWithoutResource, {}, &NamesOfService::service));

constexpr std::string_view kMfaPresent = "aws:multifactorauthpresent";
constexpr std::string_view kMfaAge = "aws:multifactorauthage";

template <class Judge>
void each_allow(const Policy& policy, Reasons& out, Judge judge) {
    for (const Statement& statement : policy.statements)
        if (statement.effect != Effect::deny) judge(statement);
    add_unread(policy, out);
}

bool named_without_resource(std::string_view action) {
    const std::size_t colon = action.find(':');
    if (colon == std::string_view::npos) return false;
    const auto row = std::ranges::lower_bound(kNamesWithoutResource, action.substr(0, colon), {}, &NamesOfService::service);
    if (row == std::end(kNamesWithoutResource) || row->service != action.substr(0, colon)) return false;
    for (std::string_view rest = row->names; !rest.empty();) {
        const std::size_t end = rest.find(' ');
        if (rest.substr(0, end) == action.substr(colon + 1)) return true;
        rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    }
    return false;
}

bool without_resource(const Pattern& action) {
    if (named_without_resource(base::to_lower(action.text()))) return true;
    static const std::vector<Pattern> patterns = [] {
        std::vector<Pattern> out;
        for (const std::string_view text : kWithoutResource) out.push_back(Pattern::of_text(text, Reading::action));
        return out;
    }();
    return std::ranges::any_of(patterns, [&action](const Pattern& pattern) { return pattern.covers(action).yes(); });
}

// "`a`, `b` and 3 more".
std::string listed(const std::vector<std::string>& names) {
    std::string out;
    const std::size_t shown = std::min<std::size_t>(names.size(), 3);
    for (std::size_t i = 0; i < shown; ++i) out.append(i == 0 ? "`" : ", `").append(base::excerpt(names[i])).append("`");
    if (names.size() > shown) out.append(fmt::format(" and {} more", names.size() - shown));
    return out;
}

bool speaks_of_mfa(const Statement& statement) {
    return std::ranges::any_of(statement.conditions, [](const Condition& c) { return c.key == kMfaPresent || c.key == kMfaAge; });
}

Request request_with_mfa(const std::optional<std::string>& present) {
    Request request;
    request[std::string(kMfaPresent)] = present;
    // Without MFA there is no age either.
    request[std::string(kMfaAge)] = present == "true" ? std::optional<std::string>("60") : std::nullopt;
    return request;
}

// The statement speaks of all actions, or of all but those of IAM, STS and a few that people need before they have a device.
bool nearly_every_action(const Statement& statement) {
    if (statement.covers_action(every_action()).yes()) return true;
    if (!statement.not_actions) return false;
    static const std::array<Pattern, 3> kElsewhere{Pattern::of_text("s3:GetObject", Reading::action),
                                                   Pattern::of_text("ec2:RunInstances", Reading::action),
                                                   Pattern::of_text("iam:CreatePolicyVersion", Reading::action)};
    return std::ranges::all_of(kElsewhere, [&statement](const Pattern& action) { return statement.covers_action(action).yes(); });
}

bool leaves_enrolment(const Statement& statement) {
    static const Pattern kEnable = Pattern::of_text("iam:EnableMFADevice", Reading::action);
    return statement.covers_action(kEnable).no() ||
           statement.covers_resource(Pattern::of_text("arn:aws:iam::1:user/x", Reading::resource)).no();
}

bool is_mfa_deny(const Statement& statement) {
    return statement.effect == Effect::deny && speaks_of_mfa(statement) && nearly_every_action(statement);
}

struct Mfa {
    bool session, key;  // denied: signed in without MFA; long-term access key (no such key in the request)
};
Mfa mfa_denial(const Statement& statement) {
    return {hold(statement.conditions, request_with_mfa("false")).yes(), hold(statement.conditions, request_with_mfa(std::nullopt)).yes()};
}

std::string_view last_part(std::string_view arn) {
    if (arn.find(":iam::aws:policy/") == std::string_view::npos) return {};
    return arn.substr(arn.rfind('/') + 1);
}

}  // namespace

void add_reason(const Statement& statement, const Answer& answer, std::string_view why, Reasons& out) {
    if (answer.no()) return;
    if (statement.effect == Effect::unknown)
        out.maybe(fmt::format("the Effect of {} is not known", statement.label()), statement.position);
    else if (answer.yes())
        out.add(fmt::format("{} {}", statement.label(), why), statement.position);
    else if (answer.unknown != nullptr)
        out.maybe(*answer.unknown, statement.position);
}

void add_unread(const Policy& policy, Reasons& out) {
    if (policy.unknown != nullptr) out.maybe(*policy.unknown, policy.position);
    if (!policy.problem.empty()) out.maybe("the policy cannot be read: " + policy.problem, policy.position);
}

Answer without_limit(const Statement& statement, const Request& request) {
    Answer all = Answer::of(true);
    for (const Condition& condition : statement.conditions) {
        if (at_will(condition)) continue;
        Answer met = holds(condition, request);
        if (met.truth == Truth::maybe && met.unknown == nullptr) met = Answer::of(false);
        all = both(all, met);
    }
    return all;
}

Answer covers_class(const Statement& statement, std::string_view service, std::string_view rest) {
    const std::string text = fmt::format("arn:aws:{}:*:*:{}", service, rest);
    if (statement.not_resources || !statement.has_resources) return statement.covers_resource(Pattern::of_text(text, Reading::resource));
    const Pattern all = Pattern::of_text(text, Reading::resource);
    Answer any;
    for (const Pattern& resource : statement.resources) {
        const Answer meant = resource.overlaps(all);
        if (meant.no()) continue;
        any = either(any, both(meant, resource.covers(resource.same_account(rest, text))));
    }
    return any;
}

void allows_everything(const Policy& policy, Reasons& out) {
    each_allow(policy, out, [&out](const Statement& statement) {
        const Answer all = both(statement.covers_action(every_action()), statement.covers_resource(every_resource()));
        add_reason(statement, both(all, without_limit(statement)), "allows every action on every resource", out);
    });
}

void allows_service_wildcard(const Policy& policy, Reasons& out) {
    each_allow(policy, out, [&out](const Statement& statement) {
        if (statement.not_actions) return;
        std::vector<std::string> services;
        for (const Pattern& action : statement.actions) {
            const std::string text = action.text();
            if (text.ends_with(":*") || action.matches_everything()) services.push_back(text);
        }
        if (!services.empty()) add_reason(statement, without_limit(statement), "allows all of " + listed(services), out);
    });
}

void allows_wildcard_resource(const Policy& policy, Reasons& out) {
    each_allow(policy, out, [&out](const Statement& statement) {
        if (statement.not_actions || std::ranges::any_of(statement.conditions, limits_resources)) return;
        const Answer everywhere = statement.covers_resource(every_resource());
        if (everywhere.no()) return;
        std::vector<std::string> names;
        for (const Pattern& action : statement.actions)
            if (!without_resource(action)) names.push_back(action.text());
        if (!names.empty()) add_reason(statement, everywhere, "allows " + listed(names) + " on every resource", out);
    });
}

void allows_not_action(const Policy& policy, Reasons& out) {
    each_allow(policy, out, [&out](const Statement& statement) {
        if (statement.not_actions) add_reason(statement, Answer::of(true), "allows every action but those it names, with NotAction", out);
    });
}

void allows_pass_role_anywhere(const Policy& policy, Reasons& out) {
    static const Pattern kPassRole = Pattern::of_text("iam:PassRole", Reading::action);
    each_allow(policy, out, [&out](const Statement& statement) {
        Answer answer = both(statement.covers_action(kPassRole), covers_class(statement, "iam", "role/*"));
        if (std::ranges::any_of(statement.conditions, [](const Condition& c) { return c.key == "iam:associatedresourcearn"; })) return;
        add_reason(statement, answer, "allows to pass every role, to whatever service takes it", out);
    });
}

void allows_marketplace_subscribe(const Policy& policy, Reasons& out) {
    static const Pattern kSubscribe = Pattern::of_text("aws-marketplace:Subscribe", Reading::action);
    each_allow(policy, out, [&out](const Statement& statement) {
        const Answer answer = both(statement.covers_action(kSubscribe), statement.covers_resource(every_resource()));
        add_reason(statement, both(answer, without_limit(statement)), "allows to subscribe to whatever is sold in the marketplace", out);
    });
}

void denies_without_mfa(const Policy& policy, Reasons& out) {
    for (const Statement& statement : policy.statements) {
        if (!is_mfa_deny(statement) || !statement.covers_resource(Pattern::of_text("arn:aws:s3:::b/k", Reading::resource)).yes()) continue;
        const Mfa found = mfa_denial(statement);
        if (found.session && found.key && leaves_enrolment(statement))
            out.add(fmt::format("{} denies without MFA", statement.label()), statement.position);
    }
    add_unread(policy, out);
}

void broken_mfa_deny(const Policy& policy, Reasons& out) {
    for (const Statement& statement : policy.statements) {
        if (!is_mfa_deny(statement)) continue;
        const Mfa found = mfa_denial(statement);
        if (!found.session && !found.key) continue;
        if (!found.key)
            out.add(fmt::format("{} does not hold for access keys: requests with them have no such key, only BoolIfExists denies them",
                                statement.label()),
                    statement.position);
        else if (!found.session)
            out.add(fmt::format("{} does not hold for sessions without MFA", statement.label()), statement.position);
        else if (!leaves_enrolment(statement))
            out.add(fmt::format("{} also denies iam:EnableMFADevice: nobody could enrol a device", statement.label()), statement.position);
    }
}

void allows_everything_without_mfa(const Policy& policy, Reasons& out) {
    each_allow(policy, out, [&out](const Statement& statement) {
        Answer answer = both(statement.covers_action(every_action()), statement.covers_resource(every_resource()));
        answer = both(answer, without_limit(statement));
        // A condition on MFA that asks for it.
        for (const Condition& condition : statement.conditions)
            if (condition.key == kMfaPresent || condition.key == kMfaAge)
                answer = both(answer, holds(condition, request_with_mfa("false")));
        add_reason(statement, answer, "allows every action on every resource, also without MFA", out);
    });
}

void lacks_audit_reads(const Policy& policy, std::uint32_t position, Reasons& out) {
    static const std::vector<Question> questions = [] {
        std::vector<Question> made;
        for (const std::string_view read : {"iam:ListVirtualMFADevices", "iam:ListMFADevices", "iam:GetUser", "iam:ListUsers",
                                            "iam:GenerateCredentialReport", "iam:GetCredentialReport", "iam:GetAccountSummary"})
            made.push_back({.action = Pattern::of_text(read, Reading::action),
                            .resource = Pattern::of_text("arn:aws:iam::*:user/*", Reading::resource),
                            .request = request_with_mfa("true"),
                            .speaks_of = nullptr});
        return made;
    }();
    for (const Question& question : questions) {
        const Answer answer = allows(policy, question);
        if (answer.undecided())
            out.maybe(*answer.unknown, position);
        else if (!answer.yes() && policy.unknown == nullptr)
            out.add(fmt::format("{} is not allowed", question.action.text()), position);
    }
    add_unread(policy, out);
}

bool aws_administrator_policy(std::string_view arn) {
    const std::string_view name = last_part(arn);
    return name == "AdministratorAccess";
}

bool aws_audit_policy(std::string_view arn) {
    const std::string_view name = last_part(arn);
    return name == "AdministratorAccess" || name == "SecurityAudit" || name == "IAMFullAccess" || name == "IAMReadOnlyAccess";
}

}  // namespace vouch::facts
