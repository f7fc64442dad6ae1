// SPDX-License-Identifier: Apache-2.0
// A principal (role, user, group) or an identity policy of the estate with all the policies that count for it, through the graph.
#pragma once

#include <string>
#include <vector>

#include "facts/estate.h"
#include "facts/policy/statement.h"

namespace vouch::facts {

struct Holder {
    Policy own;                     // its own documents, one after the other
    std::vector<Policy> attached;   // policies of the estate that are attached to it
    std::vector<Policy> inherited;  // those of the groups that a user belongs to
    bool has_boundary = false;
    Policy boundary;             // where it is of the estate
    bool is_boundary = false;    // a managed policy that only limits others: it grants nothing
    bool administrator = false;  // has AdministratorAccess of AWS
    bool auditor = false;        // has a policy of AWS with the reads of an audit
    bool has_groups = false;     // a user that belongs to some group
    std::string unseen;          // not empty: something else is attached that the estate does not show
    std::uint32_t unseen_at = 0;

    // All that count, as one.
    Policy effective() const;
};

Holder holder_of(const Subject& subject);

// A policy whose statements stand in another resource: they keep their place where that is of the same source, else the subject's.
Policy policy_of(const Subject& subject, model::Node other, const value::Value& document);
// `Properties.<name>` of a resource; null where it has none.
value::Value property(const model::Resource& resource, std::string_view name);

}  // namespace vouch::facts
