// SPDX-License-Identifier: Apache-2.0
// Lists stand at the indentation of their key, as cfn-guard's YAML has them. A string is written plain where no reader could
// take it for anything else, otherwise in double quotes with escapes. Tested by emit_test.cc.
#include "guard/report/emit_yaml.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/ascii.h"
#include "value/write.h"

namespace vouch::guard::report {
namespace {

constexpr std::array<std::string_view, 12> kReservedWords = {"true", "false", "null", "yes", "no",  "on",
                                                             "off",  "y",     "n",    "nan", "inf", "infinity"};

bool is_letter(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

bool is_plain(std::string_view text) {
    if (text.empty() || text.size() > 100 || (!is_letter(text[0]) && text[0] != '/' && text[0] != '_')) return false;
    const auto allowed = [](char byte) {
        return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '/' || byte == '-';
    };
    if (!std::ranges::all_of(text, allowed)) return false;
    return std::ranges::find(kReservedWords, base::to_lower(text)) == kReservedWords.end();
}

// The code point at the start of `text` where YAML wants it escaped although JSON does not: DEL, C1, line and paragraph
// separators, U+FFFE and U+FFFF, the byte order mark. 0: none.
unsigned to_escape(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    if (byte(0) == 0x7F) return 0x7F;
    if (byte(0) == 0xC2 && byte(1) < 0xA0) return byte(1);
    if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) return 0x2000U + (byte(2) & 0x3FU);
    if (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) return 0xFFC0U | (byte(2) & 0x3FU);
    return byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF ? 0xFEFF : 0;
}

}  // namespace

void EmitYaml::entry() {
    Level& level = levels_.back();
    const bool first = std::exchange(level.empty, false);
    if (!(first && level.same_line) && (!first || levels_.size() > 1)) {
        out_ += '\n';
        out_.append(level.indent, ' ');
    }
    if (!level.map) out_ += "- ";
}

void EmitYaml::scalar() {
    if (std::exchange(after_key_, false)) {
        out_ += ' ';
    } else if (!levels_.empty()) {
        entry();
    }
}

void EmitYaml::begin(bool map) {
    Level level{map, 0, true, false};
    if (std::exchange(after_key_, false)) {
        level.indent = levels_.back().indent + (map ? 2 : 0);
    } else if (!levels_.empty()) {
        entry();
        level.indent = levels_.back().indent + 2;
        level.same_line = true;
    }
    levels_.push_back(level);
}

void EmitYaml::end(std::string_view when_empty) {
    const Level level = levels_.back();
    levels_.pop_back();
    if (level.empty) {
        if (!level.same_line && !levels_.empty()) out_ += ' ';
        out_ += when_empty;
    }
    if (levels_.empty()) out_ += '\n';
}

void EmitYaml::key(std::string_view name) {
    entry();
    text(name);
    out_ += ':';
    after_key_ = true;
}

void EmitYaml::text(std::string_view text) {
    if (is_plain(text)) {
        out_ += text;
        return;
    }
    const std::size_t begin = out_.size();
    value::write_json_string(out_, text);
    for (std::size_t i = begin; i < out_.size(); ++i) {
        const unsigned code = to_escape(std::string_view(out_).substr(i));
        if (code == 0) continue;
        out_.replace(i, code < 0x80 ? 1 : code < 0x800 ? 2 : 3, fmt::format("\\u{:04x}", code));
    }
}

void EmitYaml::string(std::string_view text) {
    scalar();
    this->text(text);
}

void EmitYaml::boolean(bool value) {
    scalar();
    out_ += value ? "true" : "false";
}

void EmitYaml::null() {
    scalar();
    out_ += "null";
}

void EmitYaml::number(std::uint64_t value) {
    scalar();
    out_ += std::to_string(value);
}

void EmitYaml::plain(const value::Value& value) {
    scalar();
    value::write_json(out_, value);
}

}  // namespace vouch::guard::report
