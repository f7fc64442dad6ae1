// SPDX-License-Identifier: Apache-2.0
// The edits say which lines change, so no search for what is common is needed: edits on neighbouring lines make one block, each block
// loses the lines that it does not change, and blocks with little between them make one hunk. Tested by diff_test.cc.
#include "remedy/patch/diff.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::remedy {
namespace {

constexpr std::size_t kContext = 3;
using Lines = std::vector<std::string_view>;

// With their line ends; the last may lack one.
Lines lines_of(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

struct Block {
    std::size_t first = 0;  // line of the old text, from 0
    std::size_t last = 0;   // behind the last old line
    std::string text;       // what the old lines become
    Lines lines = {};       // of `text`
};

class Differ {
public:
    Differ(std::string_view text, const std::vector<TextEdit>& edits) : text_(text), old_(lines_of(text)) {
        std::size_t at = 0;
        for (const std::string_view line : old_) starts_.push_back(std::exchange(at, at + line.size()));
        starts_.push_back(at);
        collect(edits);
    }

    std::string run(std::string_view file) {
        std::string out;
        std::ptrdiff_t shift = 0;
        for (std::size_t i = 0; i < blocks_.size();) {
            std::size_t end = i + 1;
            while (end < blocks_.size() && blocks_[end].first - blocks_[end - 1].last <= 2 * kContext) ++end;
            out += hunk(i, end, shift);
            i = end;
        }
        return out.empty() ? out : fmt::format("--- a/{0}\n+++ b/{0}\n", file) + out;
    }

private:
    // The line that holds `at`; the last one where it is the end of a text without a last line end.
    std::size_t line_of(std::size_t at) const {
        const auto next = std::ranges::upper_bound(starts_.begin(), starts_.end() - 1, at);
        return next == starts_.begin() ? 0 : static_cast<std::size_t>(next - starts_.begin()) - 1;
    }

    void collect(const std::vector<TextEdit>& edits) {
        for (std::size_t i = 0; i < edits.size();) {
            Block block;
            block.first = line_of(edits[i].begin);
            block.last = block.first + 1;
            std::size_t end = i;
            while (end < edits.size() && line_of(edits[end].begin) < block.last) {
                block.last = std::max(block.last, line_of(edits[end].end) + 1);
                ++end;
            }
            block.last = std::min(block.last, old_.size());
            std::size_t at = old_.empty() ? 0 : starts_[block.first];
            for (; i < end; ++i) {
                block.text += text_.substr(at, edits[i].begin - at);
                block.text += edits[i].text;
                at = edits[i].end;
            }
            block.text += text_.substr(at, starts_[block.last] - at);
            blocks_.push_back(std::move(block));
        }
        for (Block& block : blocks_) trim(block);
        std::erase_if(blocks_, [](const Block& block) { return block.first == block.last && block.lines.empty(); });
    }

    void trim(Block& block) const {
        block.lines = lines_of(block.text);
        std::size_t same = 0;
        while (block.first < block.last && same < block.lines.size() && old_[block.first] == block.lines[same]) ++block.first, ++same;
        block.lines.erase(block.lines.begin(), block.lines.begin() + static_cast<std::ptrdiff_t>(same));
        while (block.first < block.last && !block.lines.empty() && old_[block.last - 1] == block.lines.back()) {
            --block.last;
            block.lines.pop_back();
        }
    }

    static void put(std::string& out, char mark, std::string_view line) {
        out += mark;
        out += line;
        if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
    }

    std::string hunk(std::size_t begin, std::size_t end, std::ptrdiff_t& shift) const {
        const std::size_t first = blocks_[begin].first - std::min(blocks_[begin].first, kContext);
        const std::size_t last = std::min(blocks_[end - 1].last + kContext, old_.size());
        std::string body;
        std::size_t at = first;
        std::size_t added = 0;
        std::size_t removed = 0;
        for (std::size_t i = begin; i < end; ++i) {
            const Block& block = blocks_[i];
            for (; at < block.first; ++at) put(body, ' ', old_[at]);
            for (; at < block.last; ++at, ++removed) put(body, '-', old_[at]);
            for (const std::string_view line : block.lines) put(body, '+', line);
            added += block.lines.size();
        }
        for (; at < last; ++at) put(body, ' ', old_[at]);
        const std::size_t old_count = last - first;
        const std::size_t new_count = old_count + added - removed;
        const auto number = [](std::size_t line, std::size_t count) { return count == 0 ? line : line + 1; };
        const auto moved = static_cast<std::size_t>(static_cast<std::ptrdiff_t>(first) + shift);
        shift += static_cast<std::ptrdiff_t>(added) - static_cast<std::ptrdiff_t>(removed);
        return fmt::format("@@ -{},{} +{},{} @@\n", number(first, old_count), old_count, number(moved, new_count), new_count) + body;
    }

    std::string_view text_;
    Lines old_;
    std::vector<std::size_t> starts_;  // of the old lines, and the size of the text
    std::vector<Block> blocks_;
};

}  // namespace

std::string unified_diff(std::string_view file, std::string_view text, const std::vector<TextEdit>& edits) {
    return Differ(text, edits).run(file);
}

}  // namespace vouch::remedy
