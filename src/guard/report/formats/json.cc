// SPDX-License-Identifier: Apache-2.0
// The structured report as JSON: a list of documents; or, where the setting `bare` asks for it, one object per document.
#include "guard/report/document_report.h"
#include "guard/report/emit_json.h"

namespace vouch::guard::report {

extern const Format json_format;
constinit const Format json_format{
    .name = "json",
    .begin =
        [](Report& report) {
            if (!report.settings.bare) report.out += '[';
        },
    .begin_document = start,
    .judged =
        [](Report& report, Subject& subject, const Judged& judged) {
            EmitJson emit(report.failures, report.settings.bare ? 2 : 3, report.failures.empty());
            add_failures(emit, report, subject, judged);
        },
    .end_document =
        [](Report& report, Subject& subject) {
            EmitJson emit(report.out, report.settings.bare ? 0 : 1, report.documents == 1);
            write_document(emit, report, subject);
            if (report.settings.bare) report.out += '\n';
        },
    .end =
        [](Report& report, const Problems&) {
            if (!report.settings.bare) report.out += report.documents > 0 ? "\n]\n" : "]\n";
        },
};

}  // namespace vouch::guard::report
