// SPDX-License-Identifier: Apache-2.0
// Line by line, and out at the first that is not of the usual form. Tested by plain_block_test.cc against the YAML reader over the catalog.
#include "assess/plain_block.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "value/value.h"

namespace vouch::assess {

using value::Member;
using value::Value;

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }

// Words that YAML reads as something else than text.
bool is_reserved(std::string_view word) {
    constexpr std::array<std::string_view, 9> kReserved{"true", "false", "yes", "no", "on", "off", "null", "y", "n"};
    if (word.size() > 5) return false;
    return std::ranges::find(kReserved, base::to_lower(word)) != kReserved.end();
}

// An unquoted scalar on one line that is text in every YAML.
bool is_plain(std::string_view text) {
    if (text.empty() || !is_letter(text[0]) || text.ends_with(':') || text.ends_with(' ')) return false;
    return text.find(": ") == std::string_view::npos && text.find(" #") == std::string_view::npos && !is_reserved(text);
}

bool is_word(std::string_view text) {
    constexpr std::string_view kOther = ".:_-/#%";
    return is_plain(text) &&
           std::ranges::all_of(text, [&](char c) { return is_letter(c) || base::is_digit(c) || kOther.find(c) != std::string_view::npos; });
}

class Reader {
public:
    Reader(std::string_view text, value::Document& out) : text_(text), out_(out) {}

    bool read() {
        if (std::ranges::any_of(text_, [](char c) { return c != '\n' && (c < ' ' || c > '~'); })) return false;
        while (next()) {
            if (line_.empty()) continue;
            if (!key()) return false;
        }
        if (members_.empty()) return false;
        out_.root = value::make_map(out_.arena, members_, members_.front().key.position());
        return true;
    }

private:
    // The next line, without its end.
    bool next() {
        if (at_ >= text_.size()) return false;
        const std::size_t end = std::min(text_.find('\n', at_), text_.size());
        line_ = text_.substr(at_, end - at_);
        at_ = end + 1;
        return true;
    }

    bool next_begins(std::string_view mark) const { return at_ < text_.size() && text_.substr(at_).starts_with(mark); }

    // Where in the text `part` of it begins.
    std::uint32_t position(std::string_view part) const { return static_cast<std::uint32_t>(part.data() - text_.data()); }
    Value string(std::string_view part) const { return Value::string(part, position(part)); }

    bool key() {
        if (!line_.starts_with("  ") || line_.size() < 4 || !is_lower(line_[2])) return false;
        const std::size_t colon = line_.find(':');
        if (colon == std::string_view::npos) return false;
        const std::string_view name = line_.substr(2, colon - 2);
        const bool usual = std::ranges::all_of(name, [](char c) { return is_lower(c) || base::is_digit(c); }) && !is_reserved(name);
        const bool again = std::ranges::any_of(members_, [&](const Member& member) { return member.name() == name; });
        if (!usual || again) return false;
        const std::string_view rest = line_.substr(colon + 1);
        Value value;
        if (!(rest.empty() ? items(value) : rest.starts_with(' ') && this->value(rest.substr(1), value))) return false;
        members_.push_back({string(name), value});
        return true;
    }

    bool value(std::string_view rest, Value& out) {
        if (rest == ">-") return folded(out, position(rest));
        if (rest.starts_with('[')) return words(rest, out);
        if (!is_plain(rest) || next_begins("   ")) return false;  // it may go on
        out = string(rest);
        return true;
    }

    bool folded(Value& out, std::uint32_t position) {
        std::string folded;
        while (next_begins("    ")) {
            next();
            if (line_.size() < 5 || line_[4] == ' ' || line_.ends_with(' ')) return false;
            folded.append(folded.empty() ? "" : " ").append(line_.substr(4));
        }
        if (folded.empty() || next_begins("   ") || next_begins("\n")) return false;
        out = value::make_string(out_.arena, folded, position);
        return true;
    }

    // [a, b], also over several lines.
    bool words(std::string_view rest, Value& out) {
        const std::uint32_t begin = position(rest);
        std::vector<Value> items;
        rest.remove_prefix(1);
        for (;;) {
            const std::size_t end = rest.find_first_of(",]");
            const std::string_view word = rest.substr(0, end);
            if (end == std::string_view::npos || !is_word(word)) return false;
            items.push_back(string(word));
            if (rest[end] == ']') {
                if (end + 1 != rest.size() || next_begins("   ")) return false;
                break;
            }
            rest.remove_prefix(end + 1);
            if (rest.empty()) {
                if (!next_begins("    ")) return false;
                next();
                rest = line_.substr(std::min(line_.find_first_not_of(' '), line_.size()));
            } else if (rest.starts_with(' ')) {
                rest.remove_prefix(1);
            } else {
                return false;
            }
        }
        out = value::make_list(out_.arena, items, begin);
        return true;
    }

    // - a
    bool items(Value& out) {
        std::vector<Value> items;
        while (next_begins("    - ")) {
            next();
            const std::string_view item = line_.substr(6);
            if (!is_word(item)) return false;
            items.push_back(string(item));
        }
        if (items.empty() || next_begins("   ")) return false;
        out = value::make_list(out_.arena, items, items.front().position() - 2);  // its first dash
        return true;
    }

    std::string_view text_;
    value::Document& out_;
    std::size_t at_ = 0;
    std::string_view line_;
    std::vector<Member> members_;
};

}  // namespace

std::optional<value::Document> read_plain_block(const base::SourcePtr& source) {
    value::Document document;
    document.source = source;
    document.format = value::Format::yaml;
    if (!Reader(source->text(), document).read()) return std::nullopt;
    return document;
}

}  // namespace vouch::assess
