// SPDX-License-Identifier: Apache-2.0
// Tested through `vouch guard test` by tests/guard.
#include "cli/guard_case_report.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/report/emit_json.h"
#include "guard/report/emit_yaml.h"
#include "guard/report/xml.h"

namespace vouch::cli {
namespace {

std::string statuses(const CaseRule& rule) {
    std::string text;
    for (const guard::Status each : rule.evaluated) (text += text.empty() ? "" : ", ") += guard::name(each);
    return text;
}

bool failed(const CaseRule& rule) { return rule.expected && !rule.met; }

template <class Emit>
void write_rules(Emit& emit, std::string_view key, const Case& each, auto&& chosen, auto&& body) {
    emit.key(key);
    emit.begin_list();
    for (const CaseRule& rule : each.rules) {
        if (!chosen(rule)) continue;
        emit.begin_map();
        emit.key("name");
        emit.string(rule.name);
        body(rule);
        emit.end_map();
    }
    emit.end_list();
}

template <class Emit>
void write_case(Emit& emit, const Case& each) {
    emit.begin_map();
    emit.key("name");
    emit.string(each.name);
    write_rules(
        emit, "passed_rules", each, [](const CaseRule& rule) { return rule.expected && rule.met; },
        [&](const CaseRule& rule) {
            emit.key("evaluated");
            emit.string(guard::name(*rule.expected));
        });
    write_rules(emit, "failed_rules", each, failed, [&](const CaseRule& rule) {
        emit.key("expected");
        emit.string(guard::name(*rule.expected));
        emit.key("evaluated");
        emit.begin_list();
        for (const guard::Status status : rule.evaluated) emit.string(guard::name(status));
        emit.end_list();
    });
    write_rules(emit, "skipped_rules", each, [](const CaseRule& rule) { return !rule.expected; }, [](const CaseRule&) {});
    emit.end_map();
}

template <class Emit>
void write_files(Emit& emit, std::span<const TestedFile> files, bool as_list) {
    if (as_list) emit.begin_list();
    for (const TestedFile& file : files) {
        emit.begin_map();
        emit.key("rule_file");
        emit.string(file.path);
        if (!file.error.empty()) {
            emit.key("error");
            emit.string(file.error);
        }
        if (file.error.empty() || !file.cases.empty()) {
            emit.key("test_cases");
            emit.begin_list();
            for (const Case& each : file.cases) write_case(emit, each);
            emit.end_list();
        }
        emit.end_map();
    }
    if (as_list) emit.end_list();
}

std::string xml_text(std::string_view text) {
    std::string out;
    guard::report::append_xml(out, text);
    return out;
}

struct Totals {
    std::size_t tests = 0;
    std::size_t failures = 0;
    std::size_t errors = 0;
    double seconds = 0;
};

std::string junit_suite(const TestedFile& file, Totals& all) {
    Totals own;
    std::string cases;
    auto into = std::back_inserter(cases);
    for (const Case& each : file.cases) {
        own.seconds += each.seconds;
        for (const CaseRule& rule : each.rules) {
            if (!rule.expected) continue;
            ++own.tests;
            own.failures += failed(rule);
            fmt::format_to(into, "        <testcase id=\"{}\" name=\"{}\" time=\"{:.3f}\"", xml_text(each.name), xml_text(rule.name),
                           each.seconds);
            if (!failed(rule)) {
                cases += " status=\"pass\"/>\n";
                continue;
            }
            fmt::format_to(into, ">\n            <failure>expected {}, evaluated {}</failure>\n        </testcase>\n",
                           guard::name(*rule.expected), statuses(rule));
        }
    }
    if (!file.error.empty()) {
        ++own.tests;
        ++own.errors;
        fmt::format_to(
            into, "        <testcase name=\"{}\" time=\"0.000\" status=\"error\">\n            <error>{}</error>\n        </testcase>\n",
            xml_text(file.path), xml_text(file.error));
    }
    all.tests += own.tests;
    all.failures += own.failures;
    all.errors += own.errors;
    all.seconds += own.seconds;
    return fmt::format("    <testsuite name=\"{}\" errors=\"{}\" failures=\"{}\" time=\"{:.3f}\">\n{}    </testsuite>\n",
                       xml_text(file.path), own.errors, own.failures, own.seconds, cases);
}

std::string junit(std::span<const TestedFile> files) {
    Totals all;
    std::string suites;
    for (const TestedFile& file : files) suites += junit_suite(file, all);
    return fmt::format(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"vouch guard test\" tests=\"{}\" failures=\"{}\" errors=\"{}\" "
        "time=\"{:.3f}\">\n{}</testsuites>\n",
        all.tests, all.failures, all.errors, all.seconds, suites);
}

std::string console(std::span<const TestedFile> files, bool verbose) {
    std::string out;
    auto into = std::back_inserter(out);
    for (const TestedFile& file : files) {
        std::size_t expectations = 0;
        std::size_t unmet = 0;
        for (const Case& each : file.cases) {
            expectations +=
                static_cast<std::size_t>(std::ranges::count_if(each.rules, [](const CaseRule& rule) { return rule.expected.has_value(); }));
            unmet += static_cast<std::size_t>(std::ranges::count_if(each.rules, failed));
        }
        const std::string_view verdict = !file.error.empty() ? "ERROR" : unmet > 0 ? "FAIL" : "PASS";
        fmt::format_to(into, "{}: {} ({} cases, {} of {} expectations met)\n", base::escape(file.path), verdict, file.cases.size(),
                       expectations - unmet, expectations);
        for (std::size_t i = 0; i < file.cases.size(); ++i) {
            const Case& each = file.cases[i];
            if (!verbose && std::ranges::none_of(each.rules, failed)) continue;
            fmt::format_to(into, "  case {}: {}\n", i + 1, base::escape(each.name));
            for (const CaseRule& rule : each.rules) {
                const std::string name = base::escape(rule.name);
                if (failed(rule)) {
                    fmt::format_to(into, "    FAIL  {}: expected {}, evaluated {}\n", name, guard::name(*rule.expected), statuses(rule));
                } else if (verbose) {
                    fmt::format_to(into, "    {}  {}: {}\n", rule.expected ? "PASS" : "    ", name,
                                   statuses(rule) + (rule.expected ? "" : ", nothing expected"));
                }
            }
        }
    }
    return out;
}

}  // namespace

std::string write_cases(std::span<const TestedFile> files, std::string_view format, bool as_list, bool verbose) {
    if (format == "junit") return junit(files);
    if (format == "single-line-summary") return console(files, verbose);
    std::string out;
    if (format == "json") {
        guard::report::EmitJson emit(out);
        write_files(emit, files, as_list);
        out += '\n';
    } else {
        guard::report::EmitYaml emit(out);
        write_files(emit, files, as_list);
    }
    return out;
}

}  // namespace vouch::cli
