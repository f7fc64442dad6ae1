// SPDX-License-Identifier: Apache-2.0
// A live resource is changed as a template would be: the edits of the remedy are made to its body, and what differs afterwards is written.
// Tested by planner_test.cc and tests/fix.
#include "remedy/live/planner.h"

#include <algorithm>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "remedy/apply.h"
#include "remedy/draft.h"
#include "value/layout.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::remedy {

using value::Value;

namespace {

constexpr std::string_view kLogicalId = "R";
constexpr std::string_view kDoesMore = "the remedy changes nothing of it that a program may change";

// All failures of one resource that one remedy takes away.
struct Task {
    const Remedy* remedy = nullptr;
    const Fault* fault = nullptr;  // the first
    std::vector<std::string> controls;
};

class Bodies {
public:
    // The resource as a template of its own, as it is after the changes that were planned so far.
    std::string& of(const model::Resource& resource) {
        auto [at, first] = texts_.emplace(&resource, std::string());
        if (first) {
            at->second = R"({"Resources":{"R":{"Type":)";
            value::write_json_string(at->second, resource.type);
            at->second += R"(,"Properties":)";
            const Value properties = resource.properties();
            at->second += properties.is_map() ? value::to_json(properties) : "{}";
            at->second += "}}}";
        }
        return at->second;
    }

private:
    std::map<const model::Resource*, std::string> texts_;
};

Value properties_of(const Value& root) {
    const Value* all = root.find("Resources");
    const Value* one = all == nullptr ? nullptr : all->find(kLogicalId);
    const Value* properties = one == nullptr ? nullptr : one->find("Properties");
    return properties == nullptr ? Value() : *properties;
}

bool holds_unknown(std::string_view json) { return json.find("\"Vouch::Unknown\"") != std::string_view::npos; }

std::string number_in(const Plan& plan, const std::string& remedy) {
    const auto before = std::ranges::count(plan.changes, remedy, &Change::remedy);
    return fmt::format("{}-{}", remedy, before + 1);
}

class Planner {
public:
    Planner(const PlanRequest& request, Plan& plan) : request_(request), plan_(plan) {}

    void run() {
        for (const Task& task : tasks()) {
            const std::size_t planned = plan_.changes.size();
            std::string why = needs(*task.remedy);
            if (why.empty()) why = create(task);
            if (why.empty() && !task.remedy->live.empty()) why = change(task);
            if (why.empty()) continue;
            plan_.changes.resize(planned);
            leave(task, why);
        }
    }

private:
    std::vector<Task> tasks() {
        std::map<std::tuple<const Remedy*, std::string, const model::Resource*>, Task> all;
        for (const Fault& fault : request_.faults) {
            const Remedy* remedy = remedy_for(request_.remedies, fault.control);
            if (remedy == nullptr || !remedy->manual.empty() || fault.resource->stands_in()) {
                by_hand(fault, remedy);
                continue;
            }
            const model::Resource* resource = remedy->live.empty() ? nullptr : fault.resource;
            Task& task = all.try_emplace({remedy, fault.place.account, resource}, Task{remedy, &fault, {}}).first->second;
            if (std::ranges::find(task.controls, fault.control) == task.controls.end()) task.controls.push_back(fault.control);
        }
        std::vector<Task> sorted;
        for (auto& [key, task] : all) sorted.push_back(std::move(task));
        std::ranges::sort(sorted, {}, [this](const Task& task) {
            return std::tuple(depth(*task.remedy, 0), task.remedy->id, task.fault->place.account, task.fault->place.region,
                              task.fault->resource->id);
        });
        return sorted;
    }

    // How many remedies go before it.
    int depth(const Remedy& remedy, int deep) const {
        constexpr int kDeepest = 16;  // a circle ends here
        int most = 0;
        if (deep == kDeepest) return 0;
        for (const std::string& id : remedy.after) {
            const auto found = std::ranges::find(request_.remedies.remedies, id, &Remedy::id);
            if (found != request_.remedies.remedies.end()) most = std::max(most, 1 + depth(*found, deep + 1));
        }
        return most;
    }

