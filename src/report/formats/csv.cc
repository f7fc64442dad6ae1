// SPDX-License-Identifier: Apache-2.0
// A row for each finding, with the columns that auditors ask for and a check of templates can fill (RFC 4180: comma, CR LF). Text that
// a spreadsheet would take for a formula is neutralised unless View::csv_raw is set. Tested by tests/check/formats_test.py.
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "report/fingerprint.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/markup.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;
using model::Reason;

namespace {

constexpr std::array<std::string_view, 33> kColumns{
    "run_time_utc",    "tool_version",    "status",           "severity",        "control_id",    "control_title", "control_sha256",
    "tsc_criteria",    "iso27001",        "checklist_rows",   "phase",           "stack",         "account_id",    "region",
    "resource_type",   "resource_id",     "resource_name",    "made_by_cdk",     "condition",     "file",          "line",
    "column",          "reason",          "property",         "actual",          "expected",      "fix",           "exception_reason",
    "exception_owner", "exception_until", "exception_source", "exception_place", "finding_sha256"};

// Of audits only, behind the others.
constexpr std::array<std::string_view, 6> kLiveColumns{"api_call",       "api_region",   "api_input",
                                                       "api_request_id", "api_time_utc", "grant_action"};

class CsvView {
public:
    CsvView(std::string& out, const Report& report, const View& view) : out_(out), report_(report), raw_(view.csv_raw) {
        for (const model::Control& control : report.controls)
            digests_.push_back(control.rules ? base::sha256_hex(control.rules->text()).value_or(std::string()) : std::string());
    }

    void write() {
        for (const std::string_view column : kColumns) cell(column);
        if (report_.audit != nullptr)
            for (const std::string_view column : kLiveColumns) cell(column);
        end();
        for (const Finding& finding : report_.assessment.findings) row(finding);
        for (const base::Error& error : report_.problems) row(error);
    }

private:
    void cell(std::string_view text) {
        if (cells_++ > 0) out_ += ',';
        out_ += csv_cell(text, raw_);
    }
    void number(std::size_t value) { cell(value > 0 ? fmt::format("{}", value) : std::string()); }
    void cells(std::initializer_list<std::string_view> texts) {
        for (const std::string_view text : texts) cell(text);
    }
    void end() {
        while (cells_ < kColumns.size() + (report_.audit != nullptr ? kLiveColumns.size() : 0)) cell({});
        out_ += "\r\n";
        cells_ = 0;
    }
    static std::string joined(const std::vector<std::string>& items) { return fmt::format("{}", fmt::join(items, " ")); }

    void row(const Finding& finding) {
        const model::Control& control = report_.controls[finding.control];
        const model::Unit& unit = unit_of(report_, finding);
        const model::Resource& resource = resource_of(report_, finding);
        const base::Location where = place_of(report_, finding);
        cells({report_.time, report_.version, model::name(finding.verdict), model::name(control.severity), control.id, control.title,
               digests_[finding.control], joined(control.criteria), joined(control.iso27001), joined(control.rows),
               model::name(control.phase)});
        cells({unit.name, unit.environment.account, unit.environment.region, resource.type, resource.id, resource_name(resource),
               resource.made_by_cdk ? "yes" : "no", resource.condition, where.file});
        number(where.line);
        number(where.column);
        cell(why(report_, finding));
        values(finding);
        cell(control.fix);
        const model::Suppression none;
        const model::Suppression& accepted = finding.suppression ? *finding.suppression : none;
        cells({accepted.reason, accepted.owner, accepted.until, accepted.source,
               accepted.where.file.empty() ? std::string() : base::to_string(accepted.where), fingerprint(report_, finding)});
        if (report_.audit != nullptr) origin(finding);
        end();
    }

    // The call that gave the value of the first reason; of a pass the last that the resource was made of.
    void origin(const Finding& finding) {
        const auto all = distinct(finding);
        const Calls calls = all.empty() ? calls_of(report_, finding) : calls_of(report_, finding, *all.front());
        const model::CallMade none;
        const model::CallMade& call = calls.empty() ? none : *calls.back();
        cells({calls.empty() ? std::string() : operation_of(call), call.question.region, call.question.input, call.request_id,
               moment(call.time), all.empty() ? std::string() : all.front()->action});
    }

    // Of the first reason: a cell holds one value.
    void values(const Finding& finding) {
        const auto all = distinct(finding);
        const Reason none;
        const Reason& first = all.empty() ? none : *all.front();
        const std::string wanted = first.expected.empty() ? first.relation : fmt::format("{} {}", first.relation, choices(first.expected));
        cells({property(first), first.found, wanted});
    }

    // What could not be read or evaluated is a row too, or it would be missed.
    void row(const base::Error& error) {
        cells({report_.time, report_.version, "error"});
        while (cells_ < 19) cell({});
        cell(error.where ? error.where->file : std::string());
        number(error.where ? error.where->line : 0);
        number(error.where ? error.where->column : 0);
        cell(told(error));
        end();
    }

    std::string& out_;
    const Report& report_;
    bool raw_;
    std::size_t cells_ = 0;  // written of this row
    std::vector<std::string> digests_;
};

void write_csv(std::string& out, const Report& report, const View& view) { CsvView(out, report, view).write(); }

}  // namespace

extern const Format csv_format;
constinit const Format csv_format{.name = "csv", .summary = "a row for each finding, for auditors and spreadsheets", .write = write_csv};

}  // namespace vouch::report
