// SPDX-License-Identifier: Apache-2.0
// AWS Security Finding Format: a line is the input of one BatchImportFindings call, at most 100 findings of one account and region, each
// far below 240 KB because every field is cut to the length that the format gives it. Tested by audit_test.cc and, against Security Hub's
// model, by tests/check/exports_test.py.
#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "report/asff_types.h"
#include "report/cloud_place.h"
#include "report/fingerprint.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::Control;
using model::Finding;
using model::Verdict;

namespace {

constexpr std::size_t kBatch = 100;
constexpr std::size_t kRequirements = 32;

// Most bytes of fields.
constexpr std::size_t kTitle = 256, kDescription = 1024, kId = 512, kShort = 512, kRequirement = 64, kField = 2048;

constexpr std::array<std::string_view, 4> kLabels{"LOW", "MEDIUM", "HIGH", "CRITICAL"};  // in the order of model::Severity

std::string_view status_of(const Finding& finding) {
    if (finding.verdict == Verdict::pass) return "PASSED";
    if (finding.verdict != Verdict::unverified) return "FAILED";
    return finding.error ? "NOT_AVAILABLE" : "WARNING";
}

std::string_view workflow_of(Verdict verdict) {
    if (verdict == Verdict::suppressed) return "SUPPRESSED";
    return verdict == Verdict::pass ? "RESOLVED" : "NEW";
}

class AsffView {
public:
    AsffView(std::string& out, const Report& report) : report_(report), json_(out, JsonWriter::Layout::one_line) {
        time_ = report.time.empty() ? std::string("1970-01-01T00:00:00.000Z") : std::string(report.time);
    }

    void write() {
        // One call takes findings of the account and region that it is made in.
        std::map<std::tuple<std::string, std::string>, std::vector<const Finding*>> places;
        for (const Finding& finding : report_.assessment.findings) {
            if (finding.verdict == Verdict::not_applicable) continue;
            CloudPlace place = cloud_place(unit_of(report_, finding));
            places[{std::move(place.account), std::move(place.region)}].push_back(&finding);
        }
        for (const auto& [place, findings] : places)
            for (std::size_t at = 0; at < findings.size(); at += kBatch) batch(findings, at, std::min(findings.size(), at + kBatch));
        for (const base::Error& error : report_.problems) problem(error);
    }

private:
    void batch(const std::vector<const Finding*>& findings, std::size_t begin, std::size_t end) {
        json_.open_map();
        json_.key("Findings");
        json_.open_list();
        for (std::size_t i = begin; i < end; ++i) show(*findings[i]);
        json_.close();
        json_.close();
    }

    // What could not be read or evaluated, as a finding about the account: a check without a result. They are few: each is a batch.
    void problem(const base::Error& error) {
        const CloudPlace place =
            report_.inventory.units.empty() ? cloud_place(model::Unit()) : cloud_place(*report_.inventory.units.front());
        const std::string text = (error.where ? base::to_string(*error.where) + ": " : std::string()) + told(error);
        json_.open_map();
        json_.key("Findings");
        json_.open_list();
        json_.open_map();
        identity("vouch/" + base::sha256_hex(text).value_or(std::string()), base::row(error.code).id, place);
        open("Severity");
        json_.member("Label", "HIGH");
        json_.close();
        json_.member("Title", "not read or evaluated");
        json_.member("Description", limited(text, kDescription));
        resource("Other", "AWS::::Account:" + place.account, place);
        open("Compliance");
        json_.member("Status", "NOT_AVAILABLE");
        reason("VOUCH_NOT_EVALUATED", text);
        json_.close();
        open("Workflow");
        json_.member("Status", "NEW");
        json_.close();
        json_.member("RecordState", "ACTIVE");
        json_.close();
        json_.close();
        json_.close();
    }

    void identity(std::string_view id, std::string_view generator, const CloudPlace& place) {
        json_.member("SchemaVersion", "2018-10-08");
        json_.member("Id", id);
        json_.member("ProductArn", fmt::format("arn:{}:securityhub:{}:{}:product/{}/default", place.partition, place.region, place.account,
                                               place.account));
        json_.member("GeneratorId", limited(fmt::format("vouch/{}", generator), kId));
        json_.member("AwsAccountId", place.account);
        json_.member("CreatedAt", time_);
        json_.member("UpdatedAt", time_);
    }

    void open(std::string_view name) { json_.key(name), json_.open_map(); }

    void show(const Finding& finding) {
        const Control& control = report_.controls[finding.control];
        const CloudPlace place = cloud_place(unit_of(report_, finding));
        json_.open_map();
        identity("vouch/" + fingerprint(report_, finding), control.id, place);
        const std::vector<std::string> types{"Software and Configuration Checks/Industry and Regulatory Standards/SOC 2"};
        json_.member("Types", types);
        severity(finding, control);
        json_.member("Title", limited(control.title, kTitle));
        json_.member("Description", limited(description(finding, control), kDescription));
        remediation(control);
        fields(finding);
        resource(asff_type(resource_of(report_, finding).type), resource_of(report_, finding).id, place);
        compliance(finding, control);
        open("Workflow");
        json_.member("Status", workflow_of(finding.verdict));
        json_.close();
        json_.member("RecordState", "ACTIVE");
        if (finding.verdict == Verdict::suppressed) note(finding);
        open("FindingProviderFields");
        severity(finding, control);
        json_.member("Types", types);
        json_.close();
        json_.close();
    }

