// SPDX-License-Identifier: Apache-2.0
// Whom a statement of a resource policy or trust policy speaks of.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts {

enum class PrincipalKind : std::uint8_t {
    anyone,     // "*", {"AWS": "*"}
    aws,        // an account, role, user or session
    service,    // lambda.amazonaws.com
    federated,  // an identity provider
    canonical,  // the canonical id of an S3 account or an origin access identity
    unknown,
};

struct Principal {
    PrincipalKind kind = PrincipalKind::unknown;
    std::string name;     // as the policy has it; of an unknown its identity
    std::string account;  // aws: the twelve digits, where they can be read
    bool own = false;     // aws: certainly of this account (a role of the estate, the account of the stack)
    value::Value at;

    const value::Unknown* unknown() const { return at.is_unknown() ? &at.as_unknown() : nullptr; }
};

// The principals of a Principal or NotPrincipal element, or of a value that stands for one (AWS::Lambda::Permission).
std::vector<Principal> parse_principals(const value::Value& element);

// Of another account than `account`. Maybe: it cannot be told, or `account` is empty.
Answer is_foreign(const Principal& principal, std::string_view account);

// For people: "everyone", "account 111122223333", "the service lambda.amazonaws.com".
std::string describe(const Principal& principal);

}  // namespace vouch::facts
