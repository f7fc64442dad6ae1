// SPDX-License-Identifier: Apache-2.0
// What is still to be done, in the order of the phases: foundation, advanced controls, continuous validation.
#pragma once

#include <span>
#include <string>

#include "model/undertaking.h"
#include "report/format.h"

namespace vouch::report {

// Per phase its rows, the most urgent first: status of the controls of that phase, owner, due date (and that it is over, by the time of the
// report), and what each control that is open needs. Needs the standard "rows".
void write_roadmap(std::string& out, const Report& report, std::span<const model::Undertaking> undertakings, const View& view);
// The same as JSON: {"phases": [{"phase", "rows": [{"row", "title", "status", "priority", "owner", "due", "overdue", "open": [{"control",
// "title", "fails", "unverified", "fix"}]}]}]}.
void write_roadmap_json(std::string& out, const Report& report, std::span<const model::Undertaking> undertakings);

}  // namespace vouch::report
