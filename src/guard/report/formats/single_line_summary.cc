// SPDX-License-Identifier: Apache-2.0
// The console view: per document the outcome and what failed, one paragraph a check.
#include <fmt/format.h>

#include "guard/report/console.h"

namespace vouch::guard::report {

extern const Format single_line_summary_format;
constinit const Format single_line_summary_format{
    .name = "single-line-summary",
    .begin = nullptr,
    .begin_document = start,
    .judged = console_judged,
    .end_document = console_document,
    .end = nullptr,
};

}  // namespace vouch::guard::report
