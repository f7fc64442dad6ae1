// SPDX-License-Identifier: Apache-2.0
// One walk over an event fills the slots; gates leave the few filters that can match; those are judged, each test once. Tested by
// matcher_test.cc, against matches() of filter.h.
#include <algorithm>
#include <bit>
#include <deque>
#include <string>

#include "pattern/detail/found_value.h"
#include "pattern/detail/program.h"

namespace vouch::pattern {

using base::Code;
using base::Result;
using detail::FoundValue;
using value::JsonCursor;

namespace {

std::unexpected<base::Error> cut_off() { return base::fail(Code::syntax, "is no JSON, or ends within an event"); }

FoundValue word_value(std::string_view word) {
    switch (word.empty() ? '\0' : word.front()) {
        case 't': return {FoundValue::Kind::yes, {}};
        case 'f': return {FoundValue::Kind::no, {}};
        case 'n': return {FoundValue::Kind::null, {}};
        default: return {FoundValue::Kind::number, word};
    }
}

}  // namespace

struct Matching::State {
    explicit State(const Matcher& compiled)
        : matcher(compiled), program(matcher.program()), heads(program.slots, kNone), known(program.all.size(), 0) {}

    void clear() {
        std::ranges::fill(heads, kNone);
        std::ranges::fill(known, std::uint8_t{0});
        values.clear();
        unescaped.clear();
        matched.clear();
    }

    void keep(std::uint32_t slot, const FoundValue& found) {
        values.push_back({found, kNone});
        const auto number = static_cast<std::uint32_t>(values.size() - 1);
        std::uint32_t* last = &heads[slot];
        while (*last != kNone) last = &values[*last].next;
        *last = number;
    }

    // The text that `raw` stands for; what stands for nothing is taken as it is written.
    std::string_view text_of(std::string_view raw, bool escaped) {
        if (!escaped) return raw;
        auto text = value::unescape_json(raw);
        if (!text) return raw;
        return unescaped.emplace_back(*std::move(text));
    }

    // Goes over the value at the cursor, which lies at `place` of the tree. Nesting is bounded by that of the selectors.
    bool visit(JsonCursor& cursor, const Place& place) {
        const char begin = cursor.here();
        if (begin == '{' || begin == '[') {
            if (place.slot != kNone) keep(place.slot, {FoundValue::Kind::container, {}});
            if (begin == '{') return place.key_count == 0 ? cursor.skip() : visit_members(cursor, place);
            return place.any == kNone && place.elements.empty() ? cursor.skip() : visit_elements(cursor, place);
        }
        if (place.slot == kNone) return cursor.skip();
        if (begin == '"') {
            std::string_view raw;
            bool escaped = false;
            cursor.take_string(raw, escaped);
            keep(place.slot, {FoundValue::Kind::text, text_of(raw, escaped)});
            return true;
        }
        if (begin == '\0' || begin == ',' || begin == ':' || begin == '}' || begin == ']') return false;
        keep(place.slot, word_value(cursor.take_word()));
        return true;
    }

    bool visit_members(JsonCursor& cursor, const Place& place) {
        cursor.step();
        if (cursor.here() == '}') {
            cursor.step();
            return true;
        }
        for (;;) {
            std::string_view raw;
            bool escaped = false;
            if (!cursor.take_key(raw, escaped)) return false;
            const std::uint32_t to = place.find(escaped ? text_of(raw, escaped) : raw);
            if (!(to == kNone ? cursor.skip() : visit(cursor, program.places[to]))) return false;
            const char behind = cursor.here();
            if (behind != ',' && behind != '}') return false;
            cursor.step();
            if (behind == '}') return true;
        }
    }

    bool visit_elements(JsonCursor& cursor, const Place& place) {
        cursor.step();
        if (cursor.here() == ']') {
            cursor.step();
            return true;
        }
        for (std::size_t index = 0;; ++index) {
            if (!visit_element(cursor, place, index)) return false;
            const char behind = cursor.here();
            if (behind != ',' && behind != ']') return false;
            cursor.step();
            if (behind == ']') return true;
        }
    }

    // An element may lie at two places: that of its index and that of `[*]`.
    bool visit_element(JsonCursor& cursor, const Place& place, std::size_t index) {
        const auto found = std::ranges::find(place.elements, index, &std::pair<std::size_t, std::uint32_t>::first);
        if (found == place.elements.end()) return place.any == kNone ? cursor.skip() : visit(cursor, program.places[place.any]);
        JsonCursor again = cursor;
        if (!visit(cursor, program.places[found->second])) return false;
        return place.any == kNone || visit(again, program.places[place.any]);
    }

