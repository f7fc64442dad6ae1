// SPDX-License-Identifier: Apache-2.0
// A comparison holds or not on what its selector finds; nothing found, a map, a list, a null and a boolean satisfy neither = nor !=
// (docs/patterns.md says on what evidence). Each look-up of `[*]` forks, so the work is bounded by the event's size times the
// tests. Tested by filter_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "pattern/detail/found_value.h"
#include "pattern/filter.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::pattern {

using value::Kind;
using value::Value;

namespace {

using detail::compare;
using detail::FoundValue;
using detail::text_matches;

// Evaluates the condition of a filter; what a test says about its subject is told by `Subject`.
template <class Subject>
class Judge {
public:
    Judge(const Filter& filter, const Subject& subject) : filter_(filter), subject_(subject) {}

    bool holds(std::uint32_t index) {
        const Node& node = filter_.nodes[index];
        const auto child = [this](std::uint32_t each) { return holds(each); };
        switch (node.kind) {
            case Node::Kind::all: return std::ranges::all_of(node.children, child);
            case Node::Kind::any: return std::ranges::any_of(node.children, child);
            case Node::Kind::test: break;
        }
        return subject_.holds(filter_.tests[node.test]);
    }

private:
    const Filter& filter_;
    const Subject& subject_;
};

// A value as tests see it; `buffer` keeps the text of a number.
FoundValue found_in(const Value& value, std::string& buffer) {
    using enum FoundValue::Kind;
    if (value.is_string()) return {text, value.as_string()};
    if (value.is_null()) return {null, {}};
    if (value.kind() == Kind::boolean) return {value.as_boolean() ? yes : no, {}};
    if (!value.is_number()) return {container, {}};
    buffer = value::to_json(value);
    return {number, buffer};
}

// The subjects of a JSON pattern: what selectors find in an event.
class JsonSubject {
public:
    JsonSubject(const Filter& filter, const Value& event, bool& gave_up) : filter_(filter), event_(event), gave_up_(gave_up) {}

    bool holds(const Test& test) const {
        const std::vector<Step>& steps = filter_.selectors[test.subject].steps;
        if (test.relation == Relation::not_exists) return !any(event_, steps, [](const Value&) { return true; });
        std::string buffer;
        return any(event_, steps, [&](const Value& found) { return detail::holds(test, found_in(found, buffer), gave_up_); });
    }

private:
    // Whether `accept` takes one of the values that the steps lead to.
    template <class Accept>
    static bool any(const Value& from, std::span<const Step> steps, const Accept& accept) {
        Value here = from;
        for (; !steps.empty(); steps = steps.subspan(1)) {
            const Step& step = steps.front();
            if (step.kind == Step::Kind::key) {
                const Value* next = here.find(step.key, step.hash);
                if (next == nullptr) return false;
                here = *next;
                continue;
            }
            if (!here.is_list()) return false;
            if (step.kind == Step::Kind::any)
                return std::ranges::any_of(here.as_list(), [&](const Value& item) { return any(item, steps.subspan(1), accept); });
            if (step.index >= here.length()) return false;
            here = here.as_list()[step.index];
        }
        return accept(here);
    }

    const Filter& filter_;
    const Value& event_;
    bool& gave_up_;
};

// A line cut into fields: at blanks, except between [ and ] and between double quotes.
std::vector<std::string_view> fields_of(std::string_view line) {
    std::vector<std::string_view> fields;
    while (true) {
        line.remove_prefix(std::min(line.find_first_not_of(" \t\r\n"), line.size()));
        if (line.empty()) return fields;
        const char close = line.front() == '[' ? ']' : line.front() == '"' ? '"' : '\0';
        const std::size_t end = close == '\0' ? std::string_view::npos : line.find(close, 1);
        if (end != std::string_view::npos) {
            fields.push_back(line.substr(1, end - 1));
            line.remove_prefix(end + 1);
        } else {
            const std::size_t length = std::min(line.find_first_of(" \t\r\n"), line.size());
            fields.push_back(line.substr(0, length));
            line.remove_prefix(length);
        }
    }
}

std::optional<double> number_in(std::string_view text) {
    const std::string copy(text);
    char* end = nullptr;
    const double number = std::strtod(copy.c_str(), &end);
    if (copy.empty() || end != copy.c_str() + copy.size() || copy.find_first_not_of("+-.0123456789eE") != std::string::npos)
        return std::nullopt;
    return number;
}

// The subjects of a space-delimited pattern: the fields of a line.
class LineSubject {
public:
    LineSubject(const Filter& filter, std::vector<std::string_view> fields, bool& gave_up)
        : filter_(filter), fields_(std::move(fields)), gave_up_(gave_up) {}

    bool fits() const { return filter_.ellipsis ? fields_.size() >= filter_.fields.size() : fields_.size() == filter_.fields.size(); }

    bool holds(const Test& test) const {
        std::size_t place = test.subject;
        if (filter_.ellipsis && place >= *filter_.ellipsis) place += fields_.size() - filter_.fields.size();
        const std::string_view text = fields_[place];
        if (const auto number = test.term.number ? number_in(text) : std::nullopt)
            return compare(test.relation, *number, *test.term.number);
        if (test.relation != Relation::equal && test.relation != Relation::not_equal) return false;
        return text_matches(test.term, text, gave_up_) == (test.relation == Relation::equal);
    }

private:
    const Filter& filter_;
    std::vector<std::string_view> fields_;
    bool& gave_up_;
};

bool words_match(const Filter& filter, std::string_view line, bool& gave_up) {
    const auto has = [&](const Word& word) {
        if (!word.term.regex) return line.contains(word.term.text);
        return text_matches(word.term, line, gave_up);
    };
    if (filter.words.front().kind == Word::Kind::either) return std::ranges::any_of(filter.words, has);
    return std::ranges::all_of(filter.words, [&](const Word& word) { return has(word) == (word.kind == Word::Kind::include); });
}

bool line_matches(const Filter& filter, std::string_view line, bool& gave_up) {
    if (filter.form == Filter::Form::words) return words_match(filter, line, gave_up);
    const LineSubject subject(filter, fields_of(line), gave_up);
    return subject.fits() && (!filter.root || Judge(filter, subject).holds(*filter.root));
}

base::Result<bool> told(bool answer, bool gave_up) {
    if (gave_up) return base::fail(base::Code::regex, "a regular expression of the pattern takes too many steps on this event");
    return answer;
}

}  // namespace

base::Result<bool> matches(const Filter& filter, const Value& event) {
    if (filter.form == Filter::Form::everything) return true;
    if (filter.form != Filter::Form::json) return matches(filter, value::to_json(event));
    bool gave_up = false;
    const JsonSubject subject(filter, event, gave_up);
    const bool answer = event.is_map() && filter.root && Judge(filter, subject).holds(*filter.root);
    return told(answer, gave_up);
}

base::Result<bool> matches(const Filter& filter, std::string_view line) {
    if (filter.form == Filter::Form::everything) return true;
    if (filter.form == Filter::Form::json) {
        const auto event = value::read_json(std::make_shared<base::Source>("<event>", std::string(line)));
        return event ? matches(filter, event->root) : base::Result<bool>(false);
    }
    bool gave_up = false;
    const bool answer = line_matches(filter, line, gave_up);
    return told(answer, gave_up);
}

}  // namespace vouch::pattern
