// SPDX-License-Identifier: Apache-2.0
// What is under way is kept alive by the callbacks that wait for answers. Tested by collector_test.cc, and against the emulator by
// tests/audit.
#include "collect/collector.h"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "collect/link.h"

namespace vouch::collect {

using value::Value;

namespace {

// What a fact looks at was answered by the calls of those properties.
void add_fact_origins(const std::vector<FactSource>& facts, model::Resource& resource) {
    std::vector<model::PropertyOrigin> more;
    for (const FactSource& fact : facts) {
        model::PropertyOrigin one{fact.name, {}};
        for (const model::PropertyOrigin& origin : resource.origins) {
            if (!fact.properties.contains(origin.property)) continue;
            for (const model::CallMadePtr& call : origin.calls)
                if (std::ranges::find(one.calls, call) == one.calls.end()) one.calls.push_back(call);
        }
        if (!one.calls.empty()) more.push_back(std::move(one));
    }
    std::ranges::move(more, std::back_inserter(resource.origins));
}

}  // namespace

// What calls are made for: an account, a region, or a resource in it. Immutable once it is shared.
struct Collector::Subject {
    Growing& unit;
    Place place;
    Answers answers{};
    Value item{};
    Value parent{};
    std::string id{};

    View view() const { return {place, answers, item, parent, id}; }
};

// A unit that is being put together.
struct Collector::Growing {
    std::shared_ptr<model::Unit> unit = std::make_shared<model::Unit>();
    Shaper shaper{unit->arena};
    std::vector<Identified> identities{};

    void add(Shaped made) {
        for (Identity& each : made.identities)
            identities.push_back({std::move(each.text), unit->name, made.resource.id, std::move(each.attribute)});
        unit->resources.push_back(std::move(made.resource));
    }
};

// The answers to some calls, each asked for as soon as those that it uses have come.
class Collector::Reading : public std::enable_shared_from_this<Reading> {
public:
    Reading(Caller& caller, SubjectPtr of, const std::vector<const Call*>& calls, std::function<void(SubjectPtr)> done)
        : caller_(caller), of_(std::move(of)), calls_(calls), done_(std::move(done)) {}

    void go() {
        if (going_) return;  // an answer that was known comes while we ask
        going_ = true;
        for (bool asked = true; asked;) {
            asked = false;
            for (const Call* call : calls_) {
                if (of_->answers.contains(call->name) || !ready(*call) || !asked_.insert(call).second) continue;
                ask(*call);
                asked = true;
            }
        }
        going_ = false;
        const bool complete = std::ranges::all_of(calls_, [&](const Call* call) { return of_->answers.contains(call->name); });
        if (complete && done_) std::exchange(done_, {})(std::move(of_));
    }

private:
    bool ready(const Call& call) const {
        return std::ranges::all_of(call.uses, [&](const std::string& used) {
            return of_->answers.contains(used) || std::ranges::none_of(calls_, [&](const Call* each) { return each->name == used; });
        });
    }

    void ask(const Call& call) {
        Shaper& shaper = of_->unit.shaper;
        const std::optional<Value> input = shaper.input(call, of_->view());
        std::optional<Value> key = call.batch && input && !input->is_unknown() ? shaper.value(call.batch->key, of_->view()) : Value();
        if (!input || !key) {
            of_->answers[call.name].outcome = Outcome::absent;  // there is nothing to ask about
        } else if (input->is_unknown() || key->is_unknown()) {
            of_->answers[call.name] = as_unknown_as(call);
        } else {
            caller_.ask(call, of_->place.region, *input, *key, [self = shared_from_this(), &call](const Answer& answer) {
                self->of_->answers[call.name] = answer;
                self->go();
            });
        }
    }

    // What cannot be asked is denied or failed as that is which it needs.
    Answer as_unknown_as(const Call& call) const {
        for (const std::string& used : call.uses)
            if (const auto found = of_->answers.find(used); found != of_->answers.end())
                if (found->second.outcome == Outcome::denied || found->second.outcome == Outcome::failed) return found->second;
        Answer answer;
        answer.outcome = Outcome::failed;
        answer.code = kNotCalled;
        answer.message = "what it has to be told is not known";
        answer.made =
            std::make_shared<const model::CallMade>(model::CallMade{{call.service, call.operation, of_->place.region, "{}"}, {}, 0});
        return answer;
    }

