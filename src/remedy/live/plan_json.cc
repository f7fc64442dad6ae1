// SPDX-License-Identifier: Apache-2.0
// The plan as JSON, both ways. The digest is that of the same text without digest and approval. Tested by plan_test.cc.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "remedy/live/plan.h"
#include "value/form.h"
#include "value/read.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::remedy {

using base::Result;
using value::Member;
using value::Value;

namespace {

constexpr std::string_view kPlanFormat = "vouch-plan/1";
constexpr value::Limits kPlanLimits{.bytes = std::size_t{256} << 20U, .depth = 64};

// Makes values out of our types.
class PlanWriter {
public:
    Value plan(const Plan& plan, bool sealed) {
        std::vector<Member> all{text("format", kPlanFormat),
                                text("run", plan.run),
                                text("version", plan.version),
                                number("made", plan.made),
                                number("expires", plan.expires),
                                texts("accounts", plan.accounts),
                                text("planner", plan.planner),
                                text("approver", plan.approver),
                                list("changes", plan.changes, [this](const Change& each) { return change(each); }),
                                list("manual", plan.manual, [this](const Manual& each) { return manual(each); })};
        if (sealed) {
            all.push_back(text("digest", plan.digest));
            if (plan.approval)
                all.push_back(member("approval", map({text("by", plan.approval->by), text("time", plan.approval->time),
                                                      text("signature", plan.approval->signature)})));
        }
        return map(all);
    }

private:
    Value map(const std::vector<Member>& members) { return value::make_map(arena_, members, 0); }
    static Member member(std::string_view name, const Value& value) { return {Value::string(name, 0), value}; }
    Value string(std::string_view text) { return value::make_string(arena_, base::valid_utf8(text), 0); }
    Member text(std::string_view name, std::string_view text) { return member(name, string(text)); }
    static Member number(std::string_view name, std::int64_t number) { return member(name, Value::integer(number, 0)); }
    Member texts(std::string_view name, const std::vector<std::string>& all) {
        return list(name, all, [this](const std::string& each) { return string(each); });
    }
    template <class Items, class Make>
    Member list(std::string_view name, const Items& items, Make make) {
        std::vector<Value> all;
        for (const auto& each : items) all.push_back(make(each));
        return member(name, value::make_list(arena_, all, 0));
    }

    // JSON that we hold as text, as a part of the document; null where there is none.
    Member json(std::string_view name, const std::string& written) {
        if (written.empty()) return member(name, Value());
        auto read = value::read_json(std::make_shared<base::Source>(std::string(name), written), {.limits = kPlanLimits});
        if (!read) return member(name, Value());
        documents_.push_back(std::make_shared<const value::Document>(*std::move(read)));
        return member(name, documents_.back()->root);
    }

    Member finds(const PlannedLookup& lookup) {
        std::vector<Member> usable;
        for (const auto& [path, wanted] : lookup.usable) usable.push_back({string(path), string(wanted)});
        return member("finds", map({text("operation", lookup.operation), json("input", lookup.input), texts("absent", lookup.absent),
                                    member("usable", map(usable))}));
    }

    Value call(const PlannedCall& call) {
        std::vector<Member> all{text("service", call.service), text("operation", call.operation), text("region", call.region),
                                json("input", call.input),     text("waits", call.waits),         texts("actions", call.actions),
                                texts("done", call.done)};
        if (call.finds) all.push_back(finds(*call.finds));
        return map(all);
    }

    Value change(const Change& change) {
        return map({text("id", change.id), text("remedy", change.remedy), text("title", change.title), text("risk", name(change.risk)),
                    text("warning", change.warning), texts("controls", change.controls), text("account", change.account),
                    text("region", change.region), text("partition", change.partition), text("type", change.type),
                    text("resource", change.resource), texts("touches", change.touches), json("before", change.before),
                    json("after", change.after), json("whole", change.whole), text("state", change.state),
                    list("calls", change.calls, [this](const PlannedCall& each) { return call(each); }),
                    list("undo", change.undo, [this](const PlannedCall& each) { return call(each); })});
    }

    Value manual(const Manual& manual) {
        return map({text("control", manual.control), text("account", manual.account), text("region", manual.region),
                    text("type", manual.type), text("resource", manual.resource), text("why", manual.why), texts("steps", manual.steps)});
    }

    base::Arena arena_;
    std::vector<value::DocumentPtr> documents_;
};

class PlanReader {
public:
    explicit PlanReader(const value::Document& document) : document_(document), form_(document) {}

    Result<Plan> run() {
        const Value& root = document_.root;
        if (text_at(root, "format") != kPlanFormat) return form_.fault(root, "this is no plan of vouch");
        Plan plan;
        plan.run = text_at(root, "run");
        plan.version = text_at(root, "version");
        VOUCH_TRY(plan.made, number(root, "made"));
        VOUCH_TRY(plan.expires, number(root, "expires"));
        VOUCH_TRY(plan.accounts, form_.texts(root, "accounts"));
        plan.planner = text_at(root, "planner");
        plan.approver = text_at(root, "approver");
        VOUCH_TRY(plan.changes, list<Change>(root, "changes", &PlanReader::change));
        VOUCH_TRY(plan.manual, list<Manual>(root, "manual", &PlanReader::manual));
        VOUCH_TRY(plan.digest, form_.text(root, "digest"));
        if (const Value* approval = root.find("approval"))
            plan.approval = Approval{text_at(*approval, "by"), text_at(*approval, "time"), text_at(*approval, "signature")};
        return plan;
    }

private:
    Result<std::int64_t> number(const Value& map, std::string_view name) const {
        const Value* found = map.find(name);
        if (found == nullptr || found->kind() != value::Kind::integer) return form_.fault(map, fmt::format("`{}` must be a number", name));
        return found->as_integer();
    }

