// SPDX-License-Identifier: Apache-2.0
// Everything, for programs. The shape is docs/schema/findings.schema.json, explained in docs/output-json.md; tests/check validates
// against it. Fields are only ever added; `format` changes when one must go.
#include <unordered_map>

#include "model/stack.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/provenance.h"

namespace vouch::report {

using model::CallMade;
using model::Counts;
using model::Finding;
using model::Reason;
using model::Verdict;

namespace {

class JsonView {
public:
    JsonView(std::string& out, const Report& report) : report_(report), json_(out) {}

    void write() {
        json_.open_map();
        json_.member("format", "vouch-findings/1");
        json_.key("tool");
        json_.open_map();
        json_.member("name", "vouch");
        json_.member("version", report_.version);
        json_.close();
        json_.key("exit_code");
        json_.number(report_.exit_code);
        summary();
        list("units", report_.inventory.units, [&](const model::UnitPtr& unit) { this->unit(*unit); });
        list("controls", report_.controls, [&](const model::Control& control) { this->control(control); });
        list("findings", report_.assessment.findings, [&](const Finding& finding) { this->finding(finding); });
        list("problems", report_.problems, [&](const base::Error& error) { this->error(error); });
        list("warnings", report_.warnings, [&](const base::Error& error) { this->error(error); });
        if (report_.audit != nullptr) live(*report_.audit);
        json_.close();
    }

private:
    template <class Items, class Visit>
    void list(std::string_view name, const Items& items, Visit visit) {
        json_.key(name);
        json_.open_list();
        for (const auto& item : items) visit(item);
        json_.close();
    }

    void counts(const Counts& counts) {
        for (const Verdict verdict : {Verdict::pass, Verdict::fail, Verdict::unverified, Verdict::not_applicable, Verdict::suppressed})
            json_.count(model::name(verdict), counts.of(verdict));
    }

    void summary() {
        json_.key("summary");
        json_.open_map();
        json_.count("units", report_.inventory.units.size());
        json_.count("resources", report_.inventory.resource_count());
        json_.count("controls", report_.controls.size());
        json_.count("problems", report_.problems.size());
        counts(report_.assessment.counts);
        json_.close();
    }

    void unit(const model::Unit& unit) {
        json_.open_map();
        json_.member("name", unit.name);
        json_.member("file", unit.file);
        json_.optional("stack", unit.stack_name);
        json_.optional("account", unit.environment.account);
        json_.optional("region", unit.environment.region);
        json_.count("resources", model::resource_count(unit));
        json_.close();
    }

    void control(const model::Control& control) {
        json_.open_map();
        json_.member("id", control.id);
        json_.member("title", control.title);
        json_.optional("service", control.service);
        json_.member("severity", model::name(control.severity));
        json_.member("phase", model::name(control.phase));
        json_.member("criteria", control.criteria);
        json_.member("iso27001", control.iso27001);
        json_.member("rows", control.rows);
        json_.member("resources", control.resources);
        json_.optional("rationale", control.rationale);
        json_.optional("fix", control.fix);
        json_.member("references", control.references);
        json_.close();
    }

    // Of live accounts: who was asked, what each resource was made of, and all those calls, which the rest names by their place.
    void live(const model::Audit& audit) {
        json_.key("audit");
        json_.open_map();
        json_.optional("run", audit.run);
        json_.optional("began", moment(audit.began));
        json_.optional("ended", moment(audit.ended));
        list("accounts", audit.accounts, [&](const model::AuditedAccount& account) { this->account(account); });
        list("grants", grants(report_), [&](const Grant& grant) {
            json_.open_map();
            json_.member("action", grant.action);
            json_.count("findings", grant.findings);
            json_.close();
        });
        json_.close();
        json_.key("resources");
        json_.open_list();
        for (const model::UnitPtr& unit : report_.inventory.units)
            for (const model::Resource& resource : unit->resources)
                if (!resource.origins.empty()) origins(*unit, resource);
        json_.close();
        list("calls", calls_, [&](const CallMade* call) { this->call(*call); });
    }

    void account(const model::AuditedAccount& account) {
        json_.open_map();
        json_.member("account", account.account);
        json_.optional("partition", account.partition);
        json_.optional("caller", account.caller);
        json_.member("regions", account.regions);
        json_.count("calls", account.calls);
        json_.member("failed", account.failed);
        json_.close();
    }

    void origins(const model::Unit& unit, const model::Resource& resource) {
        json_.open_map();
        json_.member("unit", unit.name);
        json_.member("resource", resource.id);
        json_.member("type", resource.type);
        json_.key("origins");
        json_.open_map();
        for (const model::PropertyOrigin& origin : resource.origins) {
            Calls calls;
            for (const model::CallMadePtr& each : origin.calls) calls.push_back(each.get());
            places(origin.property, calls);
        }
        json_.close();
        json_.close();
    }

