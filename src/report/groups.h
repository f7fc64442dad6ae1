// SPDX-License-Identifier: Apache-2.0
// Findings as people want to read them: the gravest controls first, under each control what is wrong, under that the resources.
#pragma once

#include <vector>

#include "base/source.h"
#include "report/format.h"

namespace vouch::report {

// Findings of one control that say the same in words, whatever values were compared. Never empty.
struct Fold {
    std::vector<const model::Finding*> findings;  // in the order of the assessment
};

struct ControlGroup {
    const model::Control* control = nullptr;
    std::vector<Fold> folds;  // in the order of their first finding
    std::size_t findings = 0;
};

// The findings with that verdict, by control: most severe first, then by id.
std::vector<ControlGroup> group(const Report& report, model::Verdict verdict);

// What is not a pass and does apply: fails, then unverified ones, then suppressed ones, each the most severe first.
std::vector<const model::Finding*> gravest_first(const Report& report);

// One reason for each thing that is wrong: those that decided, each message once, in order. Reasons that the control has no words for
// are left out where it has words for others.
std::vector<const model::Reason*> distinct(const model::Finding& finding);

// The resource of a finding and its unit.
const model::Resource& resource_of(const Report& report, const model::Finding& finding);
const model::Unit& unit_of(const Report& report, const model::Finding& finding);
// The source that `where` is a place in: mostly that of the finding's unit, else of another; nullptr where it is none of them.
const base::Source* source_of(const Report& report, const model::Finding& finding, const base::Location& where);

}  // namespace vouch::report
