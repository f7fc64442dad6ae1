// SPDX-License-Identifier: Apache-2.0
// A finding in one line, as every format tells it. Nothing is escaped yet: each format escapes in its own way.
#pragma once

#include <string>

#include "report/format.h"

namespace vouch::report {

// Where a finding is best shown: at the value that its first reason is about, else at its resource.
base::Location place_of(const Report& report, const model::Finding& finding);

// What is wrong, or why it cannot be told, for as many reasons as one line bears; empty for pass and not_applicable.
std::string why(const Report& report, const model::Finding& finding);

// "accepted by OWNER until 2026-12-31 (vouch.yaml:3:5): REASON", without what is not known.
std::string accepted(const model::Suppression& suppression);

// The same of a finding; empty where it is not suppressed.
std::string accepted(const model::Finding& finding);

// What an error says, with its code: "unexpected end [E0107]".
std::string told(const base::Error& error);

// "3 fail, 1 unverified, 2 suppressed, 40 pass, 1 problem": a format's first or last line.
std::string totals(const Report& report);

}  // namespace vouch::report
