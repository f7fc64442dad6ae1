// SPDX-License-Identifier: Apache-2.0
// What a statement of an identity policy (of a role, user or group) gives away.
#pragma once

#include <string_view>

#include "facts/policy/statement.h"
#include "facts/reasons.h"

namespace vouch::facts {

// Each looks at the statements of one policy and adds a reason for each that it finds so; a maybe where a value that is not known decides.
// Statements under conditions that their holder cannot meet at will (tags, networks, organizations) do not count as without limit.
void allows_everything(const Policy& policy, Reasons& out);
void allows_service_wildcard(const Policy& policy, Reasons& out);
void allows_wildcard_resource(const Policy& policy, Reasons& out);
void allows_not_action(const Policy& policy, Reasons& out);
void allows_pass_role_anywhere(const Policy& policy, Reasons& out);
void allows_marketplace_subscribe(const Policy& policy, Reasons& out);

// Denies nearly everything to whoever has not signed in with MFA, long-term access keys too, but leaves them the way to enrol a device.
void denies_without_mfa(const Policy& policy, Reasons& out);
// Is meant to, but does not: keys get through, or nobody could enrol.
void broken_mfa_deny(const Policy& policy, Reasons& out);
// Everything, also without MFA, as far as this policy says.
void allows_everything_without_mfa(const Policy& policy, Reasons& out);

// The reads that an audit of sign-ins needs and this policy does not allow.
void lacks_audit_reads(const Policy& policy, std::uint32_t position, Reasons& out);

// The statement's conditions are such that its holder can meet them at will; those on `request` are decided by it.
Answer without_limit(const Statement& statement, const Request& request = {});
// It speaks of the whole class of resources, "role/*" of "iam", in all accounts or one.
Answer covers_class(const Statement& statement, std::string_view service, std::string_view rest);

// Adds `why` as a reason where `answer` says that the statement, which is no deny, makes it so; a maybe where a value that is not known
// decides.
void add_reason(const Statement& statement, const Answer& answer, std::string_view why, Reasons& out);
// Adds the maybes of what could not be read of a policy.
void add_unread(const Policy& policy, Reasons& out);

// Policies of AWS, by the name at the end of their ARN, that allow everything (or nearly: all but IAM, or IAM itself).
bool aws_administrator_policy(std::string_view arn);
bool aws_audit_policy(std::string_view arn);

}  // namespace vouch::facts
