// SPDX-License-Identifier: Apache-2.0
// Compiles filters. A gate is what a condition needs of one slot: `$.eventName = A || $.eventName = B` needs one of two texts, a
// conjunction needs what one of its parts needs, and a disjunction what its parts need together. Tested by matcher_test.cc.
#include "pattern/matcher.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "pattern/detail/program.h"

namespace vouch::pattern {
namespace {

constexpr std::size_t kBitsAWord = 64;

void set_bit(Bits& bits, std::size_t number) { bits[number / kBitsAWord] |= std::uint64_t{1} << (number % kBitsAWord); }

bool same(const Term& a, const Term& b) {
    return a.text == b.text && a.open_front == b.open_front && a.open_back == b.open_back && a.number == b.number && a.regex == b.regex;
}

// Whether the test is that a slot holds one certain text.
bool asks_for_text(const Test& test) {
    return test.relation == Relation::equal && !test.term.regex && !test.term.number && !test.term.open_front && !test.term.open_back;
}

class Compiler {
public:
    explicit Compiler(Matcher::Program& program) : program_(program) { program_.places.emplace_back(); }

    void compile(const std::vector<Selector>& fields) {
        const std::size_t count = program_.filters.size();
        program_.json.assign((count + kBitsAWord - 1) / kBitsAWord, 0);
        for (std::size_t i = 0; i < count; ++i) add(i);
        for (const Selector& field : fields) program_.fields.push_back(slot_of(field));
        make_gates();
        for (Place& place : program_.places) settle(place);
    }

private:
    using Texts = std::optional<std::set<std::string>>;  // nullopt: anything will do

    void add(std::size_t number) {
        const Filter& filter = program_.filters[number];
        auto& tests = program_.tests.emplace_back();
        if (filter.form != Filter::Form::json) {
            program_.others.push_back(static_cast<std::uint32_t>(number));
            return;
        }
        if (filter.root) set_bit(program_.json, number);
        std::vector<std::uint32_t> slots;
        for (const Selector& selector : filter.selectors) slots.push_back(slot_of(selector));
        for (const Test& test : filter.tests) {
            Test moved = test;
            moved.subject = slots[test.subject];
            tests.push_back(shared(std::move(moved)));
        }
    }

    std::uint32_t shared(Test test) {
        for (std::size_t i = 0; i < program_.all.size(); ++i) {
            const Test& other = program_.all[i];
            if (other.subject == test.subject && other.relation == test.relation && same(other.term, test.term))
                return static_cast<std::uint32_t>(i);
        }
        program_.all.push_back(std::move(test));
        return static_cast<std::uint32_t>(program_.all.size() - 1);
    }

    std::uint32_t slot_of(const Selector& selector) {
        std::uint32_t place = 0;
        for (const Step& step : selector.steps) place = next(place, step);
        std::uint32_t& slot = program_.places[place].slot;
        if (slot == kNone) slot = static_cast<std::uint32_t>(program_.slots++);
        return slot;
    }

    std::uint32_t next(std::uint32_t from, const Step& step) {
        const auto found = edges_.find({from, step.kind, step.key, step.index});
        if (found != edges_.end()) return found->second;
        const auto to = static_cast<std::uint32_t>(program_.places.size());
        program_.places.emplace_back();
        Place& place = program_.places[from];
        switch (step.kind) {
            case Step::Kind::key: place.keys.push_back({step.key, to}); break;
            case Step::Kind::index: place.elements.emplace_back(step.index, to); break;
            case Step::Kind::any: place.any = to; break;
        }
        edges_.emplace(std::tuple(from, step.kind, step.key, step.index), to);
        return to;
    }

    // Spreads the keys over a table that is at most half full.
    static void settle(Place& place) {
        std::vector<Place::Edge> keys = std::move(place.keys);
        place.key_count = keys.size();
        place.keys.clear();
        if (keys.empty()) return;
        std::size_t places = 8;
        while (places < keys.size() * 2) places *= 2;
        place.keys.resize(places);
        for (Place::Edge& edge : keys) {
            std::size_t at = Place::key_slot(edge.key, places);
            while (place.keys[at].to != kNone) at = (at + 1) & (places - 1);
            place.keys[at] = std::move(edge);
        }
    }

    void make_gates() {
        const std::size_t words = program_.json.size();
        for (std::uint32_t slot = 0; slot < program_.slots; ++slot) {
            Gate gate{slot, Bits(words, 0), {}};
            for (std::size_t i = 0; i < program_.filters.size(); ++i) {
                const Filter& filter = program_.filters[i];
                const Texts texts = filter.form == Filter::Form::json && filter.root ? needed(i, *filter.root, slot) : Texts();
                if (!texts) set_bit(gate.open, i);
                if (texts)
                    for (const std::string& text : *texts) set_bit(gate.texts.try_emplace(text, Bits(words, 0)).first->second, i);
            }
            if (gate.texts.empty()) continue;
            for (auto& [text, bits] : gate.texts)
                for (std::size_t i = 0; i < words; ++i) bits[i] |= gate.open[i];
            program_.gates.push_back(std::move(gate));
        }
    }

    // The texts of which the slot must hold one where the condition holds.
    Texts needed(std::size_t number, std::uint32_t index, std::uint32_t slot) const {
        const Filter& filter = program_.filters[number];
        const Node& node = filter.nodes[index];
        if (node.kind == Node::Kind::test) {
            const Test& test = program_.all[program_.tests[number][node.test]];
            return test.subject == slot && asks_for_text(test) ? Texts({test.term.text}) : Texts();
        }
        Texts all;
        for (const std::uint32_t child : node.children) {
            Texts texts = needed(number, child, slot);
            if (node.kind == Node::Kind::all && texts) return texts;
            if (node.kind == Node::Kind::any && !texts) return texts;
            if (node.kind == Node::Kind::all) continue;
            if (!all) all.emplace();
            all->merge(*texts);
        }
        return all;
    }

    Matcher::Program& program_;
    std::map<std::tuple<std::uint32_t, Step::Kind, std::string, std::size_t>, std::uint32_t> edges_;
};

std::shared_ptr<const Matcher::Program> compiled(std::vector<Filter> filters, const std::vector<Selector>& fields) {
    auto program = std::make_shared<Matcher::Program>();
    program->filters = std::move(filters);
    Compiler(*program).compile(fields);
    return program;
}

}  // namespace

Matcher::Matcher(std::vector<Filter> filters, const std::vector<Selector>& fields) : program_(compiled(std::move(filters), fields)) {}

base::Result<Selector> parse_selector(std::string_view text) {
    VOUCH_TRY(const Filter filter, parse_filter(fmt::format("{{ {} IS NULL }}", text)));
    if (filter.selectors.size() != 1 || filter.tests.size() != 1)
        return base::fail(base::Code::syntax, fmt::format("`{}` is no selector", text), base::Location{"<pattern>", 1, 1});
    return filter.selectors.front();
}

}  // namespace vouch::pattern
