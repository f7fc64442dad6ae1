// SPDX-License-Identifier: Apache-2.0
// Conditions that keep a statement for everyone from being for everyone: keys that strangers cannot set to the value asked for.
#pragma once

#include "facts/policy/statement.h"

namespace vouch::facts {

// The condition holds only for requests that come from a fixed account, organization, resource, endpoint or address range, or through a
// service.
Answer narrows(const Condition& condition);
// Some condition of an Allow statement does; or every one of a Deny statement's turns away those outside of such.
Answer narrowed(const Statement& allow);
Answer turns_strangers_away(const Statement& deny);

// The condition restricts which resources are meant (tags, account of the resource), not who asks.
bool limits_resources(const Condition& condition);
// A condition that whoever holds the permission can meet at will: TLS, a region, a time, MFA.
bool at_will(const Condition& condition);

}  // namespace vouch::facts
