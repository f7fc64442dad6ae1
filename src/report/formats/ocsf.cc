// SPDX-License-Identifier: Apache-2.0
// OCSF 1.5.0: an event of class Compliance Finding (2003) a line, for each verdict but what does not apply, with the cloud profile and the
// API calls as evidence. 1.5.0 is the release that the consumers we know of read whose findings have both resources and evidences. Tested
// by audit_test.cc and, against the schema, by tests/check/exports_test.py.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "report/cloud_place.h"
#include "report/fingerprint.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::CallMade;
using model::Control;
using model::Finding;
using model::Verdict;

namespace {

constexpr std::size_t kMostEvidence = 20;  // calls of a finding

struct Grade {
    std::int64_t id;
    std::string_view caption;
};
constexpr std::array<Grade, 4> kGrades{{{2, "Low"}, {3, "Medium"}, {4, "High"}, {5, "Critical"}}};  // in the order of model::Severity
constexpr Grade kInformational{1, "Informational"};

// In the order of model::Verdict: how the resource stands, and what is to be done about the finding.
struct State {
    Grade compliance;
    Grade finding;
};
constexpr std::array<State, model::kVerdicts> kStates{{{{1, "Pass"}, {4, "Resolved"}},
                                                       {{3, "Fail"}, {1, "New"}},
                                                       {{2, "Warning"}, {1, "New"}},
                                                       {{0, "Unknown"}, {0, "Unknown"}},
                                                       {{3, "Fail"}, {3, "Suppressed"}}}};

class OcsfView {
public:
    OcsfView(std::string& out, const Report& report)
        : report_(report), json_(out, JsonWriter::Layout::one_line), time_(milliseconds(report.time)) {}

    void show(const Finding& finding) {
        const Control& control = report_.controls[finding.control];
        const CloudPlace place = cloud_place(unit_of(report_, finding));
        const State& state = kStates[static_cast<std::size_t>(finding.verdict)];
        json_.open_map();
        kind(finding.verdict == Verdict::pass ? kInformational : kGrades[static_cast<std::size_t>(control.severity)], state.finding);
        json_.member("message", told(finding));
        metadata(control.id);
        cloud(place);
        info(fingerprint(report_, finding), control.title, control.rationale);
        compliance(control, state.compliance, why(report_, finding));
        resource(finding, place);
        remediation(control);
        evidences(finding);
        json_.close();
    }

    // What could not be read or evaluated: a check without a result. It is about no resource.
    void show(const base::Error& error) {
        const std::string_view code = base::row(error.code).id;
        const std::string place = error.where ? base::to_string(*error.where) + ": " : std::string();
        json_.open_map();
        kind(kGrades[2], kStates[static_cast<std::size_t>(Verdict::unverified)].finding);
        json_.member("message", place + report::told(error));
        metadata(code);
        cloud(report_.inventory.units.empty() ? cloud_place(model::Unit()) : cloud_place(*report_.inventory.units.front()));
        info(base::sha256_hex(fmt::format("{}\n{}\n{}", code, place, error.message)).value_or(std::string()), "not read or evaluated", {});
        Control none;
        none.id = code;
        compliance(none, kStates[static_cast<std::size_t>(Verdict::unverified)].compliance, "not read or evaluated: " + error.message);
        json_.close();
    }

private:
    void number(std::string_view name, std::int64_t value) { json_.key(name), json_.number(value); }
    void grade(std::string_view id, std::string_view name, const Grade& grade) { number(id, grade.id), json_.member(name, grade.caption); }
    void open(std::string_view name) { json_.key(name), json_.open_map(); }

    std::string told(const Finding& finding) const {
        const std::string text = why(report_, finding);
        const std::string what =
            resource_name(resource_of(report_, finding)) + ": " + (text.empty() ? report_.controls[finding.control].title : text);
        return finding.verdict == Verdict::suppressed ? what + "; " + accepted(finding) : what;
    }

    void kind(const Grade& severity, const Grade& status) {
        number("activity_id", 1);
        json_.member("activity_name", "Create");
        number("category_uid", 2);
        json_.member("category_name", "Findings");
        number("class_uid", 2003);
        json_.member("class_name", "Compliance Finding");
        number("type_uid", 200301);
        json_.member("type_name", "Compliance Finding: Create");
        number("time", time_);
        grade("severity_id", "severity", severity);
        grade("status_id", "status", status);
    }