    template <class T>
    Result<std::vector<T>> list(const Value& map, std::string_view name, Result<T> (PlanReader::*read)(const Value&) const) const {
        const Value* found = map.find(name);
        if (found == nullptr || !found->is_list()) return form_.fault(map, fmt::format("`{}` must be a list", name));
        std::vector<T> all;
        for (const Value& each : found->as_list()) {
            VOUCH_TRY(T one, (this->*read)(each));
            all.push_back(std::move(one));
        }
        return all;
    }

    // A map as JSON on one line; empty where it is null.
    Result<std::string> json(const Value& map, std::string_view name) const {
        const Value* found = map.find(name);
        if (found == nullptr || found->is_null()) return std::string();
        if (!found->is_map()) return form_.fault(*found, fmt::format("`{}` must be a map", name));
        return value::to_json(*found);
    }

    Result<PlannedLookup> finds(const Value& written) const {
        PlannedLookup lookup;
        VOUCH_TRY(lookup.operation, form_.text(written, "operation"));
        VOUCH_TRY(lookup.input, json(written, "input"));
        VOUCH_TRY(lookup.absent, form_.texts(written, "absent"));
        const Value* usable = written.find("usable");
        if (usable == nullptr || !usable->is_map()) return form_.fault(written, "`usable` must be a map");
        for (const Member& each : usable->as_map()) {
            if (!each.value.is_string()) return form_.fault(each.value, "`usable` has texts");
            lookup.usable.emplace(each.name(), each.value.as_string());
        }
        return lookup;
    }

    Result<PlannedCall> call(const Value& written) const {
        PlannedCall call;
        VOUCH_TRY(call.service, form_.text(written, "service"));
        VOUCH_TRY(call.operation, form_.text(written, "operation"));
        call.region = text_at(written, "region");
        VOUCH_TRY(call.input, json(written, "input"));
        call.waits = text_at(written, "waits");
        VOUCH_TRY(call.actions, form_.texts(written, "actions"));
        VOUCH_TRY(call.done, form_.texts(written, "done"));
        if (const Value* asked = written.find("finds")) {
            VOUCH_TRY(call.finds, finds(*asked));
        }
        return call;
    }

    Result<Risk> risk(const Value& written) const {
        const std::string text = text_at(written, "risk");
        for (const Risk each : {Risk::none, Risk::interrupt, Risk::lock_out})
            if (name(each) == text) return each;
        return form_.fault(written, "`risk` is none, may interrupt or may lock out");
    }

    Result<Change> change(const Value& written) const {
        Change change;
        VOUCH_TRY(change.id, form_.text(written, "id"));
        VOUCH_TRY(change.remedy, form_.text(written, "remedy"));
        change.title = text_at(written, "title");
        VOUCH_TRY(change.risk, risk(written));
        change.warning = text_at(written, "warning");
        VOUCH_TRY(change.controls, form_.texts(written, "controls"));
        VOUCH_TRY(change.account, form_.text(written, "account"));
        change.region = text_at(written, "region");
        change.partition = text_at(written, "partition");
        VOUCH_TRY(change.type, form_.text(written, "type"));
        VOUCH_TRY(change.resource, form_.text(written, "resource"));
        VOUCH_TRY(change.touches, form_.texts(written, "touches"));
        VOUCH_TRY(change.before, json(written, "before"));
        VOUCH_TRY(change.after, json(written, "after"));
        VOUCH_TRY(change.whole, json(written, "whole"));
        change.state = text_at(written, "state");
        VOUCH_TRY(change.calls, list<PlannedCall>(written, "calls", &PlanReader::call));
        VOUCH_TRY(change.undo, list<PlannedCall>(written, "undo", &PlanReader::call));
        return change;
    }

    Result<Manual> manual(const Value& written) const {
        Manual manual;
        VOUCH_TRY(manual.control, form_.text(written, "control"));
        manual.account = text_at(written, "account");
        manual.region = text_at(written, "region");
        manual.type = text_at(written, "type");
        manual.resource = text_at(written, "resource");
        manual.why = text_at(written, "why");
        VOUCH_TRY(manual.steps, form_.texts(written, "steps"));
        return manual;
    }

    const value::Document& document_;
    value::Form form_;
};

}  // namespace

Result<std::string> digest_of(const Plan& plan) { return base::sha256_hex(value::to_json(PlanWriter().plan(plan, false))); }

Result<void> seal(Plan& plan) {
    VOUCH_TRY(plan.digest, digest_of(plan));
    return {};
}

std::string to_json(const Plan& plan) {
    PlanWriter writer;
    return value::to_json(writer.plan(plan, true), {.indent = 2}) + "\n";
}

Result<Plan> read_plan(base::SourcePtr source) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(source), {.limits = kPlanLimits}));
    return PlanReader(document).run();
}

}  // namespace vouch::remedy
