// SPDX-License-Identifier: Apache-2.0
// What a policy that hangs on a resource lets others do with it, and what it refuses to everyone.
#pragma once

#include <string_view>
#include <vector>

#include "facts/policy/statement.h"
#include "facts/policy/thing.h"
#include "facts/reasons.h"

namespace vouch::facts {

// Actions that strangers may take: everyone is allowed, no condition keeps strangers out, no deny turns them away. `actions`: only
// statements that allow some of these ("s3:Get*"); empty: any.
void allows_public(const Policy& policy, const std::vector<Pattern>& actions, Reasons& out);
// The same where something else may keep strangers out: nothing where `closed` is yes.
void allows_public_unless(const Policy& policy, const std::vector<Pattern>& actions, const Answer& closed, Reasons& out);
// Services of AWS may do something for whichever account they act: no condition names the source.
void allows_service_without_source(const Policy& policy, Reasons& out);
// Every action on every resource to everyone: the policy that a VPC endpoint has by default.
void allows_everything_to_everyone(const Policy& policy, Reasons& out);
// Principals of other accounts than `account` may do something.
void allows_other_account(const Policy& policy, std::string_view account, Reasons& out);
// Other accounts may change who may do what with the bucket; or nobody can tell who may what (NotPrincipal, NotAction with Allow).
void allows_foreign_administration(const Policy& policy, std::string_view account, Reasons& out);

// Everyone is denied without TLS, for these actions, on the thing (and, `contents`, on what is in it).
void enforces_tls(const Policy& policy, const Thing& thing, const std::vector<Pattern>& actions, bool contents, Reasons& out);
// Uploads without the encryption that is wanted are denied to everyone.
void enforces_encryption(const Policy& policy, const Thing& thing, Reasons& out);
// Everyone is denied these actions, without condition: one reason, if all of them are.
void denies_everyone(const Policy& policy, const std::vector<Pattern>& actions, Reasons& out);
// The service may do all of these.
void allows_service(const Policy& policy, std::string_view service, const std::vector<Pattern>& actions, Reasons& out);

}  // namespace vouch::facts