    std::string description(const Finding& finding, const Control& control) const {
        const std::string text = why(report_, finding);
        return resource_name(resource_of(report_, finding)) + ": " + (text.empty() ? control.title : text);
    }

    void severity(const Finding& finding, const Control& control) {
        open("Severity");
        json_.member("Label", finding.verdict == Verdict::pass ? std::string_view("INFORMATIONAL")
                                                               : kLabels[static_cast<std::size_t>(control.severity)]);
        json_.member("Original", model::name(control.severity));
        json_.close();
    }

    void remediation(const Control& control) {
        if (control.fix.empty()) return;
        open("Remediation");
        open("Recommendation");
        json_.member("Text", limited(control.fix, kShort));
        if (!control.references.empty() && control.references.front().size() <= kShort) json_.member("Url", control.references.front());
        json_.close();
        json_.close();
    }

    // The call that gave the value, or what to grant.
    void fields(const Finding& finding) {
        const Calls calls = calls_of(report_, finding);
        const auto all = distinct(finding);
        open("ProductFields");
        json_.member("vouch/version", limited(report_.version, kField));
        if (report_.audit != nullptr && !report_.audit->run.empty()) json_.member("vouch/run", limited(report_.audit->run, kField));
        if (!calls.empty()) {
            const model::CallMade& call = *calls.back();
            json_.member("vouch/call", limited(operation_of(call), kField));
            if (!call.question.region.empty()) json_.member("vouch/call/region", limited(call.question.region, kField));
            if (!call.question.input.empty()) json_.member("vouch/call/input", limited(call.question.input, kField));
            if (!call.request_id.empty()) json_.member("vouch/call/request-id", limited(call.request_id, kField));
            if (call.time > 0) json_.member("vouch/call/time", moment(call.time));
        }
        if (!all.empty() && !all.front()->action.empty()) json_.member("vouch/grant", limited(all.front()->action, kField));
        json_.close();
    }

    void resource(std::string_view type, std::string_view id, const CloudPlace& place) {
        json_.key("Resources");
        json_.open_list();
        json_.open_map();
        json_.member("Type", type);
        json_.member("Id", limited(id, kId));
        json_.member("Partition", place.partition);
        json_.member("Region", place.region);
        json_.close();
        json_.close();
    }

    void compliance(const Finding& finding, const Control& control) {
        std::vector<std::string> requirements;
        for (const std::string& each : control.criteria) requirements.push_back(limited("SOC 2 " + each, kRequirement));
        for (const std::string& each : control.iso27001) requirements.push_back(limited("ISO 27001:2022 " + each, kRequirement));
        if (requirements.size() > kRequirements) requirements.resize(kRequirements);
        open("Compliance");
        json_.member("Status", status_of(finding));
        json_.member("SecurityControlId", limited(control.id, kRequirement));
        if (!requirements.empty()) json_.member("RelatedRequirements", requirements);
        standards(control);
        if (finding.verdict == Verdict::unverified)
            reason(finding.error ? "VOUCH_NOT_EVALUATED" : "VOUCH_NOT_VERIFIED", why(report_, finding));
        json_.close();
    }

    void standards(const Control& control) {
        json_.key("AssociatedStandards");
        json_.open_list();
        if (!control.criteria.empty()) standard("standards/soc-2/v/2017");
        if (!control.iso27001.empty()) standard("standards/iso-27001/v/2022");
        json_.close();
    }

    void standard(std::string_view id) {
        json_.open_map();
        json_.member("StandardsId", id);
        json_.close();
    }

    void reason(std::string_view code, std::string_view text) {
        json_.key("StatusReasons");
        json_.open_list();
        json_.open_map();
        json_.member("ReasonCode", code);
        json_.member("Description", limited(text, kDescription));
        json_.close();
        json_.close();
    }

    void note(const Finding& finding) {
        open("Note");
        json_.member("Text", limited(accepted(finding), kShort));
        json_.member("UpdatedBy", limited(finding.suppression ? finding.suppression->owner : std::string(), kShort));
        json_.member("UpdatedAt", time_);
        json_.close();
    }

    const Report& report_;
    JsonWriter json_;
    std::string time_;
};

void write_asff(std::string& out, const Report& report, const View&) { AsffView(out, report).write(); }

}  // namespace

extern const Format asff_format;
constinit const Format asff_format{
    .name = "asff", .summary = "AWS Security Hub findings: inputs of BatchImportFindings, one a line", .write = write_asff};

}  // namespace vouch::report
