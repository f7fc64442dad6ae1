// SPDX-License-Identifier: Apache-2.0
// A change set carried out: CloudFormation does it, its events are followed until the stack stands still.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "base/error.h"
#include "baseline/change_set.h"

namespace vouch::baseline {

struct StackEvent {
    std::string id;
    std::string physical;
    std::string logical;
    std::string type;
    std::string status;
    std::string reason;
};

struct Outcome {
    std::string status;                       // of the stack, in which it stands still
    std::optional<StackEvent> first_failure;  // of a resource, for a reason of its own

    bool is_done() const { return status == "CREATE_COMPLETE" || status == "UPDATE_COMPLETE"; }
};

// `on_event` hears of events in their order. Errors: those of calls; cancelled where the user stops: the stack goes on.
base::Result<Outcome> execute(const Formation& formation, const Target& target, const ChangeSet& set,
                              const std::function<void(const StackEvent&)>& on_event);

// What became of a stack that is not done, and how to go on.
base::Error failure_of(const Target& target, const Outcome& outcome);

// So that nobody deletes it by mistake. Errors: those of the call.
base::Result<void> protect(const Formation& formation, const Target& target);

}  // namespace vouch::baseline