    Caller& caller_;
    SubjectPtr of_;
    const std::vector<const Call*>& calls_;
    std::set<const Call*> asked_;
    bool going_ = false;
    std::function<void(SubjectPtr)> done_;
};

Collector::Collector(const Plan& plan, Caller& caller, CollectOptions options)
    : plan_(plan), caller_(caller), options_(std::move(options)) {}

Collector::~Collector() = default;

void Collector::start() {
    for (const Planned& planned : plan_.types) {
        if (!planned.row->parent.empty()) continue;
        if (planned.row->scope != Scope::region) {
            list(planned, options_.home, nullptr);
            continue;
        }
        for (const std::string& region : options_.regions) {
            Place place = options_.home;
            place.region = region;
            list(planned, place, nullptr);
        }
    }
}

void Collector::read(SubjectPtr of, const std::vector<const Call*>& calls, std::function<void(SubjectPtr)> done) {
    std::make_shared<Reading>(caller_, std::move(of), calls, std::move(done))->go();
}

// The resources of a row: those of an account or region, or, with a parent, those that are listed for it.
void Collector::list(const Planned& planned, const Place& place, const SubjectPtr& parent) {
    auto of = parent != nullptr ? std::make_shared<Subject>(*parent) : std::make_shared<Subject>(Subject{unit_of(planned, place), place});
    read(std::move(of), planned.list, [this, &planned](const SubjectPtr& lister) { take(planned, lister); });
}

void Collector::take(const Planned& planned, const SubjectPtr& lister) {
    const Row& row = *planned.row;
    const Listed listed = lister->unit.shaper.listed(row, lister->view());
    if (listed.unknown) stand_in(planned, *lister, *listed.unknown);
    for (const Value& each : listed.items) {
        auto item = std::make_shared<Subject>(Subject{lister->unit, lister->place});
        for (const Call* call : planned.list)
            if (const auto found = lister->answers.find(call->name); found != lister->answers.end()) item->answers.insert(*found);
        item->item = each;
        if (!row.parent.empty()) item->parent = lister->item;
        place_in_region(planned, std::move(item), false);
    }
}

// Of what is not known nobody can list anything: that is stood in for as well.
void Collector::stand_in(const Planned& planned, const Subject& lister, const Value& unknown) {
    lister.unit.add(lister.unit.shaper.stand_in(*planned.row, lister.view(), unknown));
    Subject nobody = lister;
    nobody.item = Value();
    for (const Planned& child : plan_.types)
        if (child.row->parent == planned.row->type) stand_in(child, nobody, unknown);
}

// Resources that are listed once for the account are read where they stand.
void Collector::place_in_region(const Planned& planned, SubjectPtr item, bool asked) {
    const Row& row = *planned.row;
    if (row.scope == Scope::global && row.parent.empty()) {
        const std::optional<std::string> region = item->unit.shaper.region(row, item->view());
        if (!region && !asked && !planned.region.empty()) {
            read(std::move(item), planned.region, [this, &planned](const SubjectPtr& known) { place_in_region(planned, known, true); });
            return;
        }
        if (region && !audited(*region)) return;
        Place place = item->place;
        if (region) place.region = *region;
        item = std::make_shared<Subject>(Subject{unit_at(place), place, std::move(item->answers), item->item, item->parent});
    }
    read(std::move(item), planned.reads, [this, &planned](const SubjectPtr& known) { shape(planned, known); });
}

void Collector::shape(const Planned& planned, const SubjectPtr& item) {
    std::optional<Shaped> made = item->unit.shaper.shape(*planned.row, item->view());
    if (!made) return;
    item->id = made->resource.id;
    add_fact_origins(planned.facts, made->resource);
    item->unit.add(*std::move(made));
    for (const Planned& child : plan_.types)
        if (child.row->parent == planned.row->type) list(child, item->place, item);
}

Collector::Growing& Collector::unit_of(const Planned& planned, const Place& place) {
    return planned.row->scope == Scope::account ? unit_at({place.account, {}, place.partition}) : unit_at(place);
}

Collector::Growing& Collector::unit_at(const Place& place) {
    const std::string name = place.account + "/" + (place.region.empty() ? "global" : place.region);
    auto& growing = units_[name];
    if (growing != nullptr) return *growing;
    growing = std::make_unique<Growing>();
    model::Unit& unit = *growing->unit;
    unit.name = name;
    unit.file = name;
    unit.environment = {place.account, place.region, place.partition};
    auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<const base::Source>(name, "");
    unit.document = std::move(document);
    return *growing;
}

bool Collector::audited(const std::string& region) const { return std::ranges::find(options_.regions, region) != options_.regions.end(); }

std::vector<model::UnitPtr> Collector::finish() {
    std::vector<model::UnitPtr> all;
    std::vector<model::Unit*> open;
    std::vector<Identified> identities;
    for (auto& [name, growing] : units_) {
        std::ranges::stable_sort(growing->unit->resources, [](const model::Resource& a, const model::Resource& b) {
            return std::tie(a.type, a.id) < std::tie(b.type, b.id);
        });
        open.push_back(growing->unit.get());
        all.push_back(growing->unit);
        std::ranges::move(growing->identities, std::back_inserter(identities));
    }
    link(open, identities);
    return all;
}

}  // namespace vouch::collect
