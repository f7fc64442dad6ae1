// SPDX-License-Identifier: Apache-2.0
// Controls are indexed by resource type, so that the cost follows the resources. Only controls that some resource needs are
// compiled. Workers take runs of resources of one type and hold them to one control after the other: what a control needs is then at
// hand. Each finding has its place from the start, in the order of the resources.
// Tested by assess_test.cc and stand_ins_test.cc.
#include "assess/assess.h"

#include <algorithm>
#include <atomic>
#include <iterator>
#include <memory>
#include <optional>
#include <thread>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "assess/reasons.h"
#include "assess/worlds.h"
#include "base/arena.h"
#include "base/text.h"
#include "facts/facts.h"
#include "guard/compile.h"
#include "model/estate.h"

namespace vouch::assess {

using guard::Status;
using model::Control;
using model::Finding;
using model::Reason;
using model::Resource;
using model::Verdict;
using value::Value;

namespace {

constexpr std::size_t kRun = 64;                           // resources that a worker takes at a time
constexpr std::size_t kDocuments = std::size_t{8} << 20U;  // bytes: of fewer, where what they see of others is large

struct Item {
    std::uint32_t unit;
    std::uint32_t resource;
    std::uint32_t type;       // index into the types of the plan
    std::size_t finding = 0;  // the place of the first of its findings
};

struct Type {
    std::string_view name;
    std::vector<std::size_t> controls;  // those that compile
    facts::Wanted wanted{};             // what they ask for beyond the resource
};

struct Plan {
    std::vector<std::optional<guard::Program>> programs;  // by control; those that are needed and compile
    std::vector<Type> types;                              // those of some resource
    std::vector<Item> items;                              // resources that some control is about; once it is made, by type
    std::size_t findings = 0;
    std::unique_ptr<const facts::Estate> estate;  // where anything is wanted
};

std::vector<base::Error> compile_errors(const Control& control, std::vector<base::Error> errors) {
    for (base::Error& error : errors) error = std::move(error).within(fmt::format("control {}", base::escape(control.id)));
    return errors;
}

void plan_facts(Plan& plan, std::span<const Control> controls, const model::Inventory& inventory, std::vector<base::Error>& problems) {
    bool any = false;
    for (Type& type : plan.types) {
        for (const std::size_t control : type.controls) type.wanted.add(facts::mentioned(controls[control].rules->text()));
        type.wanted.narrow(type.name);
        any = any || !type.wanted.nothing() || type.name == model::kEstateType;
    }
    if (any) plan.estate = std::make_unique<const facts::Estate>(inventory);
    if (any) std::ranges::copy(plan.estate->graph.problems(), std::back_inserter(problems));
}

// The items and their types, in the order of the inventory.
void plan_items(Plan& plan, std::span<const Control> controls, const model::Inventory& inventory) {
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_type;
    for (std::size_t i = 0; i < controls.size(); ++i)
        for (const std::string& type : controls[i].resources) {
            auto& of_type = by_type[type];
            if (of_type.empty() || of_type.back() != i) of_type.push_back(i);
        }
    std::unordered_map<std::string_view, std::uint32_t> index;
    for (std::size_t u = 0; u < inventory.units.size(); ++u) {
        const auto& resources = inventory.units[u]->resources;
        for (std::size_t r = 0; r < resources.size(); ++r) {
            const auto found = by_type.find(resources[r].type);
            if (found == by_type.end()) continue;
            const auto [type, fresh] = index.try_emplace(found->first, static_cast<std::uint32_t>(plan.types.size()));
            if (fresh) plan.types.push_back({found->first, found->second});
            plan.items.push_back({static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(r), type->second});
        }
    }
}

// Controls that do not compile are left out, and told.
void compile(Plan& plan, std::span<const Control> controls, std::vector<base::Error>& problems) {
    std::vector<bool> needed(controls.size());
    for (const Type& type : plan.types)
        for (const std::size_t control : type.controls) needed[control] = true;
    plan.programs.resize(controls.size());
    for (std::size_t i = 0; i < controls.size(); ++i) {
        if (!needed[i]) continue;
        auto program = guard::load(controls[i].rules);
        if (program) {
            plan.programs[i] = *std::move(program);
        } else {
            std::ranges::move(compile_errors(controls[i], std::move(program).error()), std::back_inserter(problems));
        }
    }
    for (Type& type : plan.types) std::erase_if(type.controls, [&plan](std::size_t control) { return !plan.programs[control]; });
}

// Keeps the items whose verdicts stay below the limit; one problem tells of the rest.
void bound(Plan& plan, const model::Inventory& inventory, std::size_t most, std::vector<base::Error>& problems) {
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const std::size_t verdicts = plan.types[plan.items[i].type].controls.size();
        plan.items[i].finding = plan.findings;
        if (plan.findings + verdicts <= most) {
            plan.findings += verdicts;
            continue;
        }
        const model::Unit& unit = *inventory.units[plan.items[i].unit];
        const Resource& resource = unit.resources[plan.items[i].resource];
        base::Error problem;
        problem.code = base::Code::too_large;
        problem.message = fmt::format("{} resources were not judged, from `{}` on: the limit is {} verdicts in one run",
                                      plan.items.size() - i, base::excerpt(resource.id), most);
        problem.where = base::Location{unit.location(resource.position).file};
        problem.help = "check fewer paths at once, or choose controls: `--service`, `--severity`, `--control`";
        problems.push_back(std::move(problem));
        plan.items.resize(i);
        return;
    }
}

Plan make_plan(std::span<const Control> controls, const model::Inventory& inventory, std::size_t most, std::vector<base::Error>& problems) {
    Plan plan;
    plan_items(plan, controls, inventory);
    compile(plan, controls, problems);
    plan_facts(plan, controls, inventory, problems);
    bound(plan, inventory, most, problems);
    std::ranges::stable_sort(plan.items, {}, &Item::type);
    return plan;
}

Verdict verdict_of(const guard::Evaluation& evaluation) {
    bool passed = false;
    bool open = false;
    for (const guard::RuleOutcome& rule : evaluation.rules) {
        if (rule.status == Status::fail) return Verdict::fail;
        open = open || rule.status == Status::unknown || rule.status == Status::broken;
        passed = passed || rule.status == Status::pass;
    }
    if (open) return Verdict::unverified;
    return passed ? Verdict::pass : Verdict::not_applicable;
}

// Judges resources, one thread's worth. Evaluators are made when first needed and used again.
class Worker {
public:
    Worker(std::span<const Control> controls, const model::Inventory& inventory, const Options& options, const Plan& plan)
        : controls_(controls),
          inventory_(inventory),
          options_{options.limits, options.now, true, guard::make_workspace()},
          plan_(plan),
          evaluators_(controls.size()) {}

