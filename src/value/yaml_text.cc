// SPDX-License-Identifier: Apache-2.0
// libyaml's mark.index counts code points (two for CRLF), so a cursor that steps over lead bytes turns it into a byte offset.
// Events come nearly in the order of the text, so the cursor moves little. Tested by yaml_text_test.cc.
#include "value/detail/yaml_text.h"

#include <cstdint>
#include <cstring>

namespace vouch::value::detail {
namespace {

bool is_ascii(std::string_view text) {
    std::uint64_t high = 0;
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t word;
        std::memcpy(&word, text.data() + at, 8);
        high |= word;
    }
    for (; at < text.size(); ++at) high |= static_cast<unsigned char>(text[at]);
    return (high & 0x8080808080808080ULL) == 0;
}

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool is_anchor_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

// Behind the spaces, line breaks and comments at `at`.
std::size_t skip_space(std::string_view text, std::size_t at, std::size_t end) {
    while (at < end && (is_space(text[at]) || text[at] == '#')) at = text[at] == '#' ? text.find_first_of("\r\n", at) : at + 1;
    return at < end ? at : end;
}

std::size_t skip_tag(std::string_view text, std::size_t at, std::size_t end) {
    if (text.substr(at).starts_with("!<")) {
        const std::size_t close = text.find('>', at);
        return close < end ? close + 1 : end;
    }
    while (at < end && !is_space(text[at]) && text[at] != ',') ++at;
    return at;
}

}  // namespace

CharacterOffsets::CharacterOffsets(std::string_view text) : text_(text), ascii_(is_ascii(text)) {}

std::size_t CharacterOffsets::byte_of(std::size_t character) {
    if (ascii_) return character < text_.size() ? character : text_.size();
    for (; character_ < character && byte_ < text_.size(); ++character_)
        for (++byte_; byte_ < text_.size() && is_continuation(text_[byte_]);) ++byte_;
    for (; character_ > character; --character_)
        for (--byte_; byte_ > 0 && is_continuation(text_[byte_]);) --byte_;
    return byte_;
}

NodePlaces find_content(std::string_view text, std::size_t begin, std::size_t end) {
    std::size_t at = begin;
    std::size_t tag = std::string_view::npos;
    while (at < end) {
        if (text[at] == '&') {
            for (++at; at < end && is_anchor_character(text[at]);) ++at;
        } else if (text[at] == '!' && tag == std::string_view::npos) {
            tag = at;
            at = skip_tag(text, at, end);
        } else {
            break;
        }
        at = skip_space(text, at, end);
    }
    return {tag == std::string_view::npos ? at : tag, at};
}

std::size_t count_directives(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '%')
            ++count;
        else if (text[at] != '#' && !is_space(text[at]))
            break;
        const std::size_t line_end = text.find_first_of("\r\n", at);
        if (line_end == std::string_view::npos) break;
        at = line_end + 1;
    }
    return count;
}

}  // namespace vouch::value::detail
