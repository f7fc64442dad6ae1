// SPDX-License-Identifier: Apache-2.0
// Tested by markup_test.cc, and as whole reports by tests/check/formats_test.py.
#include "report/markup.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace vouch::report {
namespace {

struct Replacement {
    char from;
    std::string_view to;
};

template <std::size_t N>
std::string replaced(std::string_view text, const std::array<Replacement, N>& table) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char c : text) {
        const auto* row = std::ranges::find(table, c, &Replacement::from);
        if (row == table.end()) {
            out += c;
        } else {
            out += row->to;
        }
    }
    return out;
}

constexpr std::array kMarkup{Replacement{'&', "&amp;"}, Replacement{'<', "&lt;"}, Replacement{'>', "&gt;"}, Replacement{'"', "&quot;"},
                             Replacement{'\'', "&#39;"}};

// A character given by its number is never markup. Behind @ and # stands a space without width, or GitHub would link what follows;
// so it would behind the colon of a URL.
constexpr std::array kMarkdown{
    Replacement{'&', "&amp;"},  Replacement{'<', "&lt;"},     Replacement{'>', "&gt;"},     Replacement{'*', "&#42;"},
    Replacement{'_', "&#95;"},  Replacement{'`', "&#96;"},    Replacement{'[', "&#91;"},    Replacement{']', "&#93;"},
    Replacement{'\\', "&#92;"}, Replacement{'|', "&#124;"},   Replacement{'~', "&#126;"},   Replacement{'!', "&#33;"},
    Replacement{'$', "&#36;"},  Replacement{'@', "@&#8203;"}, Replacement{'#', "#&#8203;"},
};

// "://" and "www." begin links.
std::string without_links(std::string_view text) {
    std::string out;
    for (; !text.empty(); text.remove_prefix(1)) {
        if (text.starts_with("//") && out.ends_with(':')) out += "&#8203;";
        if (text.starts_with('.') && out.ends_with("www")) out += "&#8203;";
        out += text.front();
    }
    return out;
}

bool begins_formula(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    constexpr std::array<std::string_view, 11> kStarts{
        "=", "+", "-", "@", "\t", "\r", "\n", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
    return std::ranges::any_of(kStarts, [&](std::string_view start) { return text.starts_with(start); });
}

constexpr std::array kData{Replacement{'%', "%25"}, Replacement{'\r', "%0D"}, Replacement{'\n', "%0A"}};
constexpr std::array kProperty{Replacement{'%', "%25"}, Replacement{'\r', "%0D"}, Replacement{'\n', "%0A"}, Replacement{':', "%3A"},
                               Replacement{',', "%2C"}};

}  // namespace

std::string markup(std::string_view text) { return replaced(base::escape(text), kMarkup); }

std::string markdown_text(std::string_view text) { return without_links(replaced(base::escape(text), kMarkdown)); }

std::string markdown_code(std::string_view text) {
    const std::string safe = base::escape(text);
    std::size_t longest = 0;
    std::size_t run = 0;
    for (const char c : safe) longest = std::max(longest, run = c == '`' ? run + 1 : 0);
    const std::string fence(longest + 1, '`');
    const bool pad = safe.empty() || safe.starts_with('`') || safe.ends_with('`') || (safe.starts_with(' ') && safe.ends_with(' '));
    return pad ? fence + " " + safe + " " + fence : fence + safe + fence;
}

std::string csv_cell(std::string_view text, bool raw) {
    std::string cell = raw ? std::string(text) : base::escape(text);
    const bool formula = !raw && (begins_formula(text) || begins_formula(cell));
    if (formula) cell.insert(0, 1, '\'');
    if (!formula && cell.find_first_of("\",\r\n") == std::string::npos) return cell;
    std::string out = "\"";
    for (const char c : cell) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string command_data(std::string_view text) { return replaced(base::escape(text), kData); }
std::string command_property(std::string_view text) { return replaced(base::escape(text), kProperty); }

}  // namespace vouch::report
