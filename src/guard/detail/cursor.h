// SPDX-License-Identifier: Apache-2.0
// A reading position in rule text and the lexical pieces of the language: white space and comments, names, keywords, strings,
// numbers. Pieces that do not match leave the position where it was.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/arena.h"

namespace vouch::guard::detail {

inline bool is_name_start(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
// Letters beyond ASCII may stand in names.
inline bool is_name_part(char c) {
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80U;
}

class Cursor {
public:
    Cursor(std::string_view text, base::Arena& arena) : text_(text), arena_(arena) {}

    std::uint32_t at() const { return static_cast<std::uint32_t>(position_); }
    void go(std::uint32_t position) { position_ = position; }
    bool done() const { return position_ >= text_.size(); }
    char peek(std::size_t ahead = 0) const { return position_ + ahead < text_.size() ? text_[position_ + ahead] : '\0'; }
    std::string_view rest() const { return text_.substr(position_); }
    std::string_view text() const { return text_; }

    // White space and `#` comments. Returns whether there was any.
    bool skip_space();
    // Blanks and tabs only.
    void skip_blanks();

    bool accept(char c) {
        if (peek() != c || done()) return false;
        ++position_;
        return true;
    }
    bool accept(std::string_view piece) {
        if (peek() != piece.front() || !rest().starts_with(piece)) return false;
        position_ += piece.size();
        return true;
    }
    // A piece that does not run on into a longer name.
    bool keyword(std::string_view word) {
        if (peek() != word.front() || !rest().starts_with(word) || is_name_part(peek(word.size()))) return false;
        position_ += word.size();
        return true;
    }
    bool keyword(std::string_view one, std::string_view other) { return keyword(one) || keyword(other); }

    // A letter, then letters, digits and underscores. Empty: none.
    std::string_view name();
    // A string in single or double quotes; a backslash before the quote keeps it. nullopt: no string here or not closed.
    std::optional<std::string_view> string();
    // Text up to the next `/` without a backslash before it, behind an opening `/` that was read. nullopt: not closed.
    std::optional<std::string_view> regex_body();
    // An optional minus and digits. nullopt: none, or beyond int64.
    std::optional<std::int64_t> integer();
    // Digits with a fraction or exponent (an optional minus before them). nullopt: an integer or no number.
    std::optional<double> real();

private:
    std::optional<std::string_view> delimited(char end);

    std::string_view text_;
    std::size_t position_ = 0;
    base::Arena& arena_;
};

}  // namespace vouch::guard::detail
