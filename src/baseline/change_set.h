// SPDX-License-Identifier: Apache-2.0
// A change set: what CloudFormation would do to a stack, before it does it.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "baseline/formation.h"

namespace vouch::baseline {

struct ResourceChange {
    std::string action;  // "Add", "Modify", "Remove"
    std::string logical;
    std::string type;
    std::string replacement;         // "True", "Conditional", "False"; empty where nothing is modified
    std::vector<std::string> about;  // properties, or "Tags"
    std::string condition = {};      // of the template, on which it depends whether it is made at all
};

struct ChangeSet {
    std::string id;        // empty: there is nothing to change
    std::string stack_id;  // of the stack that it is for
    Way way = Way::update;
    bool brought_stack = false;  // the stack came with it, and goes with it where it is not made
    std::vector<ResourceChange> changes;
};

// Has CloudFormation work out what is to be done, and waits for it. What nothing comes of is taken away again. `name` is one that the
// stack has not yet. Errors: those of calls; refused with CloudFormation's reason; cancelled.
base::Result<ChangeSet> make_change_set(const Formation& formation, const Target& target, const StackNow& now, Way way,
                                        const std::string& name);
// Takes it away, and the stack that came with it. Errors: those of calls.
base::Result<void> drop_change_set(const Formation& formation, const Target& target, const ChangeSet& set);

// What would be made where there is no stack yet: the template's resources. Errors: those of reading it.
base::Result<std::vector<ResourceChange>> resources_of(const Target& target);

// A line each: "  + TrailKey  AWS::KMS::Key".
std::string as_text(const std::vector<ResourceChange>& changes);

}  // namespace vouch::baseline
