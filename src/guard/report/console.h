// SPDX-License-Identifier: Apache-2.0
// The view for people: per document the outcome, the rules by status, and each check that failed with what was found, where,
// and which clause asked for it. Everything from inputs is escaped: no control character reaches a terminal.
#pragma once

#include "guard/report/report.h"

namespace vouch::guard::report {

void console_judged(Report& report, Subject& subject, const Judged& judged);
void console_document(Report& report, Subject& subject);

}  // namespace vouch::guard::report
