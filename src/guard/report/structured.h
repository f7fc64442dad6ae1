// SPDX-License-Identifier: Apache-2.0
// The report that cfn-guard calls structured, as JSON and as YAML: a list of documents, each with the names of the rules that
// passed (`compliant`) and that did not apply (`not_applicable`), and per rule that failed a tree of checks (`not_compliant`).
// Field names and nesting are cfn-guard's, so that what reads its reports reads ours; the texts within are our own. A
// document that could not be judged by every rule has status ERROR (unless a rule failed) and a list `errors`.
#pragma once

#include <span>

#include "guard/evaluate.h"
#include "guard/report/report.h"
#include "guard/report/words.h"

namespace vouch::guard::report {

// Whether cfn-guard lists what the clause compared with (`InResolved`) instead of giving one value (`Resolved`).
bool compares_with_many(const Record& record);

// The trees of `records` (one or several in preorder), each an element of the list that `emit` is in.
template <class Emit>
class StructuredChecks {
public:
    StructuredChecks(Emit& emit, Report& report, Subject& subject, const Judged& judged)
        : emit_(emit), report_(report), subject_(subject), judged_(judged) {}

    void write(std::span<const Record> records) {
        for (std::size_t i = 0; i < records.size(); i += records[i].size + std::size_t{1}) {
            one(records[i], records.subspan(i + 1, records[i].size));
            if (report_.drain) report_.drain();
        }
    }

private:
    void one(const Record& record, std::span<const Record> under) {
        emit_.begin_map();
        switch (record.kind) {
            case Record::Kind::rule: rule(record, under); break;
            case Record::Kind::disjunction:
                emit_.key("Disjunctions");
                emit_.begin_map();
                checks(under);
                emit_.end_map();
                break;
            case Record::Kind::missing: block(record); break;
            case Record::Kind::no_values: record.clause->kind == Clause::Kind::access ? clause(record) : block(record); break;
            case Record::Kind::clause:
            case Record::Kind::named_rule: clause(record); break;
        }
        emit_.end_map();
    }

    void checks(std::span<const Record> under) {
        emit_.key("checks");
        emit_.begin_list();
        write(under);
        emit_.end_list();
    }

    void rule(const Record& record, std::span<const Record> under) {
        emit_.key("Rule");
        emit_.begin_map();
        emit_.key("name");
        emit_.string(rule_name(report_.text, judged_, *record.rule));
        emit_.key("metadata");
        emit_.begin_map();
        emit_.end_map();
        emit_.key("messages");
        emit_.begin_map();
        emit_.key("custom_message");
        record.message.empty() ? emit_.null() : emit_.string(record.message);
        emit_.key("error_message");
        emit_.null();
        emit_.end_map();
        checks(under);
        emit_.end_map();
    }

    void context(const Record& record) {
        report_.text.clear();
        append_clause(report_.text, judged_.program, *record.clause);
        emit_.key("context");
        emit_.string(report_.text);
    }

    void messages(const Record& record) {
        report_.text.clear();
        append_record(report_.text, record, subject_.locator);
        emit_.key("messages");
        emit_.begin_map();
        emit_.key("custom_message");
        record.message.empty() && lists(record) ? emit_.null() : emit_.string(record.message);
        emit_.key("error_message");
        emit_.string(report_.text);
        emit_.end_map();
    }

    // Checks that list what they compared with have no custom message where others have an empty one, as in cfn-guard.
    static bool lists(const Record& record) {
        const bool values =
            record.kind == Record::Kind::clause && record.from.has_value() && !record.to.empty() && record.to[0].has_value();
        return values && compares_with_many(record);
    }

    void block(const Record& record) {
        emit_.key("Block");
        emit_.begin_map();
        context(record);
        messages(record);
        emit_.key("unresolved");
        record.kind == Record::Kind::missing&& record.from.query != nullptr ? unresolved(record.from) : emit_.null();
        emit_.end_map();
    }

    void clause(const Record& record) {
        const bool binary = record.kind == Record::Kind::clause && !is_unary(record.clause->comparison.op);
        emit_.key("Clause");
        emit_.begin_map();
        emit_.key(binary ? "Binary" : "Unary");
        emit_.begin_map();
        if (!binary) check(record);
        context(record);
        messages(record);
        if (binary) check(record);
        emit_.end_map();
        emit_.end_map();
    }

    void check(const Record& record) {
        emit_.key("check");
        emit_.begin_map();
        if (record.kind != Record::Kind::clause) {
            emit_.key("UnResolvedContext");
            report_.text.clear();
            if (record.kind == Record::Kind::named_rule) {
                report_.text += record.clause->name;
            } else {
                append_clause(report_.text, judged_.program, *record.clause);
            }
            emit_.string(report_.text);
        } else {
            compared(record);
        }
        emit_.end_map();
    }

    void compared(const Record& record) {
        const bool to_missing = !record.to.empty() && record.to[0].kind == QueryResult::Kind::unresolved;
        const bool from_missing = record.from.kind == QueryResult::Kind::unresolved;
        const bool many = lists(record);
        emit_.key(from_missing || to_missing ? "UnResolved" : many ? "InResolved" : "Resolved");
        emit_.begin_map();
        if (from_missing || to_missing) {
            emit_.key("value");
            unresolved(from_missing ? record.from : record.to[0]);
        } else if (is_unary(record.clause->comparison.op)) {
            emit_.key("value");
            value(record.from);
        } else {
            emit_.key("from");
            value(record.from);
            emit_.key("to");
            if (many) emit_.begin_list();
            for (const QueryResult& each : record.to) {
                if (each.has_value()) value(each);
                if (!many) break;
            }
            if (many) emit_.end_list();
        }
        emit_.key("comparison");
        emit_.begin_list();
        emit_.string(operator_name(record.clause->comparison.op));
        emit_.boolean(negated(*record.clause));
        emit_.end_list();
        emit_.end_map();
    }

    void value(const QueryResult& result) {
        report_.path.clear();
        if (result.kind != QueryResult::Kind::literal) subject_.locator.path(report_.path, result.value);
        emit_.begin_map();
        emit_.key("path");
        emit_.string(report_.path);
        emit_.key("value");
        emit_.value(result.value);
        emit_.end_map();
    }

    void unresolved(const QueryResult& missing) {
        emit_.begin_map();
        emit_.key("traversed_to");
        value(missing);
        report_.text.clear();
        append_query(report_.text, *missing.query, missing.part);
        emit_.key("remaining_query");
        emit_.string(report_.text);
        report_.text.clear();
        append_reason(report_.text, missing);
        emit_.key("reason");
        emit_.string(report_.text);
        emit_.end_map();
    }

    Emit& emit_;
    Report& report_;
    Subject& subject_;
    const Judged& judged_;
};

}  // namespace vouch::guard::report
