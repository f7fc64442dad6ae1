// SPDX-License-Identifier: Apache-2.0
// Whether what a principal may do adds up to a way to more rights than it was given. The known ways are rows of escalations.inc.
#pragma once

#include <array>
#include <span>
#include <string_view>

#include "facts/policy/statement.h"
#include "facts/reasons.h"

namespace vouch::facts {

struct Need {
    std::string_view action;
    std::string_view scope;    // class of resources: "role/*", "ec2@instance/*", "self"; empty: any resource
    std::string_view service;  // iam:PassRole: to which service
};

struct Escalation {
    std::string_view name;      // what its holder can do: "start an instance with any role"
    std::array<Need, 4> needs;  // unused ones are empty
};

std::span<const Escalation> escalations();

// Adds the ways that the union of `policies` opens and none of `but` opens alone. `boundary`: the most that the principal may do, or
// nullptr. Statements of a policy elsewhere are told at `position`.
void allows_escalation(std::span<const Policy* const> policies, std::span<const Policy* const> but, const Policy* boundary,
                       std::uint32_t position, Reasons& out);

}  // namespace vouch::facts
