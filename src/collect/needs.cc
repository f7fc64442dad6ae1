// SPDX-License-Identifier: Apache-2.0
// A word in the rules counts whatever it is there for. Tested by needs_test.cc.
#include "collect/needs.h"

#include <algorithm>

#include "collect/mentions.h"

namespace vouch::collect {
namespace {

constexpr std::string_view kAll = "*";
constexpr std::string_view kEstate = "Vouch::Estate";

// What stands before the first dot of a path.
std::string first_step(std::string_view path) { return std::string(path.substr(0, path.find('.'))); }

bool has_fragment(std::string path, const std::vector<std::string>& fragments) {
    for (char& c : path)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return std::ranges::any_of(fragments, [&](const std::string& each) { return path.find(each) != std::string::npos; });
}

class Needing {
public:
    Needing(const Catalog& catalog, Needs& needs) : catalog_(catalog), needs_(needs) {}

    void add(const model::Control& control) {
        const Mentions found = mentions(control.rules->text());
        const bool refers = std::ranges::any_of(found.references, [](const Looking& each) { return each.paths.empty(); });
        for (const std::string& type : control.resources)
            if (type != kEstate)
                add(type, found, refers || std::ranges::any_of(found.facts, [&](const auto& each) { return own(each, type); }));
        for (const std::string& word : found.words)
            if (word.find("::") != std::string::npos && word != kEstate) add_word(word, found, control);
        for (const std::string& type : control.resources) {
            if (type == kEstate) continue;
            for (const Looking& each : found.referenced_by) add_referring(type, each);
            for (const Looking& each : found.references) add_referred(type, each);
        }
        add_facts(found);
    }

private:
    void add_facts(const Mentions& found) {
        for (const auto& [fact, types] : catalog_.facts) {  // `Policy`, or more narrowly `Policy.AsksForMfa`
            const std::size_t dot = std::min(fact.find('.'), fact.size());
            if (!found.words.contains(std::string_view(fact).substr(0, dot))) continue;
            if (dot < fact.size() && !found.words.contains(std::string_view(fact).substr(dot + 1))) continue;
            for (const auto& [type, properties] : types) needs_[type].insert(properties.begin(), properties.end());
        }
    }

    // A type, or how several begin: `AWS::Bedrock`.
    void add_word(const std::string& word, const Mentions& found, const model::Control& control) {
        const std::string begins = word + "::";
        bool several = false;
        for (const auto& [type, row] : catalog_.rows) {
            if (!type.starts_with(begins)) continue;
            several = true;
            add(type, found, found.relations());
        }
        if (!several) add(word, found, found.relations() && std::ranges::find(control.resources, word) == control.resources.end());
    }

    // What may refer to resources of that type, where the rules do not say which types do.
    void add_referring(const std::string& type, const Looking& looking) {
        for (const std::string& path : looking.paths) add_everywhere(first_step(path));
        if (looking.bounded && looking.fragments.empty()) return;
        const auto named = catalog_.named.find(type);
        if (named == catalog_.named.end()) return add_everything(true);
        for (const auto& [from, paths] : named->second)
            for (const std::string& path : paths)
                if (looking.fragments.empty() || has_fragment(path, looking.fragments)) needs_[from].insert(first_step(path));
    }

    // What resources of that type may refer to, likewise.
    void add_referred(const std::string& type, const Looking& looking) {
        if (looking.types) return;
        bool found = false;
        for (const auto& [to, named] : catalog_.named) {
            const auto here = named.find(type);
            if (here == named.end()) continue;
            found = true;
            needs_[to];
        }
        if (!found || looking.paths.empty()) add_everything(false);
    }

    void add_everywhere(const std::string& property) {
        for (const auto& [type, row] : catalog_.rows)
            if (std::ranges::find(row->properties, property, &Property::name) != row->properties.end()) needs_[type].insert(property);
    }

    void add_everything(bool properties) {
        for (const auto& [type, row] : catalog_.rows) {
            auto& needed = needs_[type];
            if (properties) needed.emplace(kAll);
        }
    }