    void metadata(std::string_view code) {
        open("metadata");
        json_.member("version", "1.5.0");
        json_.member("profiles", std::vector<std::string>{"cloud"});
        open("product");
        json_.member("name", "vouch");
        json_.member("vendor_name", "vouch");
        json_.member("version", report_.version);
        json_.close();
        json_.member("event_code", code);
        if (report_.audit != nullptr) json_.optional("correlation_uid", report_.audit->run);
        json_.close();
    }

    void cloud(const CloudPlace& place) {
        open("cloud");
        json_.member("provider", "AWS");
        json_.member("region", place.region);
        json_.member("cloud_partition", place.partition);
        open("account");
        json_.member("uid", place.account);
        json_.member("type", "AWS Account");
        number("type_id", 10);
        json_.close();
        json_.close();
    }

    void info(std::string_view uid, std::string_view title, std::string_view rationale) {
        open("finding_info");
        json_.member("uid", uid);
        json_.member("title", title);
        json_.optional("desc", rationale);
        json_.member("types", std::vector<std::string>{"Software and Configuration Checks"});
        number("created_time", time_);
        json_.close();
    }

    void compliance(const Control& control, const Grade& status, std::string_view detail) {
        std::vector<std::string> standards;
        std::vector<std::string> requirements;
        if (!control.criteria.empty()) standards.emplace_back("SOC 2");
        for (const std::string& each : control.criteria) requirements.push_back("SOC 2 " + each);
        if (!control.iso27001.empty()) standards.emplace_back("ISO 27001:2022");
        for (const std::string& each : control.iso27001) requirements.push_back("ISO 27001:2022 " + each);
        open("compliance");
        json_.member("control", control.id);
        json_.member("standards", standards);
        json_.member("requirements", requirements);
        grade("status_id", "status", status);
        json_.optional("status_detail", detail);
        json_.close();
    }

    void resource(const Finding& finding, const CloudPlace& place) {
        const model::Resource& resource = resource_of(report_, finding);
        json_.key("resources");
        json_.open_list();
        json_.open_map();
        json_.member("uid", resource.id);
        json_.member("name", resource_name(resource));
        json_.member("type", resource.type);
        json_.member("region", place.region);
        json_.member("cloud_partition", place.partition);
        json_.member("namespace", place_of(report_, finding).file);
        json_.close();
        json_.close();
    }

    void remediation(const Control& control) {
        if (control.fix.empty()) return;
        open("remediation");
        json_.member("desc", control.fix);
        if (!control.references.empty()) json_.member("references", control.references);
        json_.close();
    }

    void evidences(const Finding& finding) {
        Calls calls = calls_of(report_, finding);
        if (calls.empty()) return;
        if (calls.size() > kMostEvidence) calls.resize(kMostEvidence);
        json_.key("evidences");
        json_.open_list();
        for (const CallMade* call : calls) evidence(*call);
        json_.close();
    }

    void evidence(const CallMade& call) {
        json_.open_map();
        open("api");
        json_.member("operation", call.question.operation);
        open("service");
        json_.member("name", call.question.service);
        json_.close();
        if (!call.request_id.empty()) {
            open("request");
            json_.member("uid", call.request_id);
            json_.close();
        }
        json_.close();
        open("data");
        json_.optional("region", call.question.region);
        json_.optional("input", call.question.input);
        json_.optional("time", moment(call.time));
        json_.close();
        json_.close();
    }

    const Report& report_;
    JsonWriter json_;
    std::int64_t time_;
};

void write_ocsf(std::string& out, const Report& report, const View&) {
    OcsfView view(out, report);
    for (const Finding& finding : report.assessment.findings)
        if (finding.verdict != Verdict::not_applicable) view.show(finding);
    for (const base::Error& error : report.problems) view.show(error);
}

}  // namespace

extern const Format ocsf_format;
constinit const Format ocsf_format{
    .name = "ocsf", .summary = "OCSF 1.5 compliance findings, one a line, for security data lakes", .write = write_ocsf};

}  // namespace vouch::report
