// SPDX-License-Identifier: Apache-2.0
// Columns count code points, as locations do; the part before the mark is escaped on its own so that the mark stays below its value.
// Tested by pieces_test.cc.
#include "report/excerpt.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::report {
namespace {

// The byte at which code point number `count` (from 0) begins.
std::size_t byte_of(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (; count > 0 && at < text.size(); --count) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    }
    return at;
}

// `at`, or where the next code point begins.
std::size_t code_point_from(std::string_view text, std::size_t at) {
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    return at;
}

// The byte of `line`, which lies in `source`, where that column begins. The source knows columns of long lines without counting them
// from the start, so this asks it.
std::size_t byte_at(const base::Source& source, std::string_view line, std::uint32_t column) {
    const auto begin = static_cast<std::size_t>(line.data() - source.text().data());
    std::size_t low = 0;
    std::size_t high = line.size();
    while (low < high) {
        const std::size_t middle = low + (high - low) / 2;
        if (source.line_column(begin + middle).column < column)
            low = middle + 1;
        else
            high = middle;
    }
    return code_point_from(line, low);
}

std::string without_tabs(std::string_view text) {
    std::string out(text);
    std::ranges::replace(out, '\t', ' ');
    return out;
}

}  // namespace

void print_excerpt(Page& page, const base::Source& source, const base::Location& where, int indent, std::string_view value,
                   std::string_view note) {
    if (where.line == 0 || where.line > source.line_count()) return;
    const std::string_view line = source.line(where.line);
    const std::size_t at = byte_at(source, line, where.column);
    const int room = std::max(30, page.width() - indent - 10);
    // Minified templates have it all on one line: only what may be shown is looked at, four bytes for each character at most.
    const std::size_t window = 4 * static_cast<std::size_t>(room) + 4;
    std::size_t first = at > window ? code_point_from(line, at - window) : std::min(line.substr(0, at).find_first_not_of(" \t"), at);
    std::string_view behind = line.substr(at, window);
    const bool whole = at + behind.size() == line.size();
    std::string_view lead;
    // Begin a little before the value.
    if (const int before = columns(line.substr(first, at - first)); before > room / 2 && (!whole || before + columns(behind) > room)) {
        first += byte_of(line.substr(first), static_cast<std::size_t>(before - room / 2));
        lead = "... ";
    }
    const std::string before = std::string(lead) + base::escape(without_tabs(line.substr(first, at - first)));
    const bool opens = whole && behind.find_last_not_of(" \t\r,") == 0 && (behind.front() == '{' || behind.front() == '[');
    if (opens && value.empty() && note.empty()) return;
    if (opens && !value.empty()) behind = value;
    const int left = std::max(20, room - columns(before));
    const bool cut = columns(behind) > left;
    if (cut) behind = behind.substr(0, byte_of(behind, static_cast<std::size_t>(left)));
    const std::string number = fmt::format("{:>5}", where.line);
    const std::string pad(static_cast<std::size_t>(indent), ' ');
    page.line(pad + page.ink(Ink::blue, number + " | ") + before + base::escape(without_tabs(behind)) + (cut ? " ..." : ""));
    if (note.empty()) return;
    const std::string mark = fmt::format("{}{}{}", pad, page.ink(Ink::blue, std::string(number.size(), ' ') + " | "),
                                         std::string(static_cast<std::size_t>(columns(before)), ' '));
    page.line(mark + page.ink(Ink::yellow, fmt::format("^ {}", note)));
}

}  // namespace vouch::report
