// SPDX-License-Identifier: Apache-2.0
// The structured report as YAML.
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
            EmitYaml emit(report.failures, 2);
            add_failures(emit, report, subject, judged);
        },
    .end_document =
        [](Report& report, Subject& subject) {
            EmitYaml emit(report.out);
            emit.begin_list();
            write_document(emit, report, subject);
            emit.end_list();
        },
    .end =
        [](Report& report, const Problems&) {
            if (report.documents == 0) report.out += "[]\n";
        },
};

}  // namespace vouch::guard::report
