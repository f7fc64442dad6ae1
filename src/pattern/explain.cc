// SPDX-License-Identifier: Apache-2.0
// Recursion is bounded by the depth that the parsers allow. Tested by explain_test.cc.
#include "pattern/explain.h"

#include <fmt/format.h>

#include "base/text.h"
#include "value/write.h"

namespace vouch::pattern {

using value::Member;
using value::Value;

namespace {

std::string quoted(std::string_view text) { return fmt::format("\"{}\"", base::escape(text)); }

std::string selector_text(const Selector& selector) {
    std::string text = "$";
    for (const Step& step : selector.steps) {
        switch (step.kind) {
            case Step::Kind::key: text += fmt::format(".{}", base::escape(step.key)); break;
            case Step::Kind::index: text += fmt::format("[{}]", step.index); break;
            case Step::Kind::any: text += "[*]"; break;
        }
    }
    return text;
}

// What the right side of = describes: `"x"`, `a text that begins with "x"`.
std::string described(const Term& term) {
    if (term.regex) return "a text in which the regular expression occurs";
    if (term.number) return fmt::format("{}, as a number or as text", *term.number);
    if (term.text.empty() && (term.open_front || term.open_back)) return "any text or number";
    if (term.open_front && term.open_back) return fmt::format("a text that contains {}", quoted(term.text));
    if (term.open_front) return fmt::format("a text that ends with {}", quoted(term.text));
    if (term.open_back) return fmt::format("a text that begins with {}", quoted(term.text));
    return quoted(term.text);
}

std::string relation_text(const std::string& subject, const Test& test) {
    const double number = test.term.number.value_or(0);
    switch (test.relation) {
        case Relation::equal: return fmt::format("{} is {}", subject, described(test.term));
        case Relation::not_equal: return fmt::format("{} is there, a text or number, and is not {}", subject, described(test.term));
        case Relation::less: return fmt::format("{} is a number below {}", subject, number);
        case Relation::greater: return fmt::format("{} is a number above {}", subject, number);
        case Relation::at_most: return fmt::format("{} is a number of at most {}", subject, number);
        case Relation::at_least: return fmt::format("{} is a number of at least {}", subject, number);
        case Relation::is_null: return fmt::format("{} is null", subject);
        case Relation::is_true: return fmt::format("{} is true", subject);
        case Relation::is_false: return fmt::format("{} is false", subject);
        case Relation::not_exists: return fmt::format("{} is not there", subject);
    }
    return subject;
}

class FilterWords {
public:
    explicit FilterWords(const Filter& filter) : filter_(filter) {}

    std::string text() {
        switch (filter_.form) {
            case Filter::Form::everything: line(0, "Matches every event."); break;
            case Filter::Form::json:
                line(0, "Matches events that are JSON objects for which");
                if (filter_.root) node(*filter_.root, 1);
                break;
            case Filter::Form::spaces: spaces(); break;
            case Filter::Form::words: words(); break;
        }
        return std::move(out_);
    }

private:
    void line(std::size_t depth, std::string_view text) { out_ += fmt::format("{:{}}{}\n", "", depth * 2, text); }

    void node(std::uint32_t index, std::size_t depth) {
        const Node& node = filter_.nodes[index];
        if (node.kind == Node::Kind::test) return line(depth, test_text(filter_.tests[node.test]));
        line(depth, node.kind == Node::Kind::all ? "all of these hold:" : "one of these holds:");
        for (const std::uint32_t child : node.children) this->node(child, depth + 1);
    }

    std::string test_text(const Test& test) const {
        if (filter_.form == Filter::Form::json) return relation_text(selector_text(filter_.selectors[test.subject]), test);
        const std::string& name = filter_.fields[test.subject];
        return relation_text(name.empty() ? fmt::format("field {}", test.subject + 1) : fmt::format("`{}`", base::escape(name)), test);
    }

    void spaces() {
        std::string fields;
        for (std::size_t i = 0; i < filter_.fields.size(); ++i) {
            if (!fields.empty()) fields += ", ";
            if (filter_.ellipsis == i) fields += "any others, ";
            fields += filter_.fields[i].empty() ? "one without a name" : fmt::format("`{}`", base::escape(filter_.fields[i]));
        }
        if (filter_.ellipsis == filter_.fields.size()) fields += ", any others";
        line(0, fmt::format("Matches lines with these fields between blanks: {}{}", fields, filter_.root ? "; for which" : "."));
        if (filter_.root) node(*filter_.root, 1);
    }

    void words() {
        line(0, filter_.words.front().kind == Word::Kind::either ? "Matches lines that contain one of" : "Matches lines that");
        for (const Word& word : filter_.words) {
            const std::string what = word.term.regex ? "a match of the regular expression" : quoted(word.term.text);
            if (word.kind == Word::Kind::either)
                line(1, what);
            else
                line(1, fmt::format("{} {}", word.kind == Word::Kind::include ? "contain" : "do not contain", what));
        }
    }

    const Filter& filter_;
    std::string out_;
};

std::string choice_text(const Value& choice) {
    if (choice.is_string()) return quoted(choice.as_string());
    if (!choice.is_map()) return value::to_json(choice);
    const Member& member = choice.as_map().front();
    if (member.name() == "exists") return member.value.as_boolean() ? "there, whatever it is" : "not there";
    return fmt::format("{} {}", base::escape(member.name()), base::escape(value::to_json(member.value)));
}

class EventWords {
public:
    std::string text(const Value& pattern) {
        out_ = "Matches events of which\n";
        object(pattern, "", 1);
        return std::move(out_);
    }

private:
    void line(std::size_t depth, std::string_view text) { out_ += fmt::format("{:{}}{}\n", "", depth * 2, text); }

    void object(const Value& pattern, const std::string& path, std::size_t depth) {
        for (const Member& member : pattern.as_map()) {
            if (member.name() == "$or" && member.value.is_list()) {
                line(depth, "one of these holds:");
                for (const Value& each : member.value.as_list()) {
                    line(depth + 1, "all of");
                    object(each, path, depth + 2);
                }
                continue;
            }
            const std::string below = path.empty() ? base::escape(member.name()) : fmt::format("{}.{}", path, base::escape(member.name()));
            if (member.value.is_map())
                object(member.value, below, depth);
            else
                field(member.value, below, depth);
        }
    }

    void field(const Value& choices, const std::string& path, std::size_t depth) {
        std::string all;
        for (const Value& choice : choices.as_list()) all += fmt::format("{}{}", all.empty() ? "" : ", or ", choice_text(choice));
        line(depth, fmt::format("{} is {}", path, all));
    }

    std::string out_;
};

}  // namespace

std::string explain(const Filter& filter) { return FilterWords(filter).text(); }

std::string explain(const EventPattern& pattern) { return EventWords().text(pattern.root); }

}  // namespace vouch::pattern
