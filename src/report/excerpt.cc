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

std::string without_tabs(std::string_view text) {
    std::string out(text);
    std::ranges::replace(out, '\t', ' ');
    return out;
}

}  // namespace

void print_excerpt(Page& page, const base::Source& source, const base::Location& where, int indent, std::string_view value,
                   std::string_view note) {
    if (where.line == 0 || where.line > source.line_count()) return;
    constexpr std::string_view kMark = "\xEF\xBB\xBF";  // a byte order mark belongs to no column
    std::string_view line = source.line(where.line);
    if (where.line == 1 && line.starts_with(kMark)) line.remove_prefix(kMark.size());
    const std::size_t at = byte_of(line, where.column - 1);
    std::size_t first = std::min(line.find_first_not_of(" \t"), at);
    const int room = std::max(30, page.width() - indent - 10);
    std::string_view lead;
    // Minified templates have it all on one line: begin a little before the value.
    if (const int before = columns(line.substr(first, at - first)); before > room / 2 && columns(line.substr(first)) > room) {
        first += byte_of(line.substr(first), static_cast<std::size_t>(before - room / 2));
        lead = "... ";
    }
    const std::string before = std::string(lead) + base::escape(without_tabs(line.substr(first, at - first)));
    std::string_view behind = line.substr(at);
    const bool opens = behind.find_last_not_of(" \t\r,") == 0 && (behind.front() == '{' || behind.front() == '[');
    if (opens && !value.empty()) behind = value;
    const int left = std::max(20, room - columns(before));
    const bool cut = columns(behind) > left;
    if (cut) behind = behind.substr(0, byte_of(behind, static_cast<std::size_t>(left)));
    const std::string number = fmt::format("{:>5}", where.line);
    const std::string pad(static_cast<std::size_t>(indent), ' ');
    page.line(pad + page.ink(Ink::blue, number + " | ") + before + base::escape(without_tabs(behind)) + (cut ? " ..." : ""));
    if (note.empty() && opens) return;
    const std::string mark = fmt::format("{}{}{}", pad, page.ink(Ink::blue, std::string(number.size(), ' ') + " | "),
                                         std::string(static_cast<std::size_t>(columns(before)), ' '));
    page.line(mark + page.ink(Ink::yellow, fmt::format("^ {}", note)));
}

}  // namespace vouch::report