    void by_hand(const Fault& fault, const Remedy* remedy) {
        Manual left{fault.control, fault.place.account, fault.place.region, fault.resource->type, fault.resource->id, {}, {}};
        if (remedy == nullptr) {
            left.why = "there is no remedy for a live resource";
            if (!fault.advice.empty()) left.steps.push_back(fault.advice);
        } else if (!remedy->manual.empty()) {
            left.why = remedy->title;
            left.steps = remedy->manual;
        } else {
            left.why = fault.resource->uncertain;
        }
        plan_.manual.push_back(std::move(left));
    }

    void leave(const Task& task, const std::string& why) {
        for (const std::string& control : task.controls) {
            const Fault& fault = *task.fault;
            plan_.manual.push_back({control, fault.place.account, fault.place.region, fault.resource->type, fault.resource->id, why,
                                    fault.advice.empty() ? std::vector<std::string>() : std::vector{fault.advice}});
        }
    }

    Change begun(const Task& task, const collect::Place& place) const {
        const Remedy& remedy = *task.remedy;
        Change made;
        made.id = number_in(plan_, remedy.id);
        made.remedy = remedy.id;
        made.title = remedy.title;
        made.risk = remedy.live_risk;
        made.warning = remedy.live_warning;
        made.controls = task.controls;
        made.account = place.account;
        made.region = place.region;
        made.partition = place.partition;
        return made;
    }

    // What the user has to say first.
    std::string needs(const Remedy& remedy) const {
        for (const std::string& need : remedy.needs)
            if (!request_.settings.contains(need)) return fmt::format("it needs to be told `--set {}=...`", need);
        return {};
    }

    Value settings(base::Arena& arena) const {
        std::vector<value::Member> all;
        for (const auto& [name, text] : request_.settings)
            all.push_back({value::make_string(arena, name, 0), value::make_string(arena, text, 0)});
        return value::make_map(arena, all, 0);
    }

    // The edits with what the settings and the place make of them. False where something is missing.
    bool edits(const Task& task, base::Arena& arena, collect::Workshop& workshop, std::vector<Edit>& all) const {
        const collect::Answers none;
        const collect::View view{task.fault->place, none, settings(arena), {}, task.fault->resource->id};
        collect::Evaluator evaluator(view, workshop);
        all = task.remedy->live;
        for (Edit& edit : all) {
            if (!edit.made_to) continue;
            const std::optional<Value> made = evaluator.evaluate(*edit.made_to);
            if (!made || made->is_unknown()) return false;
            edit.to = *made;
        }
        return true;
    }

    // Why it cannot be changed; empty where the change is planned.
    std::string change(const Task& task) {
        const model::Resource& resource = *task.fault->resource;
        std::string& text = bodies_.of(resource);
        auto document = value::read_json(std::make_shared<base::Source>(resource.id, text));
        if (!document) return document.error().message;
        auto layout = value::read_layout(*document);
        if (!layout) return layout.error().message;
        base::Arena arena;
        collect::Workshop workshop;
        std::vector<Edit> wanted;
        if (!edits(task, arena, workshop, wanted)) return "what it would become is not known";
        Draft draft(*document, *std::move(layout));
        const Outcome outcome = apply(wanted, kLogicalId, resource.type, draft, arena);
        if (!outcome.blocked.empty()) return outcome.blocked;
        if (outcome.changes == 0) return std::string(kDoesMore);
        const Value tree = draft.tree(arena);
        Change made = begun(task, task.fault->place);
        made.type = resource.type;
        made.resource = resource.id;
        std::string why = turn(made, properties_of(document->root), properties_of(tree));
        if (!why.empty()) return why;
        text = value::to_json(tree);
        plan_.changes.push_back(std::move(made));
        return {};
    }

