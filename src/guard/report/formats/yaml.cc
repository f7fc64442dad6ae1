// SPDX-License-Identifier: Apache-2.0
// The structured report as YAML: a list of documents; or, where the setting `bare` asks for it, a YAML document for each.
#include "guard/report/document_report.h"

namespace vouch::guard::report {

extern const Format yaml_format;
constinit const Format yaml_format{
    .name = "yaml",
    .begin =
        [](Report& report) {
            if (!report.settings.bare) report.yaml.begin_list();
        },
    .begin_document =
        [](Report& report, Subject& subject) {
            start(report, subject);
            if (report.settings.bare && report.documents > 1) report.out += "---\n";
        },
    .judged = [](Report& report, Subject& subject, const Judged& judged) { add_failures(report.yaml, report, subject, judged); },
    .end_document = [](Report& report, Subject& subject) { close_document(report.yaml, report, subject); },
    .end =
        [](Report& report, const Problems&) {
            if (!report.settings.bare) report.yaml.end_list();
        },
};

}  // namespace vouch::guard::report
