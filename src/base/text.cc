// SPDX-License-Identifier: Apache-2.0
// Looks each code point up in a table of ranges that must not be shown raw. Tested by text_test.cc.
#include "base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include <fmt/format.h>

#include "base/utf8.h"

namespace vouch::base {
namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

// Ordered. Characters that move the cursor, change the direction of text or cannot be seen.
constexpr std::array kHidden{
    Range{0x0000, 0x001F},    // C0
    Range{0x007F, 0x009F},    // DEL, C1
    Range{0x00AD, 0x00AD},    // soft hyphen
    Range{0x061C, 0x061C},    // Arabic letter mark
    Range{0x180E, 0x180E},    // Mongolian vowel separator
    Range{0x200B, 0x200F},    // zero width space to right-to-left mark
    Range{0x2028, 0x202E},    // line and paragraph separator, embeddings and overrides
    Range{0x2060, 0x206F},    // word joiner, isolates, deprecated format characters
    Range{0xFEFF, 0xFEFF},    // byte order mark
    Range{0xFFF9, 0xFFFB},    // interlinear annotation
    Range{0xFFFE, 0xFFFF},    // no characters; XML refuses them
    Range{0xE0000, 0xE007F},  // tags
};

bool is_hidden(std::uint32_t code_point) {
    const auto* range = std::ranges::lower_bound(kHidden, code_point, {}, &Range::last);
    return range != kHidden.end() && code_point >= range->first;
}

// Appends the first character of `text` and returns its length in bytes.
std::size_t escape_one(std::string& out, std::string_view text, Newlines newlines) {
    // A CI runner takes `##[` for a command of its own, wherever it stands in a line.
    if (text[0] == '[' && out.ends_with("##")) {
        out += "\\u{5b}";
        return 1;
    }
    const CodePoint at = first_code_point(text);
    const bool kept = newlines == Newlines::keep && (text[0] == '\n' || text[0] == '\t');
    if (at.length == 0) {
        fmt::format_to(std::back_inserter(out), "\\x{{{:02x}}}", at.number);
        return 1;
    }
    if (!kept && is_hidden(at.number))
        fmt::format_to(std::back_inserter(out), "\\u{{{:x}}}", at.number);
    else
        out.append(text.substr(0, at.length));
    return at.length;
}

// How many characters `text` begins with that are shown as they are, each of one byte. A `[` may be in need of a look at what stands before
// it.
std::size_t plain(std::string_view text) {
    const auto shown = [](char c) { return c >= ' ' && c <= '~' && c != '['; };
    return static_cast<std::size_t>(std::ranges::find_if_not(text, shown) - text.begin());
}

}  // namespace

std::string escape(std::string_view text, Newlines newlines) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const std::size_t length = plain(text);
        out.append(text.substr(0, length));
        text.remove_prefix(length);
        if (!text.empty()) text.remove_prefix(escape_one(out, text, newlines));
    }
    return out;
}

std::string excerpt(std::string_view text, std::size_t characters) {
    std::string out;
    while (!text.empty() && characters > 0) {
        const std::size_t length = plain(text.substr(0, characters));
        out.append(text.substr(0, length));
        text.remove_prefix(length);
        characters -= length;
        if (text.empty() || characters == 0) break;
        text.remove_prefix(escape_one(out, text, Newlines::escape));
        --characters;
    }
    if (!text.empty()) out += "...";
    return out;
}

}  // namespace vouch::base