    // An analyser of which `facts` says nothing looks at the resource itself, nobody knows at what of it.
    bool own(const std::string& analyser, const std::string& type) const {
        if (catalog_.facts.contains(analyser)) return false;
        const auto about = catalog_.about.find(analyser);
        return about == catalog_.about.end() || about->second.contains(type);
    }

    void add(const std::string& type, const Mentions& found, bool all) {
        auto& properties = needs_[type];
        if (all || found.everything) properties.emplace(kAll);
        const Row* row = catalog_.row(type);
        if (row == nullptr) return;
        for (const Property& property : row->properties)
            if (found.words.contains(property.name)) properties.insert(property.name);
    }

    const Catalog& catalog_;
    Needs& needs_;
};

// The calls that a row needs, each behind those that it uses.
class Ordering {
public:
    explicit Ordering(const ServiceTable& table) : table_(table) {}

    void add(const std::string& name, int depth = 0) {
        const Call* call = table_.call(name);
        if (call == nullptr || depth > kLongestChain || std::ranges::find(calls, call) != calls.end()) return;
        for (const std::string& used : call->uses) add(used, depth + 1);
        calls.push_back(call);
    }

    std::vector<const Call*> calls;

private:
    static constexpr int kLongestChain = 8;  // of calls that need one another
    const ServiceTable& table_;
};

std::vector<FactSource> facts_of(const Catalog& catalog, const std::string& type) {
    std::vector<FactSource> all;
    for (const auto& [fact, types] : catalog.facts) {
        const auto found = types.find(type);
        if (found == types.end() || found->second.contains(std::string(kAll))) continue;
        all.push_back({"Vouch." + fact, found->second});
    }
    return all;
}

void plan_row(const Catalog& catalog, const Needs& needs, const Row& row, Plan& plan) {
    if (std::ranges::find(plan.types, &row, &Planned::row) != plan.types.end()) return;
    if (const Row* parent = catalog.row(row.parent)) plan_row(catalog, needs, *parent, plan);
    Ordering ordering(*row.table);
    for (const std::string& call : row.calls_always) ordering.add(call);
    if (const auto wanted = needs.find(row.type); wanted != needs.end())
        for (const Property& property : row.properties)
            if (wanted->second.contains(property.name) || wanted->second.contains(std::string(kAll)))
                for (const std::string& call : property.calls) ordering.add(call);
    Planned planned{.row = &row, .list = {}, .region = {}, .reads = ordering.calls, .facts = facts_of(catalog, row.type)};
    if (const Call* list = row.table->call(row.list)) {
        Ordering before(*row.table);
        before.add(list->name);
        planned.list = before.calls;
    }
    Ordering region(*row.table);
    for (const std::string& call : row.region_calls) region.add(call);
    planned.region = region.calls;
    for (const auto* calls : {&planned.list, &planned.region, &planned.reads})
        plan.calls.insert(plan.calls.end(), calls->begin(), calls->end());
    plan.types.push_back(std::move(planned));
}

}  // namespace

Needs needs_of(const Catalog& catalog, std::span<const model::Control> controls) {
    Needs needs;
    Needing needing(catalog, needs);
    for (const model::Control& control : controls) needing.add(control);
    return needs;
}

Plan plan(const Catalog& catalog, const Needs& needs) {
    Plan made;
    made.calls = catalog.always;
    for (const auto& [type, properties] : needs) {
        const auto [begin, end] = catalog.rows.equal_range(type);
        for (auto row = begin; row != end; ++row) plan_row(catalog, needs, *row->second, made);
        if (begin == end) made.not_collected.push_back(type);
    }
    const auto order = [](const Call* call) { return std::pair(call->title(), call->name); };
    std::ranges::sort(made.calls, {}, order);
    const auto again = std::ranges::unique(made.calls);
    made.calls.erase(again.begin(), again.end());
    return made;
}

std::vector<std::string> Plan::actions() const {
    std::vector<std::string> all;
    for (const Call* call : calls) all.insert(all.end(), call->actions.begin(), call->actions.end());
    std::ranges::sort(all);
    const auto again = std::ranges::unique(all);
    all.erase(again.begin(), again.end());
    return all;
}

}  // namespace vouch::collect
