// SPDX-License-Identifier: Apache-2.0
// Rules are looked at as text, comments left out: words are names of properties, facts or types. Tested by needs_test.cc.
#include "collect/needs.h"

#include <algorithm>
#include <functional>

namespace vouch::collect {
namespace {

constexpr std::string_view kAll = "*";
constexpr std::string_view kEstate = "Vouch::Estate";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

// The text without comments: from a `#` that begins a line, or stands behind white space outside of quotes, to the end of its line.
std::string without_comments(std::string_view text) {
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool begins = i == 0 || text[i - 1] == '\n' || text[i - 1] == ' ' || text[i - 1] == '\t';
        if (quote == 0 && c == '#' && begins) {
            while (i < text.size() && text[i] != '\n') ++i;
            out += '\n';
            continue;
        }
        if (quote != 0 ? c == quote || c == '\n' : c == '"' || c == '\'') quote = quote != 0 ? 0 : c;
        out += c;
    }
    return out;
}

// Types are words too: two colons between letters belong to one.
std::size_t word_end(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_word(text[at])) {
            ++at;
        } else if (text.substr(at).starts_with("::") && at + 2 < text.size() && is_word(text[at + 2])) {
            at += 2;
        } else {
            break;
        }
    }
    return at;
}

// What a rule file mentions.
struct Mentions {
    std::set<std::string, std::less<>> words;  // `BucketEncryption`, and types: `AWS::S3::Bucket`
    bool relations = false;                    // who refers to whom
    bool everything = false;                   // properties that are not called by name
    std::set<std::string, std::less<>> facts;  // analysers: `Policy` of `Vouch.Policy.AllowsEverything`
};

Mentions mentions(std::string_view rules) {
    Mentions found;
    const std::string text = without_comments(rules);
    bool fact = false;  // the word before was `Vouch` and a dot
    for (std::size_t i = 0; i < text.size();) {
        if (!is_word(text[i])) {
            ++i;
            continue;
        }
        const std::size_t end = word_end(text, i);
        const std::string_view word = std::string_view(text).substr(i, end - i);
        const char next = end < text.size() ? text[end] : ' ';
        const char after = end + 1 < text.size() ? text[end + 1] : ' ';
        found.everything = found.everything || (word == "Properties" && (next == '[' || (next == '.' && (after == '*' || after == '%'))));
        found.relations = found.relations || word == "ReferencedBy" || word == "References";
        found.words.emplace(word);
        if (fact && word != "ReferencedBy" && word != "References") found.facts.emplace(word);
        fact = word == "Vouch" && next == '.';
        i = end;
    }
    return found;
}

class Needing {
public:
    Needing(const Catalog& catalog, Needs& needs) : catalog_(catalog), needs_(needs) {}

    void add(const model::Control& control) {
        const Mentions found = mentions(control.rules->text());
        // An analyser of which `facts` says nothing looks at the resource itself, nobody knows at what of it.
        const bool own = std::ranges::any_of(found.facts, [&](const std::string& each) { return !catalog_.facts.contains(each); });
        for (const std::string& type : control.resources)
            if (type != kEstate) add(type, found, own);
        for (const std::string& word : found.words)
            if (word.find("::") != std::string::npos && word != kEstate)
                add(word, found, found.relations && std::ranges::find(control.resources, word) == control.resources.end());
        for (const auto& [fact, types] : catalog_.facts) {  // `Policy`, or more narrowly `Policy.AsksForMfa`
            const std::size_t dot = std::min(fact.find('.'), fact.size());
            if (!found.words.contains(std::string_view(fact).substr(0, dot))) continue;
            if (dot < fact.size() && !found.words.contains(std::string_view(fact).substr(dot + 1))) continue;
            for (const auto& [type, properties] : types) needs_[type].insert(properties.begin(), properties.end());
        }
    }

private:
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

void plan_row(const Catalog& catalog, const Needs& needs, const Row& row, Plan& plan) {
    if (std::ranges::find(plan.types, &row, &Planned::row) != plan.types.end()) return;
    if (const Row* parent = catalog.row(row.parent)) plan_row(catalog, needs, *parent, plan);
    Ordering ordering(*row.table);
    for (const std::string& call : row.calls_always) ordering.add(call);
    if (const auto wanted = needs.find(row.type); wanted != needs.end())
        for (const Property& property : row.properties)
            if (wanted->second.contains(property.name) || wanted->second.contains(std::string(kAll)))
                for (const std::string& call : property.calls) ordering.add(call);
    Planned planned{.row = &row, .list = {}, .region = {}, .reads = ordering.calls};
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
