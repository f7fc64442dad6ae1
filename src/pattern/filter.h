// SPDX-License-Identifier: Apache-2.0
// CloudWatch Logs filter patterns: text into a Filter, and whether a Filter matches a log event. What AWS documents, and the
// choices where it documents nothing, are in docs/patterns.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "pattern/regex.h"
#include "value/value.h"

namespace vouch::pattern {

// A step of a property selector: `.key` or `["key"]`, `[3]`, `[*]`.
struct Step {
    enum class Kind : std::uint8_t { key, index, any };
    Kind kind = Kind::key;
    std::string key;
    std::uint32_t hash = 0;  // value::key_hash(key)
    std::size_t index = 0;

    bool operator==(const Step&) const = default;
};

// `$.a.b[0]`. Filters keep each selector once, so that a matcher over many filters can share them.
struct Selector {
    std::vector<Step> steps;

    bool operator==(const Selector&) const = default;
};

// The right side of a comparison, and a term of an unstructured pattern.
struct Term {
    std::string text;                    // without quotes and outer asterisks
    bool open_front = false;             // an asterisk before the text
    bool open_back = false;              // and behind it
    std::optional<double> number;        // unquoted and a number: compared as one with numbers
    std::shared_ptr<const Regex> regex;  // %...%; then the text is empty
};

enum class Relation : std::uint8_t { equal, not_equal, less, greater, at_most, at_least, is_null, is_true, is_false, not_exists };

// One comparison. `subject` indexes Filter::selectors, or Filter::fields of a space-delimited pattern.
struct Test {
    std::uint32_t subject = 0;
    Relation relation = Relation::equal;
    Term term;
};

// A node of the condition: a test, or all / any of its children (indexes of Filter::nodes). The nesting is bounded by the parser.
struct Node {
    enum class Kind : std::uint8_t { test, all, any };
    Kind kind = Kind::test;
    std::uint32_t test = 0;
    std::vector<std::uint32_t> children;
};

// A term of an unstructured pattern: `word`, `-word`, `?word`.
struct Word {
    enum class Kind : std::uint8_t { include, exclude, either };
    Kind kind = Kind::include;
    Term term;
};

// A parsed pattern. Immutable; may be used from several threads at once.
struct Filter {
    enum class Form : std::uint8_t { everything, json, spaces, words };
    Form form = Form::everything;
    std::vector<Selector> selectors;      // json
    std::vector<std::string> fields;      // spaces: names by position, empty where a field has none
    std::optional<std::size_t> ellipsis;  // spaces: `...` stands before the field of that number
    std::vector<Test> tests;
    std::vector<Node> nodes;
    std::optional<std::uint32_t> root;  // of the condition; none: every event of the form
    std::vector<Word> words;
    std::vector<base::Error> warnings;  // quotas of AWS exceeded, and what does not mean what it seems to
};

// What AWS allows: beyond these a Filter carries a warning, since AWS would refuse it.
inline constexpr std::size_t kLongestPattern = 1024;
inline constexpr std::size_t kMostRegexes = 2;
inline constexpr std::size_t kMostWildcardSelectors = 3;
// What we read at most.
struct FilterLimits {
    std::size_t bytes = 64U << 10U;  // AWS takes 1024
    std::uint32_t depth = 64;        // of parentheses; bounds every recursion over a condition
};

// Errors: syntax, regex, too_large, invalid_encoding; each says where in the pattern (file `<pattern>`, column in characters).
base::Result<Filter> parse_filter(std::string_view text, const FilterLimits& limits = {});

// Whether the pattern matches. Unstructured and space-delimited patterns see the event as compact JSON, JSON patterns see a line
// only if it is a JSON object. Errors: regex where a regular expression took too many steps to tell.
base::Result<bool> matches(const Filter& filter, const value::Value& event);
base::Result<bool> matches(const Filter& filter, std::string_view line);

// `text` with a caret under the place of `error`, on two lines, control characters made visible; empty where the error has no place.
std::string caret(std::string_view text, const base::Error& error);

}  // namespace vouch::pattern
