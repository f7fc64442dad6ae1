// SPDX-License-Identifier: Apache-2.0
// A place in the text of a filter pattern, what its three forms have in common: blanks, terms, comparisons, conditions.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "base/source.h"
#include "pattern/filter.h"

namespace vouch::pattern::detail {

// Requires that `filter` outlives it.
class Scanner {
public:
    Scanner(std::string_view text, Filter& filter, const FilterLimits& limits);

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    std::size_t position() const { return at_; }
    std::string_view rest() const { return text_.substr(at_); }
    void advance(std::size_t bytes = 1) { at_ += bytes; }
    void skip_blanks();
    // Takes `token` if it stands here.
    bool take(std::string_view token);
    // Takes `word` in any letter case if it stands here as a whole word.
    bool take_word(std::string_view word);
    bool blank_here() const { return at_end() || is_blank(peek()); }

    std::unexpected<base::Error> bad(std::size_t at, std::string message, std::string help = {}) const;
    void warn(std::size_t at, std::string message, std::string help = {});

    // A quoted or bare term, or %...%. `ends` are the characters at which a bare one ends, besides blanks.
    base::Result<Term> term(std::string_view ends, bool wildcards = true);
    // = != < > <= >=
    base::Result<Relation> relation();
    // A comparison's term for `relation`: the order relations need a number.
    base::Result<Term> operand(Relation relation, std::string_view ends);

    // Tests joined by && and ||, && first, with parentheses. `test` reads one test and gives its index.
    base::Result<std::uint32_t> condition(const std::function<base::Result<std::uint32_t>()>& test, std::uint32_t depth = 0);
    std::uint32_t add_node(Node node);
    std::uint32_t add_test(Test test);

    static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

private:
    base::Result<std::uint32_t> conjunction(const std::function<base::Result<std::uint32_t>()>& test, std::uint32_t depth);
    base::Result<Term> quoted_term(bool wildcards);
    base::Result<Term> regex_term();
    void open_ends(Term& term, std::size_t at);

    std::string_view text_;
    Filter& filter_;
    const FilterLimits& limits_;
    base::Source source_;
    std::size_t at_ = 0;
    std::size_t regexes_ = 0;
};

// The first character of `text`, whole and made visible.
std::string first_character(std::string_view text);

// A number as filter patterns write it: sign, digits, fraction, exponent.
std::optional<double> number_of(std::string_view text);

base::Result<void> parse_json(Scanner& scanner, Filter& filter);
base::Result<void> parse_spaces(Scanner& scanner, Filter& filter);
base::Result<void> parse_words(Scanner& scanner, Filter& filter);

}  // namespace vouch::pattern::detail
