// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0: a result per check that failed, at the place of the value it is about. Paths are relative to %SRCROOT%, which
// the run defines, and escaped. What could not be judged is a notification of the invocation, which is then no success.
#include <algorithm>
#include <iterator>

#include "base/uri.h"
#include "guard/report/emit_json.h"
#include "guard/report/report.h"
#include "guard/report/uri.h"
#include "guard/report/words.h"

namespace vouch::guard::report {
namespace {

constexpr std::uint32_t kResultDepth = 4;  // document, runs, run, results

// cfn-guard's: what stands before the first point, in capitals.
std::string rule_id(std::string_view rule) {
    std::string id(rule.substr(0, rule.find('.')));
    std::ranges::transform(id, id.begin(), [](char byte) { return byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 32) : byte; });
    return id;
}

void write_location(EmitJson& emit, std::string_view uri, const base::LineColumn& at) {
    emit.key("physicalLocation");
    emit.begin_map();
    emit.key("artifactLocation");
    emit.begin_map();
    emit.key("uri");
    emit.string(uri);
    emit.key("uriBaseId");
    emit.string("%SRCROOT%");
    emit.end_map();
    emit.key("region");
    emit.begin_map();
    emit.key("startLine");
    emit.number(at.line);
    emit.key("startColumn");
    emit.number(at.column);
    emit.end_map();
    emit.end_map();
}

void write_result(EmitJson& emit, Report& report, Subject& subject, std::string_view id, const Record& record) {
    report.text.clear();
    append_record(report.text, record, subject.locator);
    if (!record.message.empty()) (report.text += ": ") += record.message;
    emit.begin_map();
    emit.key("ruleId");
    emit.string(id);
    emit.key("level");
    emit.string("error");
    emit.key("message");
    emit.begin_map();
    emit.key("text");
    emit.string(report.text);
    emit.end_map();
    emit.key("locations");
    emit.begin_list();
    emit.begin_map();
    const auto place = subject.locator.place(record.from.value);
    write_location(emit, report.names.back(), place ? place->at : base::LineColumn{});
    emit.end_map();
    emit.end_list();
    emit.end_map();
}

void begin_document(Report& report, Subject& subject) {
    start(report, subject);
    report.names.back() = relative_uri(subject.name, report.settings.root);
}

void add_results(Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    EmitJson emit(report.body, kResultDepth, report.body.empty());
    for (const RuleOutcome& each : judged.evaluation.rules) {
        if (each.status != Status::fail) continue;
        const std::string id = rule_id(rule_name(report.text, judged, *each.rule));
        report.rule_ids.insert(id);
        for (const Record& record : judged.evaluation.records.subspan(each.first_record, each.records))
            if (record.kind != Record::Kind::rule && record.kind != Record::Kind::disjunction)
                write_result(emit, report, subject, id, record);
    }
}

void write_tool(EmitJson& emit, const Report& report) {
    emit.key("tool");
    emit.begin_map();
    emit.key("driver");
    emit.begin_map();
    emit.key("name");
    emit.string("vouch");
    emit.key("semanticVersion");
    emit.string(report.settings.version);
    emit.key("fullName");
    emit.string("vouch guard validate " + report.settings.version);
    emit.key("shortDescription");
    emit.begin_map();
    emit.key("text");
    emit.string("judges structured documents by rules in the Guard language");
    emit.end_map();
    emit.key("rules");
    emit.begin_list();
    for (const std::string& each : report.rule_ids) {
        emit.begin_map();
        emit.key("id");
        emit.string(each);
        emit.end_map();
    }
    emit.end_list();
    emit.end_map();
    emit.end_map();
}

void write_invocation(EmitJson& emit, const Problems& problems) {
    emit.key("invocations");
    emit.begin_list();
    emit.begin_map();
    emit.key("executionSuccessful");
    emit.boolean(problems.empty());
    emit.key("toolExecutionNotifications");
    emit.begin_list();
    for (const base::Error& each : problems) {
        emit.begin_map();
        emit.key("level");
        emit.string("error");
        emit.key("message");
        emit.begin_map();
        emit.key("text");
        emit.string(base::render(each, true));
        emit.end_map();
        emit.end_map();
    }
    emit.end_list();
    emit.end_map();
    emit.end_list();
}

void write_artifacts(EmitJson& emit, const Report& report) {
    emit.key("originalUriBaseIds");
    emit.begin_map();
    emit.key("%SRCROOT%");
    emit.begin_map();
    emit.key("uri");
    emit.string("file://" + base::uri_path(report.settings.root));
    emit.end_map();
    emit.end_map();
    emit.key("artifacts");
    emit.begin_list();
    for (const std::string& each : report.failed_names) {
        emit.begin_map();
        emit.key("location");
        emit.begin_map();
        emit.key("uri");
        emit.string(each);
        emit.key("uriBaseId");
        emit.string("%SRCROOT%");
        emit.end_map();
        emit.end_map();
    }
    emit.end_list();
}

void note_failure(Report& report, Subject&) {
    if (report.status == Status::fail) report.failed_names.insert(report.names.back());
}

void write_log(Report& report, const Problems& problems) {
    EmitJson emit(report.out);
    emit.begin_map();
    emit.key("$schema");
    emit.string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    emit.key("version");
    emit.string("2.1.0");
    emit.key("runs");
    emit.begin_list();
    emit.begin_map();
    write_tool(emit, report);
    write_invocation(emit, problems);
    write_artifacts(emit, report);
    emit.key("columnKind");
    emit.string("unicodeCodePoints");
    emit.key("results");
    emit.list_of(report.body);
    emit.end_map();
    emit.end_list();
    emit.end_map();
    report.out += '\n';
}

}  // namespace

extern const Format sarif_format;
constinit const Format sarif_format{.name = "sarif",
                                    .begin = nullptr,
                                    .begin_document = begin_document,
                                    .judged = add_results,
                                    .end_document = note_failure,
                                    .end = write_log};

}  // namespace vouch::guard::report
