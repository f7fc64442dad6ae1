// SPDX-License-Identifier: Apache-2.0
// Controls are indexed by resource type, so that the cost follows the resources. Only controls that some resource needs are
// compiled. Workers take runs of resources; their findings are put together in the order of the resources.
// Tested by assess_test.cc.
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

constexpr std::size_t kRun = 64;  // resources that a worker takes at a time

struct Item {
    std::uint32_t unit;
    std::uint32_t resource;
};

struct Plan {
    std::vector<std::optional<guard::Program>> programs;  // by control; those that are needed and compile
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_type;
    std::unordered_map<std::string_view, facts::Wanted> wanted;  // by type: what its controls ask for beyond the resource
    std::vector<Item> items;                                     // resources that some control is about
    std::unique_ptr<const facts::Estate> estate;                 // where anything is wanted
};

std::vector<base::Error> compile_errors(const Control& control, std::vector<base::Error> errors) {
    for (base::Error& error : errors) error = std::move(error).within(fmt::format("control {}", base::escape(control.id)));
    return errors;
}

void plan_facts(Plan& plan, std::span<const Control> controls, const std::vector<bool>& needed, const model::Inventory& inventory,
                std::vector<base::Error>& problems) {
    bool any = false;
    for (const auto& [type, of_type] : plan.by_type) {
        facts::Wanted& wanted = plan.wanted[type];
        for (const std::size_t control : of_type)
            if (needed[control]) wanted.add(facts::mentioned(controls[control].rules->text()));
        wanted.narrow(type);
        any = any || !wanted.nothing() || type == model::kEstateType;
    }
    if (any) plan.estate = std::make_unique<const facts::Estate>(inventory);
    if (any) std::ranges::copy(plan.estate->graph.problems(), std::back_inserter(problems));
}

Plan make_plan(std::span<const Control> controls, const model::Inventory& inventory, std::vector<base::Error>& problems) {
    Plan plan;
    plan.programs.resize(controls.size());
    for (std::size_t i = 0; i < controls.size(); ++i)
        for (const std::string& type : controls[i].resources) {
            auto& of_type = plan.by_type[type];
            if (of_type.empty() || of_type.back() != i) of_type.push_back(i);
        }
    std::vector<bool> needed(controls.size());
    for (std::size_t u = 0; u < inventory.units.size(); ++u) {
        const auto& resources = inventory.units[u]->resources;
        for (std::size_t r = 0; r < resources.size(); ++r) {
            const auto found = plan.by_type.find(resources[r].type);
            if (found == plan.by_type.end()) continue;
            plan.items.push_back({static_cast<std::uint32_t>(u), static_cast<std::uint32_t>(r)});
            for (const std::size_t control : found->second) needed[control] = true;
        }
    }
    for (std::size_t i = 0; i < controls.size(); ++i) {
        if (!needed[i]) continue;
        auto program = guard::load(controls[i].rules);
        if (program) {
            plan.programs[i] = *std::move(program);
        } else {
            std::ranges::move(compile_errors(controls[i], std::move(program).error()), std::back_inserter(problems));
        }
    }
    plan_facts(plan, controls, needed, inventory, problems);
    return plan;
}

