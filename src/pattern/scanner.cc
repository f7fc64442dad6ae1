// SPDX-License-Identifier: Apache-2.0
// condition() is the usual descent over || and &&; parentheses come back to it with depth + 1, bounded by FilterLimits::depth.
// Tested by filter_parse_test.cc.
#include "pattern/detail/scanner.h"

#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/text.h"

namespace vouch::pattern::detail {

using base::Code;

namespace {

bool is_word(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

constexpr std::string_view kFile = "<pattern>";
// Documented: they must be quoted.
constexpr std::string_view kNeverBare = "@$\\'\"`<>=!%";

}  // namespace

Scanner::Scanner(std::string_view text, Filter& filter, const FilterLimits& limits)
    : text_(text), filter_(filter), limits_(limits), source_(std::string(kFile), std::string(text)) {}

void Scanner::skip_blanks() {
    while (!at_end() && is_blank(peek())) advance();
}

bool Scanner::take(std::string_view token) {
    if (!rest().starts_with(token)) return false;
    advance(token.size());
    return true;
}

bool Scanner::take_word(std::string_view word) {
    const std::string_view here = rest();
    if (here.size() < word.size()) return false;
    for (std::size_t i = 0; i < word.size(); ++i)
        if (base::to_lower(here[i]) != base::to_lower(word[i])) return false;
    if (here.size() > word.size() && is_word(here[word.size()])) return false;
    advance(word.size());
    return true;
}

std::unexpected<base::Error> Scanner::bad(std::size_t at, std::string message, std::string help) const {
    return base::fail(Code::syntax, std::move(message), source_.location(at), std::move(help));
}

void Scanner::warn(std::size_t at, std::string message, std::string help) {
    filter_.warnings.push_back({Code::invalid_value, std::move(message), source_.location(at), {}, std::move(help)});
}

void Scanner::open_ends(Term& term, std::size_t at) {
    const bool all = !term.text.empty() && term.text.find_first_not_of('*') == std::string::npos;
    if (term.text.starts_with('*')) {
        term.open_front = true;
        term.text.erase(0, term.text.find_first_not_of('*') == std::string::npos ? term.text.size() : term.text.find_first_not_of('*'));
    }
    if (all) {
        term.open_back = true;
    } else if (term.text.ends_with('*')) {
        term.open_back = true;
        term.text.erase(term.text.find_last_not_of('*') + 1);
    }
    if (term.text.contains('*'))
        warn(at, fmt::format("the asterisk within `{}` stands for itself", base::excerpt(term.text)),
             "only at the beginning and at the end of a text does it stand for any text; a regular expression can say more");
}

base::Result<Term> Scanner::quoted_term(bool wildcards) {
    const std::size_t begin = at_;
    Term term;
    advance();
    while (!at_end() && peek() != '"') {
        if (peek() == '\\' && (rest().starts_with("\\\"") || rest().starts_with("\\\\"))) advance();
        term.text += peek();
        advance();
    }
    if (at_end()) return bad(begin, "a quoted text has no end", "close it with `\"`");
    advance();
    if (wildcards) open_ends(term, begin);
    return term;
}

base::Result<Term> Scanner::regex_term() {
    const std::size_t begin = at_;
    advance();
    const std::size_t length = rest().find('%');
    if (length == std::string_view::npos) return bad(begin, "a regular expression has no end", "close it with `%`");
    const std::string_view text = rest().substr(0, length);
    if (text.empty()) return bad(begin, "a regular expression is empty");
    if (const std::size_t at = Regex::first_forbidden(text); at != std::string_view::npos)
        return bad(begin + 1 + at, fmt::format("`{}` may not stand in a regular expression here", first_character(text.substr(at))),
                   "letters, digits, `:_#=@/;,-` and the operators `^$?[]{}|\\*+.` may; there are no groups");
    auto regex = Regex::compile(text);
    if (!regex) {
        regex.error().where = source_.location(begin);
        return std::unexpected(std::move(regex).error());
    }
    advance(length + 1);
    if (++regexes_ == kMostRegexes + 1) warn(begin, fmt::format("a pattern may have {} regular expressions: AWS refuses it", kMostRegexes));
    Term term;
    term.regex = *std::move(regex);
    return term;
}

base::Result<Term> Scanner::term(std::string_view ends, bool wildcards) {
    if (peek() == '"') return quoted_term(wildcards);
    if (peek() == '%') return regex_term();
    const std::size_t begin = at_;
    while (!at_end() && !is_blank(peek()) && !ends.contains(peek())) {
        if (kNeverBare.contains(peek()) || static_cast<unsigned char>(peek()) >= 0x80U)
            return bad(at_, fmt::format("`{}` may stand only in a text in double quotes", first_character(rest())));
        advance();
    }
    Term term;
    term.text = text_.substr(begin, at_ - begin);
    if (term.text.empty()) return bad(begin, at_end() ? "the pattern ends where a value is expected" : "a value is expected here");
    term.number = number_of(term.text);
    if (wildcards) open_ends(term, begin);
    return term;
}

base::Result<Relation> Scanner::relation() {
    struct Row {
        std::string_view text;
        Relation relation;
    };
    constexpr Row kRows[] = {{"!=", Relation::not_equal}, {"<=", Relation::at_most}, {">=", Relation::at_least},
                             {"=", Relation::equal},      {"<", Relation::less},     {">", Relation::greater}};
    if (rest().starts_with("==")) return bad(at_, "`==` is no operator of filter patterns", "write `=`");
    for (const Row& row : kRows)
        if (take(row.text)) return row.relation;
    return bad(at_, "a comparison is expected here", "one of = != < > <= >=");
}

base::Result<Term> Scanner::operand(Relation relation, std::string_view ends) {
    const std::size_t begin = at_;
    VOUCH_TRY(Term term, this->term(ends));
    const bool ordered = relation != Relation::equal && relation != Relation::not_equal;
    if (ordered && !term.number)
        return bad(begin, "only a number can be compared by order", "texts and quoted numbers can be compared with = and != only");
    return term;
}

std::uint32_t Scanner::add_node(Node node) {
    filter_.nodes.push_back(std::move(node));
    return static_cast<std::uint32_t>(filter_.nodes.size() - 1);
}

std::uint32_t Scanner::add_test(Test test) {
    filter_.tests.push_back(std::move(test));
    return add_node({Node::Kind::test, static_cast<std::uint32_t>(filter_.tests.size() - 1), {}});
}

base::Result<std::uint32_t> Scanner::conjunction(const std::function<base::Result<std::uint32_t>()>& test, std::uint32_t depth) {
    Node all{Node::Kind::all, 0, {}};
    do {
        skip_blanks();
        const std::size_t begin = at_;
        if (take("(")) {
            if (depth + 1 >= limits_.depth)
                return base::fail(Code::too_large, fmt::format("parentheses are nested more than {} deep", limits_.depth),
                                  source_.location(begin));
            VOUCH_TRY(const std::uint32_t inner, condition(test, depth + 1));
            if (!take(")"))
                return bad(at_, "`&&`, `||` or `)` is expected here",
                           fmt::format("the parenthesis at column {} is open", source_.line_column(begin).column));
            all.children.push_back(inner);
        } else {
            VOUCH_TRY(const std::uint32_t one, test());
            all.children.push_back(one);
        }
        skip_blanks();
    } while (take("&&"));
    return all.children.size() == 1 ? all.children.front() : add_node(std::move(all));
}

base::Result<std::uint32_t> Scanner::condition(const std::function<base::Result<std::uint32_t>()>& test, std::uint32_t depth) {
    Node any{Node::Kind::any, 0, {}};
    do {
        VOUCH_TRY(const std::uint32_t all, conjunction(test, depth));
        any.children.push_back(all);
    } while (take("||"));
    return any.children.size() == 1 ? any.children.front() : add_node(std::move(any));
}

std::string first_character(std::string_view text) {
    std::size_t length = 1;
    while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0U) == 0x80U) ++length;
    return base::escape(text.substr(0, length));
}

std::optional<double> number_of(std::string_view text) {
    const bool plus = text.starts_with('+');
    if (plus) text.remove_prefix(1);
    const std::string_view digits = !plus && text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits.front() < '0' || digits.front() > '9') return std::nullopt;  // no inf, nan, .5
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (failed != std::errc() || end != text.data() + text.size() || !std::isfinite(number)) return std::nullopt;
    return number;
}

}  // namespace vouch::pattern::detail
