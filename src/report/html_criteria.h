// SPDX-License-Identifier: Apache-2.0
// The part of the HTML report that says how each criterion stands.
#pragma once

#include <array>
#include <string>

#include "report/format.h"

namespace vouch::report {

// The verdicts that have a column of their own, the worst first.
inline constexpr std::array kShownVerdicts{model::Verdict::fail, model::Verdict::unverified, model::Verdict::suppressed,
                                           model::Verdict::pass};

// Appends a table for each standard of the report (of SOC 2 without titles where the report knows no standard): each criterion that a
// control serves, with its verdicts and links to its controls (#control-INDEX), and below it which criteria none serves.
void write_criteria(std::string& out, const Report& report);

}  // namespace vouch::report