// Keeps the items whose verdicts stay below the limit; one problem tells of the rest.
void bound(Plan& plan, const model::Inventory& inventory, std::size_t most, std::vector<base::Error>& problems) {
    std::size_t findings = 0;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const model::Unit& unit = *inventory.units[plan.items[i].unit];
        const Resource& resource = unit.resources[plan.items[i].resource];
        findings += plan.by_type.at(resource.type).size();
        if (findings <= most) continue;
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

    void judge(Item item, std::vector<Finding>& out) {
        const model::Unit& unit = *inventory_.units[item.unit];
        const Resource& resource = unit.resources[item.resource];
        if (!resource.variants.empty()) return judge_worlds(item, unit, resource, out);
        arena_.clear();
        const Document document = make_document(item, resource);
        const guard::TypeIndex index(document.root);
        for (const std::size_t control : plan_.by_type.at(resource.type)) {
            if (!plan_.programs[control]) continue;
            Finding finding = begin(control, item);
            const Judged judged{*plan_.programs[control], unit, resource, document.resources, document.vouch, estate(), document.node};
            decide(finding, judged, evaluator(control).run(index));
            out.push_back(std::move(finding));
        }
    }

private:
    static Finding begin(std::size_t control, Item item) {
        Finding finding;
        finding.control = control;
        finding.unit = item.unit;
        finding.resource = item.resource;
        finding.verdict = Verdict::not_applicable;
        return finding;
    }

    // A resource that may turn out in several ways, in every one of them.
    void judge_worlds(Item item, const model::Unit& unit, const Resource& resource, std::vector<Finding>& out) {
        arena_.clear();
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
        for (const std::size_t control : plan_.by_type.at(resource.type)) {
            if (!plan_.programs[control]) continue;
            std::vector<WorldFinding> worlds;
            for (std::size_t i = 0; i < assumed.size(); ++i) {
                WorldFinding world{&resource.variants[i], begin(control, item)};
                const Document& seen = documents[i];
                const Judged judged{*plan_.programs[control], unit, assumed[i], seen.resources, seen.vouch, estate(), seen.node};
                if (world.variant->exists) decide(world.finding, judged, evaluator(control).run(indices[i]));
                worlds.push_back(std::move(world));
            }
            out.push_back(agree(worlds, resource.uncertain));
        }
    }

    struct Document {
        Value root;
        Value resources;
        Value vouch;  // null where nothing is wanted
        model::Node node = 0;
    };

    const facts::Estate* estate() const { return plan_.estate.get(); }

    // {"Resources": {id: body}}, and below "Vouch" what the controls of the type ask for.
    Document make_document(Item item, const Resource& resource) {
        Document document;
        if (resource.type == model::kEstateType) {
            document.resources = facts::all_resources(*plan_.estate, arena_);
        } else {
            const value::Member member{Value::string(resource.id, resource.position), resource.body};
            document.resources = value::make_map(arena_, {&member, 1}, resource.position);
        }
        std::vector<value::Member> top{{Value::string("Resources", resource.position), document.resources}};
        if (const facts::Wanted& wanted = plan_.wanted.at(resource.type); !wanted.nothing()) {
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
        if (!resource.uncertain.empty() && finding.verdict == Verdict::fail) unsettle(finding, judged, resource.uncertain);
        if (resource.open.empty()) return;
        const bool certain = std::ranges::any_of(finding.reasons, [](const Reason& reason) { return !reason.missing && reason.decisive; });
        if (finding.verdict == Verdict::pass || (finding.verdict == Verdict::fail && !certain)) unsettle(finding, judged, resource.open);
    }

    static void unsettle(Finding& finding, const Judged& judged, const std::string& why) {
        finding.verdict = Verdict::unverified;
        for (Reason& reason : finding.reasons) reason.unknown = why;
        if (!finding.reasons.empty()) return;
        Reason reason;
        reason.unknown = why;
        reason.where = judged.unit.location(judged.resource.position);
        finding.reasons.push_back(std::move(reason));
    }

    std::span<const Control> controls_;
    const model::Inventory& inventory_;
    guard::EvaluationOptions options_;
    const Plan& plan_;
    std::vector<std::optional<guard::Evaluator>> evaluators_;
    base::Arena arena_;
};

// At most so many come of `items`.
std::size_t verdicts(const Plan& plan, const model::Inventory& inventory, std::span<const Item> items) {
    std::size_t count = 0;
    for (const Item& item : items) count += plan.by_type.at(inventory.units[item.unit]->resources[item.resource].type).size();
    return count;
}

std::size_t worker_count(const Options& options, std::size_t runs) {
    const std::size_t wanted = options.workers > 0 ? options.workers : std::max(1U, std::thread::hardware_concurrency());
    return std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(1, runs));
}

std::vector<Finding> judge_all(std::span<const Control> controls, const model::Inventory& inventory, const Options& options,
                               const Plan& plan) {
    const std::size_t runs = (plan.items.size() + kRun - 1) / kRun;
    std::vector<std::vector<Finding>> found(runs);
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        Worker worker(controls, inventory, options, plan);
        for (std::size_t run = next++; run < runs; run = next++) {
            const auto items = std::span(plan.items).subspan(run * kRun).first(std::min(kRun, plan.items.size() - run * kRun));
            found[run].reserve(verdicts(plan, inventory, items));
            for (const Item& item : items) worker.judge(item, found[run]);
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < worker_count(options, runs); ++i) threads.emplace_back(work);
        work();
    }
    std::vector<Finding> all;
    all.reserve(verdicts(plan, inventory, plan.items));
    for (std::vector<Finding>& run : found) std::ranges::move(run, std::back_inserter(all));
    return all;
}

}  // namespace

model::Assessment assess(std::span<const Control> controls, const model::Inventory& inventory, const Options& options) {
    model::Assessment assessment;
    Plan plan = make_plan(controls, inventory, assessment.problems);
    bound(plan, inventory, options.most_findings, assessment.problems);
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
