// SPDX-License-Identifier: Apache-2.0
// One document of a structured report, for the formats json and yaml.
#pragma once

#include <utility>

#include "guard/report/structured.h"

namespace vouch::guard::report {

// What stands in front of the checks. The status is known once a rule has failed, so that everything behind it can leave the
// program while the rest is judged.
template <class Emit>
void open_document(Emit& emit, Report& report, const Subject& subject, Status status) {
    if (std::exchange(report.open, true)) return;
    emit.begin_map();
    emit.key("name");
    emit.string(subject.name);
    emit.key("metadata");
    emit.begin_map();
    emit.end_map();
    emit.key("status");
    emit.string(name(status));
    emit.key("not_compliant");
    emit.begin_list();
}

// Counts the outcomes and appends the rules that failed.
template <class Emit>
void add_failures(Emit& emit, Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    StructuredChecks<Emit> checks(emit, report, subject, judged);
    for (const RuleOutcome& each : judged.evaluation.rules) {
        if (each.status != Status::fail) continue;
        open_document(emit, report, subject, Status::fail);
        checks.write(judged.evaluation.records.subspan(each.first_record, each.records));
    }
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
void close_document(Emit& emit, Report& report, Subject& subject) {
    open_document(emit, report, subject, outcome(report, subject));
    emit.end_list();
    write_names(emit, "not_applicable", report.skipped);
    write_names(emit, "compliant", report.passed);
    if (!subject.problems.empty()) write_problems(emit, subject.problems);
    emit.end_map();
}

}  // namespace vouch::guard::report
