// SPDX-License-Identifier: Apache-2.0
// Where a verdict on a live resource comes from: the calls of the API that gave its values, and what to grant where none did. Of templates
// there is nothing of this. Nothing is escaped yet.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "model/call_made.h"
#include "report/format.h"

namespace vouch::report {

using Calls = std::vector<const model::CallMade*>;  // each once; they live as long as the inventory

// The calls that gave the value which a reason is about: its list first, then the further reads. Those of the whole resource where the
// reason is about no single property.
Calls calls_of(const Report& report, const model::Finding& finding, const model::Reason& reason);

// The calls that a verdict rests on: of its decisive reasons, else (a pass) of the whole resource.
Calls calls_of(const Report& report, const model::Finding& finding);

// The call that says most about a reason: the last of its calls; nullptr where there is none.
const model::CallMade* call_of(const Report& report, const model::Finding& finding, const model::Reason& reason);

// "s3:GetBucketEncryption"; "s3:GetBucketEncryption eu-west-1, request ABC".
std::string operation_of(const model::CallMade& call);
std::string told(const model::CallMade& call);

// "2026-01-31T09:05:00.000Z"; empty for 0.
std::string moment(std::int64_t seconds);

// An IAM action that would let findings be verified, and how many.
struct Grant {
    std::string action;
    std::size_t findings = 0;
};
// Sorted by action; of unverified findings only.
std::vector<Grant> grants(const Report& report);

// "12 resources in 3 templates"; of an audit "12 resources in 2 regions of 1 account".
std::string population(const Report& report);

// Accounts that were asked for and of which nothing was seen: nobody could log in there.
std::vector<std::string> unseen_accounts(const Report& report);

}  // namespace vouch::report
