// SPDX-License-Identifier: Apache-2.0
// A change made, or undone: its calls in order, each told to the journal before and after.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"
#include "remedy/live/journal.h"
#include "remedy/live/plan.h"
#include "remedy/live/writer.h"

namespace vouch::remedy {

// Makes the call in that account and waits for what comes of it.
using MakeCall = std::function<Deed(const std::string& account, const PlannedCall&)>;

// What is left of the change is done: calls that the journal has as done are not made again; one that was begun and of which nobody knows
// is made again, for the calls of tables may be repeated. Errors: those of the journal; refused where a call was not done (the journal
// has it); incompatible where an input cannot be made from the answers.
base::Result<void> carry_out(Way way, const Change& change, const Writers& writers, Journal& journal, const MakeCall& make);

}  // namespace vouch::remedy