    // Items of one type. `out`: the findings of all.
    void judge(std::span<const Item> items, std::span<Finding> out) {
        while (!items.empty()) items = items.subspan(judge_some(items, out));
    }

private:
    static Finding begin(std::size_t control, const Item& item) {
        Finding finding;
        finding.control = control;
        finding.unit = item.unit;
        finding.resource = item.resource;
        finding.verdict = Verdict::not_applicable;
        return finding;
    }

    // Judges as many as their documents have room for; returns how many.
    std::size_t judge_some(std::span<const Item> items, std::span<Finding> out) {
        arena_.clear();
        seats_.clear();
        std::size_t taken = 0;
        while (taken < items.size() && arena_.reserved() < kDocuments) {
            const Item& item = items[taken++];
            const model::Unit& unit = *inventory_.units[item.unit];
            const Resource& resource = unit.resources[item.resource];
            if (!resource.variants.empty()) {
                judge_worlds(item, unit, resource, out);
                continue;
            }
            const Document document = make_document(item, resource);
            seats_.push_back({&item, &unit, &resource, document, guard::TypeIndex(document.root)});
        }
        const std::vector<std::size_t>& controls = plan_.types[items.front().type].controls;
        for (std::size_t i = 0; i < controls.size(); ++i)
            for (const Seat& seat : seats_) {
                Finding& finding = out[seat.item->finding + i];
                finding = begin(controls[i], *seat.item);
                const Judged judged{*plan_.programs[controls[i]], *seat.unit, *seat.resource,    seat.document.resources,
                                    seat.document.vouch,          estate(),   seat.document.node};
                decide(finding, judged, evaluator(controls[i]).run(seat.index));
            }
        return taken;
    }