    // Which filters the texts of the event let through.
    void pass_gates() {
        candidates = program.json;
        for (const Gate& gate : program.gates) {
            passing = gate.open;
            for (std::uint32_t at = heads[gate.slot]; at != kNone; at = values[at].next) {
                const FoundValue& found = values[at].found;
                if (found.kind != FoundValue::Kind::text && found.kind != FoundValue::Kind::number) continue;
                const auto bits = gate.texts.find(found.text);
                if (bits == gate.texts.end()) continue;
                for (std::size_t i = 0; i < passing.size(); ++i) passing[i] |= bits->second[i];
            }
            for (std::size_t i = 0; i < candidates.size(); ++i) candidates[i] &= passing[i];
        }
    }

    void judge_candidates() {
        for (std::size_t word = 0; word < candidates.size(); ++word)
            for (std::uint64_t bits = candidates[word]; bits != 0; bits &= bits - 1) {
                const auto number = static_cast<std::uint32_t>(word * 64 + static_cast<unsigned>(std::countr_zero(bits)));
                if (holds(number, *program.filters[number].root)) matched.push_back(number);
            }
    }

    void judge_others(std::string_view line) {
        for (const std::uint32_t number : program.others) {
            const auto answer = matches(program.filters[number], line);
            if (!answer) ++gave_up;
            if (answer && *answer) matched.push_back(number);
        }
        if (!program.others.empty()) std::ranges::sort(matched);
    }

    bool holds(std::uint32_t number, std::uint32_t index) {
        const Filter& filter = program.filters[number];
        const Node& node = filter.nodes[index];
        const auto child = [this, number](std::uint32_t each) { return holds(number, each); };
        switch (node.kind) {
            case Node::Kind::all: return std::ranges::all_of(node.children, child);
            case Node::Kind::any: return std::ranges::any_of(node.children, child);
            case Node::Kind::test: break;
        }
        return test_holds(program.tests[number][node.test]);
    }

    bool test_holds(std::uint32_t number) {
        std::uint8_t& answer = known[number];  // 0: not judged yet, 1: no, 2: yes
        if (answer == 0) answer = judge_test(program.all[number]) ? 2 : 1;
        return answer == 2;
    }

    bool judge_test(const Test& test) {
        std::uint32_t at = heads[test.subject];
        if (test.relation == Relation::not_exists) return at == kNone;
        bool failed = false;
        for (; at != kNone; at = values[at].next)
            if (detail::holds(test, values[at].found, failed)) return true;
        gave_up += failed ? 1U : 0U;
        return false;
    }

    struct Kept {
        FoundValue found;
        std::uint32_t next;
    };

    Matcher matcher;
    const Matcher::Program& program;
    std::vector<std::uint32_t> heads;  // per slot: its first value
    std::vector<std::uint8_t> known;   // per test
    std::vector<Kept> values;
    std::deque<std::string> unescaped;
    Bits candidates;
    Bits passing;
    std::vector<std::uint32_t> matched;
    std::size_t gave_up = 0;
};

Matching::Matching(const Matcher& matcher) : state_(std::make_unique<State>(matcher)) {}
Matching::Matching(Matching&&) noexcept = default;
Matching& Matching::operator=(Matching&&) noexcept = default;
Matching::~Matching() = default;

Result<std::span<const std::uint32_t>> Matching::judge(JsonCursor& cursor, std::string_view text) {
    State& state = *state_;
    state.clear();
    const std::size_t begin = cursor.offset();
    const bool is_object = cursor.here() == '{';
    if (!(is_object ? state.visit(cursor, state.program.places.front()) : cursor.skip())) return cut_off();
    if (is_object) {
        state.pass_gates();
        state.judge_candidates();
    }
    if (!state.program.others.empty()) {
        const std::string_view line = text.substr(begin, cursor.offset() - begin);
        state.judge_others(line.substr(0, line.find_last_not_of(" \t\r\n") + 1));
    }
    return state.matched;
}

std::optional<std::string_view> Matching::field(std::size_t number) const {
    for (std::uint32_t at = state_->heads[state_->program.fields[number]]; at != kNone; at = state_->values[at].next) {
        const FoundValue& found = state_->values[at].found;
        if (found.kind == FoundValue::Kind::text || found.kind == FoundValue::Kind::number) return found.text;
    }
    return std::nullopt;
}

std::size_t Matching::gave_up() const { return state_->gave_up; }

}  // namespace vouch::pattern
