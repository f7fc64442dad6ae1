// SPDX-License-Identifier: Apache-2.0
// Failures are collected while rule files are judged; the outcome of the document goes on top when it is known. Tested by
// tests/guard.
#include "guard/report/console.h"

#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/report/words.h"

namespace vouch::guard::report {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

// `text` line by line, each behind `indent`, without the blanks around it.
void append_lines(std::string& out, std::string_view text, std::string_view indent) {
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        const std::string_view line = trimmed(text.substr(0, end));
        if (!line.empty()) {
            out += indent;
            out += base::escape(line);
            out += '\n';
        }
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
}

void append_at(std::string& out, const base::Source& source, const base::LineColumn& at) {
    fmt::format_to(std::back_inserter(out), "{}:{}:{}", base::escape(source.name()), at.line, at.column);
}

class Checks {
public:
    Checks(Report& report, Subject& subject, const Judged& judged) : report_(report), subject_(subject), judged_(judged) {}

    // Disjunctions indent what is under them by one step. Their depth is bounded by that of the rules.
    void write(std::span<const Record> records, std::size_t level) {
        for (std::size_t i = 0; i < records.size(); i += records[i].size + std::size_t{1}) {
            const Record& record = records[i];
            const auto under = records.subspan(i + 1, record.size);
            const std::string indent(2 * level, ' ');
            if (record.kind == Record::Kind::rule) {
                if (level > 1) out() += fmt::format("{}rule {}\n", indent, base::escape(record.rule->name));
                append_lines(out(), record.message, indent + "  ");
                write(under, level + (level > 1 ? 1 : 0));
            } else if (record.kind == Record::Kind::disjunction) {
                out() += indent + "none of these holds:\n";
                write(under, level + 1);
            } else {
                check(record, indent);
            }
        }
    }

private:
    std::string& out() { return report_.failures; }

    void check(const Record& record, const std::string& indent) {
        report_.text.clear();
        append_record(report_.text, record, subject_.locator, Positions::leave_out);
        out() += indent + "- " + base::escape(report_.text) + "\n";
        append_lines(out(), record.message, indent + "    ");
        out() += indent + "    ";
        const QueryResult* stands = &record.from;
        const auto place = subject_.locator.place(stands->value);
        if (place) {
            out() += "at ";
            append_at(out(), *place->source, place->at);
            out() += ", ";
        }
        report_.text.clear();
        append_clause(report_.text, judged_.program, *record.clause);
        const base::Source& rules = *judged_.program.file.source;
        const auto at = rules.line_column(record.clause->begin);
        out() += fmt::format("by {}:{}:{}: {}\n", base::escape(judged_.rules), at.line, at.column, base::escape(report_.text));
    }

    Report& report_;
    Subject& subject_;
    const Judged& judged_;
};

void append_rule(std::string& out, Status status, std::string_view rule, const Judged& judged, const Rule& at) {
    const auto place = judged.program.file.source->line_column(at.begin);
    out += fmt::format("  {:<5} {} ({}:{})\n", name(status), base::escape(rule), base::escape(judged.rules), place.line);
}

bool shown(const Shown& wanted, Status status) {
    if (status == Status::pass) return wanted.pass;
    return status == Status::skip ? wanted.skip : wanted.fail || status == Status::broken;
}

}  // namespace

void console_judged(Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    for (const RuleOutcome& each : judged.evaluation.rules) {
        report.failed_rules += each.status == Status::fail;
        const bool trace = each.status == Status::fail && report.settings.details;
        if (!report.settings.verbose && !shown(report.settings.shown, each.status)) continue;
        const std::string_view rule = rule_name(report.path, judged, *each.rule);
        append_rule(report.failures, each.status, rule, judged, *each.rule);
        if (each.error) report.failures += "    " + base::escape(each.error->message) + "\n";
        if (trace) Checks(report, subject, judged).write(judged.evaluation.records.subspan(each.first_record, each.records), 1);
    }
}

void console_document(Report& report, Subject& subject) {
    if (!report.settings.shown.any() && !report.settings.verbose) return;
    if (!report.settings.details && report.failures.empty()) return;
    const Status status = outcome(report, subject);
    report.out += fmt::format("{}: {}", base::escape(subject.shown), name(status));
    report.out +=
        fmt::format(" ({} failed, {} passed, {} did not apply)\n", report.failed_rules, report.passed.size(), report.skipped.size());
    for (const base::Error& each : subject.problems) report.out += fmt::format("  ERROR {}\n", base::escape(base::render(each)));
    report.out += report.failures;
}

}  // namespace vouch::guard::report
