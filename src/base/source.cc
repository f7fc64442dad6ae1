// SPDX-License-Identifier: Apache-2.0
// Line starts are found once, on the first question. Tested by source_test.cc.
#include "base/source.h"

#include <algorithm>

namespace vouch::base {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

constexpr std::size_t kStride = 1024;

bool starts_code_point(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::uint32_t count_characters(std::string_view text) { return static_cast<std::uint32_t>(std::ranges::count_if(text, starts_code_point)); }

// A plain loop over all of it, which compilers turn into wide instructions.
bool is_ascii(std::string_view text) {
    unsigned char seen = 0;
    for (const char c : text) seen |= static_cast<unsigned char>(c);
    return seen < 0x80;
}

std::vector<std::size_t> find_line_starts(std::string_view text) {
    std::vector<std::size_t> starts{0};
    std::size_t carriage_return = text.find('\r');
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t line_feed = text.find('\n', at);
        while (carriage_return < line_feed) {  // a lone one ends a line too
            if (carriage_return + 1 != line_feed) starts.push_back(carriage_return + 1);
            carriage_return = text.find('\r', carriage_return + 1);
        }
        if (line_feed == std::string_view::npos) break;
        starts.push_back(at = line_feed + 1);
    }
    return starts;
}

}  // namespace

const std::vector<std::size_t>& Source::line_starts() const {
    std::call_once(counted_, [this] {
        line_starts_ = find_line_starts(text_);
        if (is_ascii(text_)) return;
        std::uint32_t characters = 0;
        for (std::size_t begin = 0; begin < text_.size(); begin += kStride) {
            characters_before_.push_back(characters);
            characters += count_characters(std::string_view(text_).substr(begin, kStride));
        }
        characters_before_.push_back(characters);
    });
    return line_starts_;
}

// Code points in front of `offset`; the marks keep documents of one long line from costing their length each time. Without marks
// every byte is one.
std::uint32_t Source::characters_before(std::size_t offset) const {
    if (characters_before_.empty()) return static_cast<std::uint32_t>(offset);
    const std::size_t mark = offset / kStride;
    return characters_before_[mark] + count_characters(std::string_view(text_).substr(mark * kStride, offset - mark * kStride));
}

LineColumn Source::line_column(std::size_t offset) const {
    offset = std::min(offset, text_.size());
    const auto& starts = line_starts();
    const auto after = std::ranges::upper_bound(starts, offset);
    std::size_t begin = *(after - 1);
    const auto line = static_cast<std::uint32_t>(after - starts.begin());
    if (begin == 0 && text_.starts_with(kByteOrderMark)) begin = std::min(offset, kByteOrderMark.size());
    return {line, characters_before(offset) - characters_before(begin) + 1};
}

Location Source::location(std::size_t offset) const {
    const LineColumn at = line_column(offset);
    return {name_, at.line, at.column};
}

std::string_view Source::line(std::uint32_t line) const {
    const auto& starts = line_starts();
    if (line == 0 || line > starts.size()) return {};
    const std::size_t begin = starts[line - 1];
    const std::size_t end = line < starts.size() ? starts[line] : text_.size();
    std::string_view text = std::string_view(text_).substr(begin, end - begin);
    if (line == 1 && text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

std::uint32_t Source::line_count() const { return static_cast<std::uint32_t>(line_starts().size()); }

}  // namespace vouch::base
