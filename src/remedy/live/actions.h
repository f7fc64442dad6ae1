// SPDX-License-Identifier: Apache-2.0
// The IAM actions that changes of live accounts need, made and undone; reading is what `collect` knows of.
#pragma once

#include <set>
#include <string>

#include "remedy/catalog.h"
#include "remedy/live/plan.h"
#include "remedy/live/writer.h"

namespace vouch::remedy {

// Of the calls of one change, both ways.
std::set<std::string> actions_of(const Change& change);

// Of every call that mending this control may make, or its undoing: those that set the properties which the remedy edits, and make or take
// away what it makes. Empty where a person has to do it. `types` are those that the control is about.
std::set<std::string> actions_for(const Writers& writers, const Catalog& remedies, const std::string& control,
                                  const std::vector<std::string>& types);

}  // namespace vouch::remedy
