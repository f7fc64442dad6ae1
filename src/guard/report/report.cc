// SPDX-License-Identifier: Apache-2.0
// What the formats share.
#include "guard/report/report.h"

#include <algorithm>

namespace vouch::guard::report {

const Format* find_format(std::string_view name) {
    const auto rows = formats();
    const auto found = std::ranges::find(rows, name, [](const Format* each) { return each->name; });
    return found == rows.end() ? nullptr : *found;
}

std::string_view rule_name(std::string& scratch, const Judged& judged, const Rule& rule) {
    const bool outside_rules = !judged.program.file.rules.empty() && &rule == judged.program.file.rules.data() && rule.name == "default";
    if (!outside_rules) return rule.name;
    scratch.assign(judged.rules);
    scratch += "/default";
    return scratch;
}

void start(Report& report, Subject& subject) {
    report.failures.clear();
    report.open = false;
    report.passed.clear();
    report.skipped.clear();
    report.status = Status::skip;
    report.failed_rules = 0;
    report.failed_here = 0;
    report.errors_here = 0;
    report.seconds_here = 0;
    ++report.documents;
    report.names.push_back(subject.shown);
}

void account(Report& report, const Judged& judged) {
    ++report.tests;
    for (const RuleOutcome& each : judged.evaluation.rules) {
        report.status = worse(report.status, each.status);
        if (each.status == Status::pass) report.passed.emplace(rule_name(report.text, judged, *each.rule));
        if (each.status == Status::skip) report.skipped.emplace(rule_name(report.text, judged, *each.rule));
    }
    const Status status = judged.evaluation.status;
    report.failed_here += status == Status::fail;
    report.errors_here += status == Status::broken || status == Status::unknown;
}

Status outcome(const Report& report, const Subject& subject) {
    return subject.problems.empty() ? report.status : worse(report.status, Status::broken);
}

Status worse(Status a, Status b) {
    const auto rank = [](Status status) {
        switch (status) {
            case Status::fail: return 4;
            case Status::broken: return 3;
            case Status::unknown: return 2;
            case Status::pass: return 1;
            case Status::skip: return 0;
        }
        return 0;
    };
    return rank(a) >= rank(b) ? a : b;
}

}  // namespace vouch::guard::report
