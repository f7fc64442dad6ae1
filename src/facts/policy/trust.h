// SPDX-License-Identifier: Apache-2.0
// Who may assume a role: the trust policy of it (AssumeRolePolicyDocument).
#pragma once

#include <string_view>

#include "facts/policy/statement.h"
#include "facts/reasons.h"

namespace vouch::facts {

// Everyone, and no condition keeps strangers out.
void anyone_can_assume(const Policy& policy, Reasons& out);
// Principals of other accounts than `account` (empty: not known; then of any account that the policy spells out, as a maybe).
void trusts_other_account(const Policy& policy, std::string_view account, Reasons& out);
// The same, where neither an external id nor the organization is asked for.
void other_account_without_proof(const Policy& policy, std::string_view account, Reasons& out);
// A service that acts on behalf of whoever set it up, from any account, because no condition names the account, organization or resource.
void confused_deputy(const Policy& policy, Reasons& out);
// Workflows of GitHub are trusted, and a repository of a stranger would be too.
void github_unrestricted(const Policy& policy, Reasons& out);
// Trusts the identity provider of GitHub at all.
void trusts_github(const Policy& policy, Reasons& out);

}  // namespace vouch::facts