    // Fills in what the change turns into what.
    std::string turn(Change& made, const Value& before, const Value& after) const {
        const collect::Place place{made.account, made.region, made.partition};
        const Turn there{made.type, made.resource, place, before, after};
        const std::set<std::string> names = touched(request_.writers, there);
        made.touches.assign(names.begin(), names.end());
        made.before = state_of(before, made.touches);
        made.after = state_of(after, made.touches);
        if (holds_unknown(made.before)) return "what is there now is not known";
        made.whole = value::to_json(after);
        return finish(made, there, {made.type, made.resource, place, after, before});
    }

    std::string finish(Change& made, const Turn& there, const Turn& back) const {
        auto calls = calls_for(request_.writers, there);
        if (!calls) return calls.error().message;
        if (calls->empty()) return std::string(kDoesMore);
        if (holds_unknown(made.after)) return "what it would become is not known";
        made.calls = *std::move(calls);
        if (auto undo = calls_for(request_.writers, back)) made.undo = *std::move(undo);
        const auto state = base::sha256_hex(made.before);
        if (!state) return state.error().message;
        made.state = *state;
        return {};
    }

    std::string create(const Task& task) {
        for (const Creation& creation : task.remedy->creations)
            for (const collect::Place& place : places(task, creation))
                if (std::string why = create_one(task, creation, place); !why.empty()) return why;
        return {};
    }

    std::vector<collect::Place> places(const Task& task, const Creation& creation) const {
        const collect::Place& home = task.fault->place;
        const auto regions = request_.regions.find(home.account);
        if (!creation.every_region || regions == request_.regions.end()) return {home};
        std::vector<collect::Place> all;
        for (const std::string& region : regions->second) all.push_back({home.account, region, home.partition});
        return all;
    }

    // What IAM has, it has in all regions.
    bool is_planned(const Change& made) const {
        return std::ranges::any_of(plan_.changes, [&](const Change& each) {
            return each.before.empty() && each.type == made.type && each.resource == made.resource && each.account == made.account &&
                   (each.region == made.region || made.type.starts_with("AWS::IAM::"));
        });
    }

    std::string create_one(const Task& task, const Creation& creation, const collect::Place& place) {
        base::Arena arena;
        const collect::Answers none;
        const collect::View view{place, none, settings(arena), {}};
        collect::Workshop workshop;
        collect::Evaluator evaluator(view, workshop);
        const std::optional<Value> properties = evaluator.evaluate(creation.properties);
        const std::optional<Value> name = evaluator.evaluate(creation.name);
        if (!properties || !name || !name->is_string()) return fmt::format("what a new {} would be is not known", creation.type);
        Change made = begun(task, place);
        made.type = creation.type;
        made.resource = std::string(name->as_string());
        if (is_planned(made)) return {};
        made.after = value::to_json(*properties);
        made.whole = made.after;
        std::string why =
            finish(made, {made.type, made.resource, place, {}, *properties}, {made.type, made.resource, place, *properties, {}});
        if (why.empty()) plan_.changes.push_back(std::move(made));
        return why;
    }

    const PlanRequest& request_;
    Plan& plan_;
    Bodies bodies_;
};

}  // namespace

std::string state_of(const Value& properties, std::span<const std::string> names) {
    std::string out;
    for (const std::string& name : names) {
        const Value* found = properties.find(name);
        if (found == nullptr || found->is_null()) continue;
        out += out.empty() ? "{" : ",";
        value::write_json_string(out, name);
        out += ':';
        value::write_json(out, *found);
    }
    return out.empty() ? "{}" : out + "}";
}

void plan_changes(const PlanRequest& request, Plan& plan) {
    Planner(request, plan).run();
    std::ranges::sort(plan.manual, {}, [](const Manual& left) { return std::tie(left.control, left.account, left.region, left.resource); });
}

}  // namespace vouch::remedy
