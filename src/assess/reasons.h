// SPDX-License-Identifier: Apache-2.0
// The records of an evaluation into the reasons of a finding: which clause, which value, where both stand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "facts/estate.h"
#include "guard/evaluate.h"
#include "model/finding.h"
#include "model/resource.h"
#include "model/unit.h"

namespace vouch::assess {

// What the evaluation was about.
struct Judged {
    const guard::Program& program;
    const model::Unit& unit;
    const model::Resource& resource;
    value::Value resources = {};            // what the rules saw under `Resources`
    value::Value vouch = {};                // and under `Vouch`; null where there was nothing
    const facts::Estate* estate = nullptr;  // not null where `vouch` is given or the whole estate is judged
    model::Node node = 0;                   // of the resource, where `vouch` is given
};

// The clauses that made the rules `wanted` (fail, or unknown), in file order, each (message, value, clause) once. Never empty
// for a rule with that status: where no clause stands behind it, the reason is the rule itself and the resource.
std::vector<model::Reason> reasons(const Judged& judged, const guard::Evaluation& evaluation, guard::Status wanted);

// The IAM action in words such as "nobody knows which there are: `s3:ListAllMyBuckets` was denied (AccessDenied)": what makes a
// resource uncertain is kept in words only. Empty where nothing was denied.
std::string denied_action(std::string_view why);

}  // namespace vouch::assess