    // A resource that may turn out in several ways, in every one of them.
    void judge_worlds(const Item& item, const model::Unit& unit, const Resource& resource, std::span<Finding> out) {
        std::vector<Resource> assumed;
        std::vector<Document> documents;
        std::vector<guard::TypeIndex> indices;
        for (const model::Variant& variant : resource.variants) {
            Resource& turned_out = assumed.emplace_back();
            turned_out.id = resource.id;
            turned_out.type = resource.type;
            turned_out.body = variant.body;
            turned_out.position = resource.position;
            turned_out.open = resource.open;
            documents.push_back(variant.exists ? make_document(item, turned_out) : Document{});
            indices.emplace_back(documents.back().root);
        }
        const std::vector<std::size_t>& controls = plan_.types[item.type].controls;
        for (std::size_t c = 0; c < controls.size(); ++c) {
            const std::size_t control = controls[c];
            std::vector<WorldFinding> worlds;
            for (std::size_t i = 0; i < assumed.size(); ++i) {
                WorldFinding world{&resource.variants[i], begin(control, item)};
                const Document& seen = documents[i];
                const Judged judged{*plan_.programs[control], unit, assumed[i], seen.resources, seen.vouch, estate(), seen.node};
                if (world.variant->exists) decide(world.finding, judged, evaluator(control).run(indices[i]));
                worlds.push_back(std::move(world));
            }
            out[item.finding + c] = agree(worlds, resource.uncertain);
        }
    }

    struct Document {
        Value root;
        Value resources;
        Value vouch;  // null where nothing is wanted
        model::Node node = 0;
    };

    // A resource and what is judged of it.
    struct Seat {
        const Item* item;
        const model::Unit* unit;
        const Resource* resource;
        Document document;
        guard::TypeIndex index;
    };

    const facts::Estate* estate() const { return plan_.estate.get(); }

    // {"Resources": {id: body}}, and below "Vouch" what the controls of the type ask for.
    Document make_document(const Item& item, const Resource& resource) {
        Document document;
        if (resource.type == model::kEstateType) {
            document.resources = facts::all_resources(*plan_.estate, *inventory_.units[item.unit], arena_);
        } else {
            const value::Member member{Value::string(resource.id, resource.position), resource.body};
            document.resources = value::make_map(arena_, {&member, 1}, resource.position);
        }
        std::vector<value::Member> top{{Value::string("Resources", resource.position), document.resources}};
        if (const facts::Wanted& wanted = plan_.types[item.type].wanted; !wanted.nothing()) {
            document.node = plan_.estate->graph.node(item.unit, item.resource);
            document.vouch = facts::vouch({*plan_.estate, document.node, arena_, &resource}, wanted);
            top.push_back({Value::string("Vouch", resource.position), document.vouch});
        }
        document.root = value::make_map(arena_, top, resource.position);
        return document;
    }

    guard::Evaluator& evaluator(std::size_t control) {
        auto& made = evaluators_[control];
        if (!made) made.emplace(*plan_.programs[control], options_);
        return *made;
    }

    void decide(Finding& finding, const Judged& judged, const guard::Evaluation& evaluation) const {
        finding.verdict = verdict_of(evaluation);
        if (finding.verdict == Verdict::fail) finding.reasons = reasons(judged, evaluation, Status::fail);
        if (finding.verdict == Verdict::unverified) {
            finding.reasons = reasons(judged, evaluation, Status::unknown);
            for (const guard::RuleOutcome& rule : evaluation.rules)
                if (rule.error && !finding.error)
                    finding.error = std::make_shared<const base::Error>(
                        base::Error(*rule.error).within(fmt::format("control {}", base::escape(controls_[finding.control].id))));
        }
        doubt(finding, judged);
    }