    void places(std::string_view name, const Calls& calls) {
        std::vector<std::size_t> all;
        for (const CallMade* each : calls) {
            const auto [place, added] = places_.emplace(each, calls_.size());
            if (added) calls_.push_back(each);
            all.push_back(place->second);
        }
        json_.numbers(name, all);
    }

    void call(const CallMade& call) {
        json_.open_map();
        json_.member("service", call.question.service);
        json_.member("operation", call.question.operation);
        json_.optional("region", call.question.region);
        json_.optional("input", call.question.input);
        json_.optional("request_id", call.request_id);
        json_.optional("time", moment(call.time));
        json_.close();
    }

    void location(std::string_view name, const base::Location& where) {
        json_.key(name);
        json_.open_map();
        json_.member("file", where.file);
        if (where.line > 0) {
            json_.count("line", where.line);
            json_.count("column", where.column);
        }
        json_.close();
    }

    // A place in a unit. Live accounts have no lines.
    void place(const base::Location& where) { location("location", report_.audit == nullptr ? where : base::Location{where.file, 0, 0}); }

    void finding(const Finding& finding) {
        const model::Resource& resource = resource_of(report_, finding);
        const model::Unit& unit = unit_of(report_, finding);
        json_.open_map();
        json_.member("control", report_.controls[finding.control].id);
        json_.member("verdict", model::name(finding.verdict));
        json_.member("severity", model::name(report_.controls[finding.control].severity));
        json_.member("unit", unit.name);
        if (report_.audit != nullptr) {
            json_.optional("account", unit.environment.account);
            json_.optional("region", unit.environment.region);
        }
        json_.member("resource", resource.id);
        json_.member("type", resource.type);
        json_.optional("construct", resource.construct_path);
        if (resource.made_by_cdk) json_.flag("made_by_cdk", true);
        json_.optional("made_at", finding.made_at);
        place(unit.location(resource.position));
        if (!finding.reasons.empty()) list("reasons", finding.reasons, [&](const Reason& reason) { this->reason(finding, reason); });
        if (finding.error) {
            json_.key("error");
            error(*finding.error);
        }
        if (finding.suppression) suppression(*finding.suppression);
        json_.close();
    }

    void suppression(const model::Suppression& suppression) {
        json_.key("suppression");
        json_.open_map();
        json_.member("reason", suppression.reason);
        json_.optional("owner", suppression.owner);
        json_.optional("until", suppression.until);
        json_.optional("source", suppression.source);
        if (!suppression.where.file.empty()) location("location", suppression.where);
        json_.close();
    }

    void reason(const Finding& finding, const Reason& reason) {
        json_.open_map();
        json_.optional("message", reason.message);
        json_.optional("rule", reason.rule);
        json_.optional("clause", reason.clause);
        json_.optional("path", reason.path);
        if (reason.missing) json_.flag("missing", true);
        json_.optional("found", reason.found);
        json_.optional("why", reason.why);
        json_.optional("relation", reason.relation);
        json_.optional("expected", reason.expected);
        json_.optional("unknown", reason.unknown);
        json_.optional("action", reason.action);
        if (const Calls calls = calls_of(report_, finding, reason); !calls.empty()) places("calls", calls);
        if (!reason.decisive) json_.flag("alternative", true);
        place(reason.where);
        if (!reason.rule_at.file.empty()) location("rule_location", reason.rule_at);
        json_.close();
    }

    void error(const base::Error& error) {
        json_.open_map();
        json_.member("code", base::row(error.code).id);
        json_.member("message", error.message);
        if (error.where) location("location", *error.where);
        if (!error.context.empty()) json_.member("context", error.context);
        json_.optional("help", error.help);
        json_.close();
    }

    const Report& report_;
    JsonWriter json_;
    Calls calls_;  // that were named, in the order of their first mention
    std::unordered_map<const CallMade*, std::size_t> places_;
};

void write_json(std::string& out, const Report& report, const View&) {
    // Of a large account tens of megabytes: growing by doubling would need twice that. What is not used takes no memory.
    constexpr std::size_t kFinding = 2048;
    out.reserve(out.size() + report.assessment.findings.size() * kFinding);
    JsonView(out, report).write();
}

}  // namespace

extern const Format json_format;
constinit const Format json_format{.name = "json", .summary = "everything, for programs (docs/output-json.md)", .write = write_json};

}  // namespace vouch::report
