// SPDX-License-Identifier: Apache-2.0
// Front header of the room: controls and an inventory into findings. A pure function, so that an auditor can run it again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "guard/evaluate.h"
#include "model/control.h"
#include "model/finding.h"
#include "model/inventory.h"

namespace vouch::assess {

struct Options {
    unsigned workers = 0;  // threads; 0: as many as the machine has, fewer where there is little to do. Changes no byte of the result
    std::int64_t now = 0;  // for rules that ask for the time: seconds since 1970
    // Steps one control may take on one resource. The largest real policy documents need some 10,000.
    guard::EvaluationLimits limits{.steps = 50'000'000, .depth = 200};
    // Verdicts in one run: some KB of memory each. Resources beyond are not judged, which is a problem.
    std::size_t most_findings = 5'000'000;
};

// Judges every resource by every control that is about its type, each resource as a document of its own. A control whose rules
// do not compile is a problem (all of its errors), and no finding is made for it.
//
// Verdicts: fail where a rule fails, else unverified where one is not decided or breaks off, else pass where one passes, else
// not_applicable. Of a resource that may not exist (a condition that is not known) or may have more properties than the template shows
// (a macro), only what is certain counts: the rest is unverified and says so.
model::Assessment assess(std::span<const model::Control> controls, const model::Inventory& inventory, const Options& options = {});

// The errors of the rules of every control, compiled or not by assess(); empty where all are right.
std::vector<base::Error> check_rules(std::span<const model::Control> controls);

}  // namespace vouch::assess
