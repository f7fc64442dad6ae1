// SPDX-License-Identifier: Apache-2.0
// Which of the forms a pattern has is told by its first character: `{` JSON, `[` space-delimited, else words. Tested by
// filter_parse_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "pattern/detail/scanner.h"

namespace vouch::pattern {

using base::Code;

namespace detail {
namespace {

bool is_bare(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

base::Result<Word> word(Scanner& scanner) {
    Word word;
    if (scanner.take("-")) {
        word.kind = Word::Kind::exclude;
        scanner.skip_blanks();  // the documentation writes `ERROR - "Exiting"` too
    } else if (scanner.take("?")) {
        word.kind = Word::Kind::either;
    }
    const std::size_t begin = scanner.position();
    if (scanner.at_end()) return scanner.bad(begin, "the pattern ends where a term is expected");
    if (scanner.peek() != '"' && scanner.peek() != '%') {
        for (; !scanner.blank_here(); scanner.advance()) {
            if (!is_bare(scanner.peek()))
                return scanner.bad(scanner.position(),
                                   fmt::format("`{}` may stand only in a term in double quotes", first_character(scanner.rest())),
                                   "terms without quotes hold letters, digits and underscores");
            word.term.text += scanner.peek();
        }
        return word;
    }
    VOUCH_TRY(word.term, scanner.term({}, false));
    if (!scanner.blank_here()) return scanner.bad(scanner.position(), "a blank is expected between terms");
    return word;
}

}  // namespace

base::Result<void> parse_words(Scanner& scanner, Filter& filter) {
    filter.form = Filter::Form::words;
    std::optional<std::size_t> either;
    for (scanner.skip_blanks(); !scanner.at_end(); scanner.skip_blanks()) {
        const std::size_t begin = scanner.position();
        VOUCH_TRY(Word one, word(scanner));
        if (one.kind == Word::Kind::either && !either) either = begin;
        if (one.term.text.empty() && !one.term.regex && one.kind == Word::Kind::include) continue;  // `""` matches every event
        filter.words.push_back(std::move(one));
    }
    const auto is_either = [](const Word& each) { return each.kind == Word::Kind::either; };
    if (either && !std::ranges::all_of(filter.words, is_either)) {
        scanner.warn(*either, "terms with `?` count for nothing beside other terms", "write all terms with `?`, or none");
        std::erase_if(filter.words, is_either);
    }
    if (filter.words.empty()) filter.form = Filter::Form::everything;
    return {};
}

}  // namespace detail

base::Result<Filter> parse_filter(std::string_view text, const FilterLimits& limits) {
    if (text.size() > limits.bytes)
        return base::fail(Code::too_large, fmt::format("the pattern has {} bytes; {} are read at most", text.size(), limits.bytes));
    Filter filter;
    detail::Scanner scanner(text, filter, limits);
    scanner.skip_blanks();
    const std::size_t begin = scanner.position();
    const char first = scanner.peek();
    VOUCH_CHECK(first == '{'   ? detail::parse_json(scanner, filter)
                : first == '[' ? detail::parse_spaces(scanner, filter)
                               : detail::parse_words(scanner, filter));
    scanner.skip_blanks();
    if (!scanner.at_end()) return scanner.bad(scanner.position(), "nothing may stand behind the closing bracket");
    if ((first == '{' || first == '[') && begin != 0)
        scanner.warn(0, "blanks stand before the bracket: AWS has refused such patterns", "begin the pattern with the bracket");
    if (text.size() > kLongestPattern)
        scanner.warn(0, fmt::format("the pattern has {} characters and may have {}: AWS refuses it", text.size(), kLongestPattern));
    return filter;
}

std::string caret(std::string_view text, const base::Error& error) {
    if (!error.where || error.where->line == 0) return {};
    const base::Source source({}, std::string(text));
    const std::string_view line = source.line(error.where->line);
    std::string before;  // as long as what is shown before the place
    std::size_t at = 0;
    for (std::uint32_t column = 1; column < error.where->column && at < line.size(); ++column) {
        std::size_t next = at + 1;
        while (next < line.size() && (static_cast<unsigned char>(line[next]) & 0xC0U) == 0x80U) ++next;
        const std::string shown = base::escape(line.substr(at, next - at));
        const bool escaped = shown.size() != next - at;
        before.append(escaped ? shown.size() : 1, ' ');
        at = next;
    }
    return fmt::format("{}\n{}^", base::escape(line), before);
}

}  // namespace vouch::pattern
