// SPDX-License-Identifier: Apache-2.0
// `{ selector relation value }`, joined by && and ||. A selector is `$` and its steps: `.key`, `["key"]`, `[3]`, `[*]`.
// Tested by filter_parse_test.cc.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"
#include "pattern/detail/scanner.h"

namespace vouch::pattern::detail {
namespace {

constexpr std::string_view kJsonTermEnds = "){}&|(,";

bool is_key(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           static_cast<unsigned char>(c) >= 0x80U;
}

class JsonParser {
public:
    JsonParser(Scanner& scanner, Filter& filter) : scanner_(scanner), filter_(filter) {}

    base::Result<void> parse() {
        const std::size_t begin = scanner_.position();
        scanner_.advance();
        scanner_.skip_blanks();
        if (scanner_.peek() == '}') return scanner_.bad(begin, "the braces hold no condition", "an empty pattern matches every event");
        VOUCH_TRY(filter_.root, scanner_.condition([this] { return test(); }));
        if (!scanner_.take("}"))
            return scanner_.bad(scanner_.position(),
                                scanner_.at_end() ? "the pattern ends before its closing brace" : "`&&`, `||` or `}` is expected here");
        if (wildcards_ > kMostWildcardSelectors)
            scanner_.warn(begin, fmt::format("a pattern may have {} selectors with `[*]`: AWS refuses it", kMostWildcardSelectors));
        return {};
    }

private:
    base::Result<std::uint32_t> test() {
        VOUCH_TRY(const std::uint32_t subject, selector());
        scanner_.skip_blanks();
        const std::size_t begin = scanner_.position();
        if (scanner_.take_word("IS")) return state(subject);
        if (scanner_.take_word("NOT")) {
            scanner_.skip_blanks();
            if (!scanner_.take_word("EXISTS")) return scanner_.bad(scanner_.position(), "`EXISTS` is expected behind `NOT`");
            return scanner_.add_test({subject, Relation::not_exists, {}});
        }
        if (scanner_.take_word("EXISTS"))
            return scanner_.bad(begin, "`EXISTS` is no relation of filter patterns", "`= \"*\"` holds where the property is there");
        VOUCH_TRY(const Relation relation, scanner_.relation());
        scanner_.skip_blanks();
        VOUCH_TRY(Term term, scanner_.operand(relation, kJsonTermEnds));
        return scanner_.add_test({subject, relation, std::move(term)});
    }

    base::Result<std::uint32_t> state(std::uint32_t subject) {
        scanner_.skip_blanks();
        if (scanner_.take_word("NULL")) return scanner_.add_test({subject, Relation::is_null, {}});
        if (scanner_.take_word("TRUE")) return scanner_.add_test({subject, Relation::is_true, {}});
        if (scanner_.take_word("FALSE")) return scanner_.add_test({subject, Relation::is_false, {}});
        return scanner_.bad(scanner_.position(), "`NULL`, `TRUE` or `FALSE` is expected behind `IS`");
    }

    base::Result<std::uint32_t> selector() {
        const std::size_t begin = scanner_.position();
        if (!scanner_.take("$"))
            return scanner_.bad(begin, scanner_.at_end() ? "the pattern ends where a condition is expected" : "a selector is expected here",
                                "selectors begin with `$.`, as `$.eventName` does");
        Selector selector;
        std::size_t any = 0;
        while (scanner_.peek() == '.' || scanner_.peek() == '[') {
            VOUCH_TRY(Step one, step());
            any += one.kind == Step::Kind::any ? 1U : 0U;
            selector.steps.push_back(std::move(one));
        }
        if (selector.steps.empty()) return scanner_.bad(begin, "the selector names no property", "write `$.` and the name of a property");
        wildcards_ += any == 0 ? 0U : 1U;
        if (any > 1) scanner_.warn(begin, "a selector may have one `[*]`: AWS refuses it");
        const auto found = std::ranges::find(filter_.selectors, selector);
        if (found != filter_.selectors.end()) return static_cast<std::uint32_t>(found - filter_.selectors.begin());
        filter_.selectors.push_back(std::move(selector));
        return static_cast<std::uint32_t>(filter_.selectors.size() - 1);
    }

    base::Result<Step> step() {
        const bool dot = scanner_.take(".");
        if (scanner_.peek() == '[') return bracket();
        const std::size_t begin = scanner_.position();
        Step step;
        while (dot && !scanner_.at_end() && is_key(scanner_.peek())) {
            step.key += scanner_.peek();
            scanner_.advance();
        }
        if (step.key.empty())
            return scanner_.bad(begin, "the name of a property is expected here", "names with other characters: `$.[\"a name\"]`");
        step.hash = value::key_hash(step.key);
        return step;
    }

    base::Result<Step> bracket() {
        scanner_.advance();
        scanner_.skip_blanks();
        const std::size_t begin = scanner_.position();
        Step step;
        if (scanner_.take("*")) {
            step.kind = Step::Kind::any;
        } else if (const char quote = scanner_.peek(); quote == '"' || quote == '\'') {
            for (scanner_.advance(); !scanner_.at_end() && scanner_.peek() != quote; scanner_.advance()) {
                if (scanner_.peek() == '\\') scanner_.advance();
                if (!scanner_.at_end()) step.key += scanner_.peek();
            }
            if (scanner_.at_end()) return scanner_.bad(begin, "the name of a property has no closing quote");
            scanner_.advance();
            step.hash = value::key_hash(step.key);
        } else {
            const std::string_view rest = scanner_.rest();
            step.kind = Step::Kind::index;
            const auto [end, failed] = std::from_chars(rest.data(), rest.data() + rest.size(), step.index);
            if (failed != std::errc()) return scanner_.bad(begin, "a number, `*` or a name in quotes is expected between the brackets");
            scanner_.advance(static_cast<std::size_t>(end - rest.data()));
        }
        scanner_.skip_blanks();
        if (!scanner_.take("]")) return scanner_.bad(scanner_.position(), "`]` is expected here");
        return step;
    }

    Scanner& scanner_;
    Filter& filter_;
    std::size_t wildcards_ = 0;
};

}  // namespace

base::Result<void> parse_json(Scanner& scanner, Filter& filter) {
    filter.form = Filter::Form::json;
    return JsonParser(scanner, filter).parse();
}

}  // namespace vouch::pattern::detail
