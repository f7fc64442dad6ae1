// SPDX-License-Identifier: Apache-2.0
// After what S3 documents as "the meaning of public": a fixed value, without wildcards, of one of these keys. Tested by
// resource_policy_test.cc.
#include "facts/policy/narrow.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "facts/policy/compare.h"

namespace vouch::facts {
namespace {

using value::Value;

enum class Shape : std::uint8_t {
    fixed,    // the value must have no wildcard
    arn,      // wildcards after the account are fine
    address,  // a range of addresses that leaves most of the Internet out
    prefix,   // wildcards at the end are fine: organization paths, AROA ids, names of services
    flag,     // true or false
};

struct Key {
    std::string_view name;
    Shape shape;
};

constexpr std::array<Key, 30> kKeys{{
    {"aws:sourceaccount", Shape::fixed},
    {"aws:sourceowner", Shape::fixed},
    {"aws:sourceorgid", Shape::fixed},
    {"aws:sourceorgpaths", Shape::prefix},
    {"aws:sourcearn", Shape::arn},
    {"aws:sourcevpc", Shape::fixed},
    {"aws:sourcevpce", Shape::fixed},
    {"aws:sourcevpcarn", Shape::arn},
    {"aws:vpceaccount", Shape::fixed},
    {"aws:vpceorgid", Shape::fixed},
    {"aws:vpceorgpaths", Shape::prefix},
    {"aws:sourceip", Shape::address},
    {"aws:vpcsourceip", Shape::address},
    {"aws:principalorgid", Shape::fixed},
    {"aws:principalorgpaths", Shape::prefix},
    {"aws:principalaccount", Shape::fixed},
    {"aws:principalarn", Shape::arn},
    {"aws:principalservicename", Shape::fixed},
    {"aws:principalserviceidslist", Shape::fixed},
    {"aws:userid", Shape::prefix},
    {"aws:username", Shape::fixed},
    {"aws:federatedprovider", Shape::fixed},
    {"kms:calleraccount", Shape::fixed},
    {"kms:viaservice", Shape::prefix},
    {"s3:dataaccesspointaccount", Shape::fixed},
    {"s3:dataaccesspointarn", Shape::arn},
    {"s3:x-amz-server-side-encryption-aws-kms-key-id", Shape::fixed},
    {"lambda:eventsourcetoken", Shape::fixed},
    {"elasticfilesystem:accessedviamounttarget", Shape::flag},
    {"elasticfilesystem:accesspointarn", Shape::arn},
}};

const Key* find_key(std::string_view name) {
    const auto* found = std::ranges::find(kKeys, name, &Key::name);
    return found == kKeys.end() ? nullptr : found;
}

// An ARN whose account is fixed, or, without an account (buckets), whose name is.
Answer fixed_arn(const Pattern& arn) {
    const std::string text = arn.text();
    std::size_t at = 0;
    for (int colons = 0; colons < 4; ++colons) {
        const std::size_t colon = text.find(':', at);
        if (colon == std::string::npos) return Answer::of(!arn.has_wildcard());
        at = colon + 1;
    }
    const std::size_t end = text.find(':', at);
    const std::string account = text.substr(at, end == std::string::npos ? end : end - at);
    if (!account.empty()) return Answer::of(account.find('*') == std::string::npos && account.find('?') == std::string::npos);
    return Answer::of(end != std::string::npos && text.find('*', end) != end + 1);
}

Answer fixed(const Condition& condition, const Value& value, Shape shape) {
    const bool exact = condition.comparison == Comparison::string || condition.comparison == Comparison::string_no_case;
    const Pattern pattern = Pattern::of_value(value, exact ? Reading::literal : Reading::like);
    if (pattern.unknown() != nullptr && pattern.is_hole()) {
        const bool wild = pattern.unknown()->cause != value::Unknown::Cause::attribute && !exact;
        return wild ? Answer::not_known(pattern.unknown()) : Answer::of(true);
    }
    switch (shape) {
        case Shape::address: return Answer::of(value.is_string() && narrow_range(value.as_string()));
        case Shape::arn: return fixed_arn(pattern);
        case Shape::prefix: return Answer::of(!pattern.prefix().empty() || !pattern.has_wildcard());
        case Shape::flag: return Answer::of(true);
        case Shape::fixed: return Answer::of(!pattern.has_wildcard());
    }
    return {};
}

// Every value is fixed.
Answer all_fixed(const Condition& condition, Shape shape) {
    Answer all = Answer::of(!condition.values.empty());
    for (const Value& value : condition.values) all = both(all, fixed(condition, value, shape));
    return all;
}

bool is_text(const Condition& condition, std::string_view text) {
    return condition.values.size() == 1 && matches(parse_operator("Bool"), condition.values[0], text).yes();
}

}  // namespace

Answer narrows(const Condition& condition) {
    if (condition.negated || condition.if_exists || condition.quantifier == Quantifier::for_all) return {};
    if (condition.comparison == Comparison::other) {
        const value::Unknown* why = unknown_of(condition);
        return why != nullptr ? Answer::not_known(why) : Answer{};
    }
    if (condition.key == "aws:principalisawsservice" && condition.comparison == Comparison::boolean)
        return Answer::of(is_text(condition, "true"));
    const Key* key = find_key(condition.key);
    // Keys of identity providers ("accounts.google.com:aud") and of the principal's tags name who may.
    const bool names_caller = condition.key.starts_with("aws:principaltag/") || condition.key.ends_with(":aud") ||
                              condition.key.ends_with(":sub") || condition.key.starts_with("saml:");
    if (key == nullptr) return names_caller ? all_fixed(condition, Shape::prefix) : Answer{};
    if (condition.comparison == Comparison::null) return {};
    return all_fixed(condition, key->shape);
}

Answer narrowed(const Statement& allow) {
    Answer any;
    for (const Condition& condition : allow.conditions) any = either(any, narrows(condition));
    return any;
}

Answer turns_strangers_away(const Statement& deny) {
    Answer all = Answer::of(true);
    for (const Condition& condition : deny.conditions) {
        // "Unless a service of AWS asks" turns nobody else away, nor keeps it from happening.
        if (condition.key == "aws:principalisawsservice" || condition.key == "aws:viaawsservice") {
            all = both(all, Answer::of(condition.comparison == Comparison::boolean && is_text(condition, "false")));
            continue;
        }
        const Key* key = find_key(condition.key);
        if (key == nullptr) return {};
        if (condition.comparison == Comparison::null) {
            all = both(all, Answer::of(is_text(condition, "true")));
            continue;
        }
        if (!condition.negated || condition.quantifier == Quantifier::for_any) return {};
        all = both(all, all_fixed(condition, key->shape));
    }
    return all;
}

bool limits_resources(const Condition& condition) {
    if (condition.negated || condition.if_exists) return false;
    constexpr std::array<std::string_view, 14> kExact{"aws:resourceaccount",
                                                      "aws:resourceorgid",
                                                      "aws:resourceorgpaths",
                                                      "kms:viaservice",
                                                      "kms:calleraccount",
                                                      "kms:resourcealiases",
                                                      "kms:requestalias",
                                                      "iam:passedtoservice",
                                                      "iam:permissionsboundary",
                                                      "iam:awsservicename",
                                                      "cloudwatch:namespace",
                                                      "iam:associatedresourcearn",
                                                      "ec2:vpc",
                                                      "iam:policyarn"};
    if (std::ranges::find(kExact, condition.key) != kExact.end()) return true;
    return condition.key.find("resourcetag/") != std::string::npos || condition.key.starts_with("aws:requesttag/");
}

bool at_will(const Condition& condition) {
    constexpr std::array<std::string_view, 9> kKeysAtWill{"aws:securetransport",    "aws:multifactorauthpresent",
                                                          "aws:multifactorauthage", "aws:requestedregion",
                                                          "aws:currenttime",        "aws:epochtime",
                                                          "aws:useragent",          "aws:referer",
                                                          "s3:tlsversion"};
    return std::ranges::find(kKeysAtWill, condition.key) != kKeysAtWill.end();
}

}  // namespace vouch::facts
