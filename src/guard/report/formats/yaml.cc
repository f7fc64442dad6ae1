// SPDX-License-Identifier: Apache-2.0
// The structured report as YAML: a list of documents; or, where the setting `bare` asks for it, a YAML document for each.
#include "guard/report/document_report.h"
#include "guard/report/emit_yaml.h"

namespace vouch::guard::report {

extern const Format yaml_format;
constinit const Format yaml_format{
    .name = "yaml",
    .begin = nullptr,
    .begin_document = start,
    .judged =
        [](Report& report, Subject& subject, const Judged& judged) {
            EmitYaml emit(report.failures, report.settings.bare ? 0 : 2);
            add_failures(emit, report, subject, judged);
        },
    .end_document =
        [](Report& report, Subject& subject) {
            if (report.settings.bare && report.documents > 1) report.out += "---\n";
            EmitYaml emit(report.out);
            if (!report.settings.bare) emit.begin_list();
            write_document(emit, report, subject);
            if (!report.settings.bare) emit.end_list();
        },
    .end =
        [](Report& report, const Problems&) {
            if (report.documents == 0 && !report.settings.bare) report.out += "[]\n";
        },
};

}  // namespace vouch::guard::report
