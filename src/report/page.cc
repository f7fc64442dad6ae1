// SPDX-License-Identifier: Apache-2.0
// Wrapping counts code points. Tested by pieces_test.cc.
#include "report/page.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::report {
namespace {

// In the order of Ink.
constexpr std::array<std::string_view, 7> kCodes{"", "1", "2", "31", "33", "32", "36"};

}  // namespace

int columns(std::string_view text) {
    return static_cast<int>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string counted(std::size_t count, std::string_view noun) { return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s"); }

std::string Page::ink(Ink ink, std::string_view text) const {
    std::string safe = base::escape(text);
    if (!colours_ || ink == Ink::plain || safe.empty()) return safe;
    return fmt::format("\x1b[{}m{}\x1b[0m", kCodes[static_cast<std::size_t>(ink)], safe);
}

void Page::line(std::string_view text) {
    // A CI runner obeys a line that begins with two colons, spaces aside.
    const std::size_t first = text.find_first_not_of(' ');
    if (first != std::string_view::npos && text.substr(first).starts_with("::")) {
        out_.append(text.substr(0, first)).append("\\u{3a}");
        text.remove_prefix(first + 1);
    }
    out_ += text;
    while (out_.ends_with(' ')) out_.pop_back();
    out_ += '\n';
}

void Page::paragraph(std::string_view first, int hang, std::string_view text, Ink colour) {
    const std::string safe = base::escape(text);
    std::string_view rest = safe;
    std::string lead(first);
    int used = hang;
    std::string current;
    const auto flush = [&] {
        line(lead + ink(colour, current));
        lead.assign(static_cast<std::size_t>(hang), ' ');
        used = hang;
        current.clear();
    };
    while (!rest.empty()) {
        const std::size_t space = std::min(rest.find(' '), rest.size());
        const std::string_view word = rest.substr(0, space);
        rest.remove_prefix(std::min(space + 1, rest.size()));
        if (!current.empty() && used + 1 + columns(word) > width_) flush();
        if (!current.empty()) current += ' ', ++used;
        current += word;
        used += columns(word);
    }
    flush();
}

}  // namespace vouch::report
