// SPDX-License-Identifier: Apache-2.0
// Our own JSON: every rule with its status and place, and for each that did not pass the clauses that decided: their text and
// place in the rule file, what was found and where, what it was compared with. docs/guard.md describes it field by field.
#include "guard/report/document_report.h"
#include "guard/report/emit_json.h"
#include "guard/report/report.h"
#include "guard/report/words.h"

namespace vouch::guard::report {
namespace {

constexpr std::uint32_t kRuleDepth = 4;  // report, documents, document, rules

std::string_view kind_name(Record::Kind kind) {
    switch (kind) {
        case Record::Kind::rule: return "rule";
        case Record::Kind::disjunction: return "disjunction";
        case Record::Kind::clause: return "clause";
        case Record::Kind::named_rule: return "named_rule";
        case Record::Kind::no_values: return "no_values";
        case Record::Kind::missing: return "missing";
    }
    return {};
}

class Trace {
public:
    Trace(EmitJson& emit, Report& report, Subject& subject, const Judged& judged)
        : emit_(emit), report_(report), subject_(subject), judged_(judged) {}

    void rule(const RuleOutcome& outcome) {
        emit_.begin_map();
        text("name", rule_name(report_.text, judged_, *outcome.rule));
        text("status", name(outcome.status));
        place("location", *judged_.program.file.source, judged_.program.file.source->line_column(outcome.rule->begin));
        // Of the outermost record, which is the rule itself, only what is under it.
        auto records = judged_.evaluation.records.subspan(outcome.first_record, outcome.records);
        if (!records.empty() && records[0].kind == Record::Kind::rule) records = records.subspan(1);
        checks(records);
        if (outcome.error) write_problems(emit_, {*outcome.error});
        emit_.end_map();
    }

private:
    void text(std::string_view key, std::string_view value) {
        emit_.key(key);
        emit_.string(value);
    }

    void place(std::string_view key, const base::Source& source, const base::LineColumn& at) {
        emit_.key(key);
        emit_.begin_map();
        text("file", source.name());
        emit_.key("line");
        emit_.number(at.line);
        emit_.key("column");
        emit_.number(at.column);
        emit_.end_map();
    }

    void checks(std::span<const Record> records) {
        emit_.key("checks");
        emit_.begin_list();
        for (std::size_t i = 0; i < records.size(); i += records[i].size + std::size_t{1})
            check(records[i], records.subspan(i + 1, records[i].size));
        emit_.end_list();
    }

    void check(const Record& record, std::span<const Record> under) {
        emit_.begin_map();
        text("kind", kind_name(record.kind));
        text("status", name(record.status));
        if (record.rule != nullptr) text("rule", record.rule->name);
        if (record.clause != nullptr) {
            report_.text.clear();
            append_clause(report_.text, judged_.program, *record.clause);
            text("clause", report_.text);
            const base::Source& source = *judged_.program.file.source;
            place("location", source, source.line_column(record.clause->begin));
        }
        if (!record.message.empty()) text("message", record.message);
        if (record.clause != nullptr) {
            report_.text.clear();
            append_record(report_.text, record, subject_.locator);
            text("reason", report_.text);
        }
        compared(record);
        if (record.kind <= Record::Kind::disjunction) checks(under);
        emit_.end_map();
    }

    void compared(const Record& record) {
        if (record.kind != Record::Kind::clause && record.kind != Record::Kind::missing) return;
        if (record.kind == Record::Kind::clause) {
            text("operator", operator_name(record.clause->comparison.op));
            emit_.key("negated");
            emit_.boolean(negated(*record.clause));
        }
        emit_.key("found");
        result(record.from);
        if (record.to.empty()) return;
        emit_.key("expected");
        emit_.begin_list();
        for (const QueryResult& each : record.to) result(each);
        emit_.end_list();
    }

    void result(const QueryResult& result) {
        const bool missing = result.kind == QueryResult::Kind::unresolved;
        const bool unknown = result.kind == QueryResult::Kind::unknown || result.value.is_unknown();
        emit_.begin_map();
        text("kind", missing ? "missing" : unknown ? "unknown" : "value");
        report_.path.clear();
        if (result.kind != QueryResult::Kind::literal && subject_.locator.path(report_.path, result.value, true))
            text("path", report_.path);
        if (const auto at = subject_.locator.place(result.value)) place("location", *at->source, at->at);
        if (missing) {
            report_.text.clear();
            append_query(report_.text, *result.query, result.part);
            text("query", report_.text);
            report_.text.clear();
            append_reason(report_.text, result);
            text("reason", report_.text);
        } else if (unknown) {
            text("reason", result.value.is_unknown() ? result.value.as_unknown().reason : std::string_view());
        } else {
            emit_.key("value");
            emit_.value(result.value);
        }
        emit_.end_map();
    }

    EmitJson& emit_;
    Report& report_;
    Subject& subject_;
    const Judged& judged_;
};

void begin(Report& report) { report.out += "{\n  \"format\": \"vouch-guard-1\",\n  \"documents\": ["; }

void judged(Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    EmitJson emit(report.failures, kRuleDepth, report.failures.empty());
    Trace trace(emit, report, subject, judged);
    for (const RuleOutcome& each : judged.evaluation.rules) trace.rule(each);
}

void write_document(Report& report, Subject& subject) {
    EmitJson emit(report.out, 2, report.documents == 1);
    emit.begin_map();
    emit.key("name");
    emit.string(subject.name);
    emit.key("status");
    emit.string(name(outcome(report, subject)));
    emit.key("rules");
    emit.list_of(report.failures);
    write_problems(emit, subject.problems);
    emit.end_map();
}

void end(Report& report, const Problems& problems) {
    report.out += report.documents > 0 ? "\n  ]," : "],";
    EmitJson emit(report.out, 1, true);
    write_problems(emit, problems);
    report.out += "\n}\n";
}

}  // namespace

extern const Format vouch_json_format;
constinit const Format vouch_json_format{
    .name = "vouch-json", .begin = begin, .begin_document = start, .judged = judged, .end_document = write_document, .end = end};

}  // namespace vouch::guard::report
