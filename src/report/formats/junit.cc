// SPDX-License-Identifier: Apache-2.0
// JUnit XML: a test suite for each template, a test case for each control and resource. What failed is a failure, what could not be
// verified an error, what was accepted or does not apply is skipped. What could not be read or evaluated is a suite of its own.
// Tested by tests/check/formats_test.py.
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/format.h"
#include "report/groups.h"
#include "report/markup.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::Counts;
using model::Finding;
using model::Verdict;

namespace {

class JunitView {
public:
    JunitView(std::string& out, const Report& report) : out_(out), report_(report) {}

    void write() {
        const Counts& counts = report_.assessment.counts;
        out_ += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
        out_ += fmt::format("<testsuites name=\"vouch {}\"{}", report_.audit == nullptr ? "check" : "audit",
                            numbers(counts, report_.problems.size()));
        if (report_.seconds) out_ += fmt::format(" time=\"{:.3f}\"", *report_.seconds);
        out_ += ">\n";
        suites();
        problems();
        out_ += "</testsuites>\n";
    }

private:
    static std::string numbers(const Counts& counts, std::size_t problems) {
        std::size_t tests = problems;
        for (const std::size_t count : counts.by_verdict) tests += count;
        return fmt::format(" tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", tests, counts.of(Verdict::fail),
                           counts.of(Verdict::unverified) + problems, counts.of(Verdict::suppressed) + counts.of(Verdict::not_applicable));
    }

    void open_suite(std::string_view name, const Counts& counts, std::size_t problems) {
        out_ += fmt::format("  <testsuite name=\"{}\"{}", markup(name), numbers(counts, problems));
        // The form without fraction and zone is the one that readers of JUnit know.
        if (report_.time.size() >= 19) out_ += fmt::format(" timestamp=\"{}\"", report_.time.substr(0, 19));
        out_ += ">\n";
    }

    void suites() {
        const auto& units = report_.inventory.units;
        std::vector<Counts> counts(units.size());
        for (const Finding& finding : report_.assessment.findings) counts[finding.unit].add(finding.verdict);
        auto next = report_.assessment.findings.begin();
        for (std::size_t i = 0; i < units.size(); ++i) {
            open_suite(units[i]->name, counts[i], 0);
            for (; next != report_.assessment.findings.end() && next->unit == i; ++next) test_case(*next);
            out_ += "  </testsuite>\n";
        }
    }

    void test_case(const Finding& finding) {
        const model::Control& control = report_.controls[finding.control];
        const base::Location where = place_of(report_, finding);
        out_ += fmt::format("    <testcase classname=\"{}\" name=\"{}\" file=\"{}\"", markup(control.id),
                            markup(resource_name(resource_of(report_, finding))), markup(where.file));
        if (report_.audit == nullptr) out_ += fmt::format(" line=\"{}\"", where.line);
        if (finding.verdict == Verdict::pass) {
            out_ += "/>\n";
            return;
        }
        out_ += ">\n";
        verdict(finding, control, where);
        out_ += "    </testcase>\n";
    }

    void verdict(const Finding& finding, const model::Control& control, const base::Location& where) {
        if (finding.verdict == Verdict::not_applicable) {
            out_ += "      <skipped message=\"not applicable\"/>\n";
        } else if (finding.verdict == Verdict::suppressed) {
            out_ += fmt::format("      <skipped message=\"{}\"/>\n", markup(accepted(finding) + "; " + why(report_, finding)));
        } else {
            const bool failed = finding.verdict == Verdict::fail;
            const std::string_view element = failed ? "failure" : "error";
            const std::string message = markup(why(report_, finding));
            out_ += fmt::format("      <{} type=\"{}\" message=\"{}\">{}: {}\n{} ({})", element,
                                failed ? model::name(control.severity) : std::string_view("unverified"), message,
                                markup(base::to_string(where)), message, markup(control.title), model::name(control.severity));
            if (failed && !control.fix.empty()) out_ += "\nfix: " + markup(control.fix);
            out_ += fmt::format("</{}>\n", element);
        }
    }

    void problems() {
        if (report_.problems.empty()) return;
        open_suite("not read or evaluated", {}, report_.problems.size());
        for (const base::Error& error : report_.problems) {
            const std::string place = error.where ? base::to_string(*error.where) : std::string("vouch");
            out_ += fmt::format("    <testcase classname=\"{}\" name=\"{}\">\n      <error type=\"{}\" message=\"{}\"/>\n    </testcase>\n",
                                base::row(error.code).id, markup(place), base::row(error.code).id, markup(told(error)));
        }
        out_ += "  </testsuite>\n";
    }

    std::string& out_;
    const Report& report_;
};

void write_junit(std::string& out, const Report& report, const View&) { JunitView(out, report).write(); }

}  // namespace

extern const Format junit_format;
constinit const Format junit_format{.name = "junit", .summary = "JUnit XML, for the test views of CI systems", .write = write_junit};

}  // namespace vouch::report
