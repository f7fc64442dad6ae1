// SPDX-License-Identifier: Apache-2.0
// A plan: the changes that take findings of a stored run away, each with what is there, what will be, the calls that do it and those that
// undo it. A plan is bound to its accounts, to the state of each resource and to a time; its digest tells whether somebody changed it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "remedy/live/writer.h"
#include "remedy/remedy.h"

namespace vouch::remedy {

struct Change {
    std::string id;  // unique in its plan: "s3-versioning-1"
    std::string remedy;
    std::string title;
    Risk risk = Risk::none;
    std::string warning;
    std::vector<std::string> controls;  // that fail, and will pass
    std::string account;
    std::string region;  // where the resource stands; where it is made
    std::string partition;
    std::string type;
    std::string resource;              // as findings call it; of one that is made: its type and name
    std::vector<std::string> touches;  // properties that its calls write, sorted
    std::string before;                // JSON: the properties that its calls touch, as they are; empty: the resource is made
    std::string after;                 // JSON: likewise, as they will be
    std::string whole;                 // JSON: all properties as they will be, for calls that need others
    std::string state;                 // SHA-256 of `before`
    std::vector<PlannedCall> calls;
    std::vector<PlannedCall> undo;  // in order
};

// What a machine must not decide, or cannot do.
struct Manual {
    std::string control;
    std::string account;
    std::string region;
    std::string type;
    std::string resource;
    std::string why;
    std::vector<std::string> steps;
};

// Somebody's consent: an Ed25519 signature of the plan's digest.
struct Approval {
    std::string by;  // as the approver says
    std::string time;
    std::string signature;  // base 64
};

struct Plan {
    std::string run;  // of the store
    std::string version;
    std::int64_t made = 0;  // seconds since 1970
    std::int64_t expires = 0;
    std::vector<std::string> accounts;  // sorted
    std::string planner;                // ARN of who asked in the run
    std::string approver;               // public key (PEM) whose approval it needs; empty: none
    std::vector<Change> changes;        // in the order in which they are made
    std::vector<Manual> manual;
    std::string digest;  // SHA-256 of everything above
    std::optional<Approval> approval;
};

// Sets Plan::digest. Errors: internal.
base::Result<void> seal(Plan& plan);
// The digest that the plan should have.
base::Result<std::string> digest_of(const Plan& plan);

// As JSON with line breaks (docs/schema/plan.schema.json).
std::string to_json(const Plan& plan);
// The way back. Errors: those of JSON, and invalid_value with its place. The digest is not compared: digest_of().
base::Result<Plan> read_plan(base::SourcePtr source);

}  // namespace vouch::remedy
