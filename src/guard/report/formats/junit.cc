// SPDX-License-Identifier: Apache-2.0
// JUnit XML: a suite per document, a case per rule file; a case that failed names its rules and has the messages of their
// checks. Attributes are cfn-guard's, but times are seconds, as readers of JUnit expect.
#include <iterator>

#include <fmt/format.h>

#include "guard/report/report.h"
#include "guard/report/words.h"
#include "guard/report/xml.h"

namespace vouch::guard::report {
namespace {

std::string quoted(std::string_view text) {
    std::string out;
    append_xml(out, text);
    return out;
}

void append_messages(Report& report, Subject& subject, const Judged& judged) {
    for (const Record& each : judged.evaluation.records) {
        for (const std::string_view said : {each.message, std::string_view()}) {
            report.text.clear();
            said.empty() ? append_record(report.text, each, subject.locator) : static_cast<void>(report.text = said);
            if (report.text.empty() || (said.empty() && each.kind <= Record::Kind::disjunction)) continue;
            append_xml(report.failures, report.text);
            report.failures += '\n';
        }
    }
}

void add_case(Report& report, Subject& subject, const Judged& judged) {
    account(report, judged);
    std::string failed;
    std::string broken;
    for (const RuleOutcome& each : judged.evaluation.rules) {
        const std::string_view rule = rule_name(report.text, judged, *each.rule);
        if (each.status == Status::fail) (failed += failed.empty() ? "" : ", ") += rule;
        if (each.error) (broken += broken.empty() ? "" : "\n") += std::string(rule) + ": " + base::render(*each.error);
    }
    auto into = std::back_inserter(report.failures);
    fmt::format_to(into, "        <testcase name=\"{}\" time=\"{:.3f}\"", quoted(judged.rules), judged.seconds);
    if (!broken.empty()) {
        fmt::format_to(into, " status=\"error\">\n            <error>{}</error>\n        </testcase>\n", quoted(broken));
    } else if (!failed.empty()) {
        fmt::format_to(into, ">\n            <failure message=\"{}\">", quoted(failed));
        append_messages(report, subject, judged);
        report.failures += "</failure>\n        </testcase>\n";
    } else if (judged.evaluation.status == Status::skip) {
        report.failures += " status=\"skip\">\n            <skipped/>\n        </testcase>\n";
    } else {
        report.failures += " status=\"pass\"/>\n";
    }
    report.seconds_here += judged.seconds;
}

// What kept the document from being judged at all, or by some rule file, is a case of its own.
void add_problems(Report& report, const Subject& subject) {
    for (const base::Error& each : subject.problems) {
        if (!each.context.empty()) continue;  // of a rule: its case has it
        const std::string name = each.where ? each.where->file : subject.shown;
        const std::string text = quoted(base::render(each));
        report.failures += fmt::format(
            "        <testcase name=\"{}\" time=\"0.000\" status=\"error\">\n            <error>{}</error>\n        </testcase>\n",
            quoted(name), text);
        ++report.errors_here;
        ++report.tests;
    }
}

void add_suite(Report& report, Subject& subject) {
    add_problems(report, subject);
    fmt::format_to(std::back_inserter(report.body), "    <testsuite name=\"{}\" errors=\"{}\" failures=\"{}\" time=\"{:.3f}\">\n",
                   quoted(subject.name), report.errors_here, report.failed_here, report.seconds_here);
    report.body += report.failures;
    report.body += "    </testsuite>\n";
    report.failed += report.failed_here;
    report.errors += report.errors_here;
    report.seconds += report.seconds_here;
}

void write_suites(Report& report, const Problems&) {
    fmt::format_to(std::back_inserter(report.out),
                   "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vouch guard validate\" tests=\"{}\" failures=\"{}\" "
                   "errors=\"{}\" time=\"{:.3f}\">\n",
                   report.tests, report.failed, report.errors, report.seconds);
    report.out += report.body;
    report.out += "</testsuites>\n";
}

}  // namespace

extern const Format junit_format;
constinit const Format junit_format{
    .name = "junit", .begin = nullptr, .begin_document = start, .judged = add_case, .end_document = add_suite, .end = write_suites};

}  // namespace vouch::guard::report
