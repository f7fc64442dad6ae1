// SPDX-License-Identifier: Apache-2.0
// The structured report as JSON: a list of documents; or, where the setting `bare` asks for it, one object per document.
#include "guard/report/document_report.h"

namespace vouch::guard::report {

extern const Format json_format;
constinit const Format json_format{
    .name = "json",
    .begin =
        [](Report& report) {
            if (!report.settings.bare) report.json.begin_list();
        },
    .begin_document = start,
    .judged = [](Report& report, Subject& subject, const Judged& judged) { add_failures(report.json, report, subject, judged); },
    .end_document =
        [](Report& report, Subject& subject) {
            close_document(report.json, report, subject);
            if (report.settings.bare) report.out += '\n';
        },
    .end =
        [](Report& report, const Problems&) {
            if (report.settings.bare) return;
            report.json.end_list();
            report.out += '\n';
        },
};

}  // namespace vouch::guard::report
