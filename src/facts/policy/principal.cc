// SPDX-License-Identifier: Apache-2.0
// Tested by statement_test.cc.
#include "facts/policy/principal.h"

#include <algorithm>

#include "base/text.h"
#include "facts/policy/pattern.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

using value::Value;

bool digits(std::string_view text) {
    return text.size() == 12 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// The account part of "arn:partition:service:region:account:..."; empty where there is none.
std::string_view account_part(std::string_view arn) {
    for (int colons = 0; colons < 4; ++colons) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) return {};
        arn.remove_prefix(colon + 1);
    }
    return arn.substr(0, arn.find(':'));
}

void read_unknown(Principal& out) {
    const value::Unknown& why = out.at.as_unknown();
    out.name = std::string(why.identity);
    const std::string text = Pattern::of_value(out.at, Reading::literal).text();
    const std::string_view account = account_part(text);
    if (digits(account)) {
        out.account = account;
        return;
    }
    // Roles and users of the estate, and ARNs with the account of the stack.
    const bool of_estate = why.identity.find("GetAtt:") != std::string_view::npos || why.cause == value::Unknown::Cause::attribute;
    out.own = of_estate || why.identity.find("Ref:AWS::AccountId") != std::string_view::npos;
    if (!out.own) out.kind = PrincipalKind::unknown;
}

Principal read_aws(const Value& item) {
    Principal out{.kind = PrincipalKind::aws, .name = {}, .account = {}, .own = false, .at = item};
    if (item.is_unknown()) {
        read_unknown(out);
        return out;
    }
    out.name = item.is_string() ? std::string(item.as_string()) : value::to_json(item);
    if (out.name == "*") out.kind = PrincipalKind::anyone;
    if (digits(out.name)) out.account = out.name;
    const std::string_view account = account_part(out.name);
    if (digits(account)) out.account = account;
    if (account.find('*') != std::string_view::npos) out.kind = PrincipalKind::anyone;
    return out;
}

Principal read_item(std::string_view type, const Value& item) {
    if (type == "AWS" || (type.empty() && !item.is_unknown())) {
        Principal out = read_aws(item);
        // The bare names of AWS::Lambda::Permission.
        if (type.empty() && out.kind == PrincipalKind::aws && out.name.ends_with(".amazonaws.com")) out.kind = PrincipalKind::service;
        return out;
    }
    Principal out{.kind = PrincipalKind::unknown, .name = {}, .account = {}, .own = false, .at = item};
    if (type == "Service") out.kind = PrincipalKind::service;
    if (type == "Federated") out.kind = PrincipalKind::federated;
    if (type == "CanonicalUser") out.kind = PrincipalKind::canonical;
    if (item.is_unknown()) {
        // "Service": {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"} is a service still.
        out.name = Pattern::of_value(item, Reading::literal).text();
        if (type.empty()) read_unknown(out);
        if (type.empty() && out.own) out.kind = PrincipalKind::aws;
        return out;
    }
    out.name = item.is_string() ? std::string(item.as_string()) : value::to_json(item);
    if (out.name == "*") out.kind = PrincipalKind::anyone;
    return out;
}

void read_items(std::vector<Principal>& out, std::string_view type, const Value& items) {
    if (!items.is_list()) {
        out.push_back(read_item(type, items));
        return;
    }
    for (const Value& item : items.as_list()) out.push_back(read_item(type, item));
}

}  // namespace

std::vector<Principal> parse_principals(const Value& element) {
    std::vector<Principal> out;
    if (element.is_map())
        for (const value::Member& member : element.as_map()) read_items(out, member.name(), member.value);
    else
        read_items(out, {}, element);
    return out;
}

Answer is_foreign(const Principal& principal, std::string_view account) {
    switch (principal.kind) {
        case PrincipalKind::anyone: return Answer::of(true);
        case PrincipalKind::service:
        case PrincipalKind::federated:
        case PrincipalKind::canonical: return Answer::of(false);
        case PrincipalKind::unknown: return principal.unknown() != nullptr ? Answer::not_known(principal.unknown()) : Answer::depends();
        case PrincipalKind::aws: break;
    }
    if (principal.own) return Answer::of(false);
    // Unique ids (AIDA...) and AWS's own accounts ("cloudfront") name no account.
    if (principal.account.empty()) return Answer::of(false);
    if (account.empty()) return Answer::depends();
    return Answer::of(principal.account != account);
}

std::string describe(const Principal& principal) {
    const std::string name = base::excerpt(principal.name, 80);
    switch (principal.kind) {
        case PrincipalKind::anyone: return "everyone";
        case PrincipalKind::service: return "the service " + name;
        case PrincipalKind::federated: return "the identity provider " + name;
        case PrincipalKind::canonical: return "the canonical user " + name;
        case PrincipalKind::aws: return principal.account.empty() ? name : "account " + principal.account;
        case PrincipalKind::unknown: break;
    }
    return name.empty() ? "someone who is not known" : name;
}

}  // namespace vouch::facts
