// SPDX-License-Identifier: Apache-2.0
// One document of a structured report, for the formats json and yaml.
#pragma once

#include "guard/report/structured.h"

namespace vouch::guard::report {

// Appends the rules that failed to the list that `emit` is in, and counts the outcomes.
template <class Emit>
void add_failures(Emit& emit, Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    StructuredChecks<Emit> checks(emit, report, subject, judged);
    for (const RuleOutcome& each : judged.evaluation.rules)
        if (each.status == Status::fail) checks.write(judged.evaluation.records.subspan(each.first_record, each.records));
}

template <class Emit, class Names>
void write_names(Emit& emit, std::string_view key, const Names& names) {
    emit.key(key);
    emit.begin_list();
    for (const auto& each : names) emit.string(each);
    emit.end_list();
}

template <class Emit>
void write_problems(Emit& emit, const Problems& problems) {
    emit.key("errors");
    emit.begin_list();
    for (const base::Error& each : problems) {
        emit.begin_map();
        emit.key("code");
        emit.string(base::row(each.code).id);
        emit.key("message");
        emit.string(each.message);
        emit.key("location");
        each.where ? emit.string(base::to_string(*each.where)) : emit.null();
        write_names(emit, "context", each.context);
        emit.end_map();
    }
    emit.end_list();
}

template <class Emit>
void write_document(Emit& emit, Report& report, Subject& subject) {
    emit.begin_map();
    emit.key("name");
    emit.string(subject.name);
    emit.key("metadata");
    emit.begin_map();
    emit.end_map();
    emit.key("status");
    emit.string(name(outcome(report, subject)));
    emit.key("not_compliant");
    emit.list_of(report.failures);
    write_names(emit, "not_applicable", report.skipped);
    write_names(emit, "compliant", report.passed);
    if (!subject.problems.empty()) write_problems(emit, subject.problems);
    emit.end_map();
}

}  // namespace vouch::guard::report
