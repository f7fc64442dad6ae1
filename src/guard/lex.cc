// SPDX-License-Identifier: Apache-2.0
// The lexical pieces of rule text (detail/cursor.h). The language has no tokens of its own: what `/` or `[` means depends on
// where it stands, so the parser asks for pieces. Tested by lex_test.cc.
#include <charconv>
#include <system_error>

#include "base/ascii.h"
#include "guard/detail/cursor.h"

namespace vouch::guard::detail {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t digits(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && base::is_digit(text[end])) ++end;
    return end - from;
}

}  // namespace

bool Cursor::skip_space() {
    const std::size_t before = position_;
    while (position_ < text_.size()) {
        if (is_space(text_[position_])) {
            ++position_;
        } else if (text_[position_] == '#') {
            const std::size_t end = text_.find('\n', position_);
            position_ = end == std::string_view::npos ? text_.size() : end;
        } else {
            break;
        }
    }
    return position_ != before;
}

void Cursor::skip_blanks() {
    while (peek() == ' ' || peek() == '\t') ++position_;
}

std::string_view Cursor::name() {
    if (!is_name_start(peek())) return {};
    const std::size_t begin = position_;
    while (position_ < text_.size() && is_name_part(text_[position_])) ++position_;
    return text_.substr(begin, position_ - begin);
}

std::optional<std::string_view> Cursor::delimited(char end) {
    std::string unescaped;
    std::size_t begin = position_;
    while (true) {
        const std::size_t found = text_.find(end, begin);
        if (found == std::string_view::npos) return std::nullopt;
        const std::string_view piece = text_.substr(begin, found - begin);
        if (!piece.ends_with('\\')) {
            const bool whole = unescaped.empty() && begin == position_;
            position_ = found + 1;
            if (whole) return piece;
            return arena_.copy(unescaped.append(piece));
        }
        unescaped.append(piece.substr(0, piece.size() - 1)).push_back(end);
        begin = found + 1;
    }
}

std::optional<std::string_view> Cursor::string() {
    const char quote = peek();
    if (quote != '"' && quote != '\'') return std::nullopt;
    const std::size_t before = position_++;
    auto content = delimited(quote);
    if (!content) position_ = before;
    return content;
}

std::optional<std::string_view> Cursor::regex_body() { return delimited('/'); }

std::optional<std::int64_t> Cursor::integer() {
    const std::size_t sign = peek() == '-' ? 1 : 0;
    const std::size_t count = digits(text_, position_ + sign);
    if (count == 0) return std::nullopt;
    const std::string_view number = text_.substr(position_, sign + count);
    std::int64_t value = 0;
    if (std::from_chars(number.data(), number.data() + number.size(), value).ec != std::errc()) return std::nullopt;
    position_ += number.size();
    return value;
}

std::optional<double> Cursor::real() {
    std::size_t end = position_ + (peek() == '-' ? 1 : 0);
    const std::size_t whole = digits(text_, end);
    if (whole == 0) return std::nullopt;
    end += whole;
    bool has_more = false;
    if (end < text_.size() && text_[end] == '.' && digits(text_, end + 1) > 0) {
        end += 1 + digits(text_, end + 1);
        has_more = true;
    }
    if (end < text_.size() && (text_[end] == 'e' || text_[end] == 'E')) {
        const std::size_t sign = end + 1 < text_.size() && (text_[end + 1] == '+' || text_[end + 1] == '-') ? 1 : 0;
        if (const std::size_t exponent = digits(text_, end + 1 + sign); exponent > 0) {
            end += 1 + sign + exponent;
            has_more = true;
        }
    }
    if (!has_more) return std::nullopt;
    double value = 0;
    if (std::from_chars(text_.data() + position_, text_.data() + end, value).ec != std::errc()) return std::nullopt;
    position_ = end;
    return value;
}

}  // namespace vouch::guard::detail