    // What a resource that is not fully known takes away from a verdict.
    static void doubt(Finding& finding, const Judged& judged) {
        const Resource& resource = judged.resource;
        // A live one stands for what nobody could list: whatever passes for it says nothing.
        const bool says_nothing = resource.stands_in() && finding.verdict != Verdict::unverified;
        if (says_nothing || (!resource.uncertain.empty() && finding.verdict == Verdict::fail))
            unsettle(finding, judged, resource.uncertain);
        if (resource.open.empty()) return;
        const bool certain = std::ranges::any_of(finding.reasons, [](const Reason& reason) { return !reason.missing && reason.decisive; });
        if (finding.verdict == Verdict::pass || (finding.verdict == Verdict::fail && !certain)) unsettle(finding, judged, resource.open);
    }

    static void unsettle(Finding& finding, const Judged& judged, const std::string& why) {
        finding.verdict = Verdict::unverified;
        const std::string action = denied_action(why);
        for (Reason& reason : finding.reasons) {
            reason.unknown = why;
            reason.action = action;
        }
        if (!finding.reasons.empty()) return;
        Reason reason;
        reason.unknown = why;
        reason.action = action;
        reason.where = judged.unit.location(judged.resource.position);
        finding.reasons.push_back(std::move(reason));
    }

    std::span<const Control> controls_;
    const model::Inventory& inventory_;
    guard::EvaluationOptions options_;
    const Plan& plan_;
    std::vector<std::optional<guard::Evaluator>> evaluators_;
    base::Arena arena_;
    std::vector<Seat> seats_;
};

std::size_t worker_count(const Options& options, std::size_t runs) {
    const std::size_t wanted = options.workers > 0 ? options.workers : std::max(1U, std::thread::hardware_concurrency());
    return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(1, runs));
}

// What a worker takes at a time: items of one type.
std::vector<std::span<const Item>> runs_of(std::span<const Item> items) {
    std::vector<std::span<const Item>> runs;
    while (!items.empty()) {
        std::size_t length = 1;
        while (length < std::min(kRun, items.size()) && items[length].type == items[0].type) ++length;
        runs.push_back(items.first(length));
        items = items.subspan(length);
    }
    return runs;
}

std::vector<Finding> judge_all(std::span<const Control> controls, const model::Inventory& inventory, const Options& options,
                               const Plan& plan) {
    std::vector<Finding> findings(plan.findings);
    const std::vector<std::span<const Item>> runs = runs_of(plan.items);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        Worker worker(controls, inventory, options, plan);
        for (std::size_t run = next++; run < runs.size(); run = next++) worker.judge(runs[run], findings);
    };
    std::vector<std::jthread> threads;
    for (std::size_t i = 1; i < worker_count(options, runs.size()); ++i) threads.emplace_back(work);
    work();
    threads.clear();
    return findings;
}

}  // namespace

model::Assessment assess(std::span<const Control> controls, const model::Inventory& inventory, const Options& options) {
    model::Assessment assessment;
    const Plan plan = make_plan(controls, inventory, options.most_findings, assessment.problems);
    assessment.findings = judge_all(controls, inventory, options, plan);
    for (const Finding& finding : assessment.findings) {
        assessment.counts.add(finding.verdict);
        if (finding.error) assessment.problems.push_back(*finding.error);
    }
    return assessment;
}

std::vector<base::Error> check_rules(std::span<const Control> controls) {
    std::vector<base::Error> errors;
    for (const Control& control : controls)
        if (auto program = guard::load(control.rules); !program)
            std::ranges::move(compile_errors(control, std::move(program).error()), std::back_inserter(errors));
    return errors;
}

}  // namespace vouch::assess
