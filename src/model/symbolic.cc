// SPDX-License-Identifier: Apache-2.0
// A scan over the spelling, without recursion: only brackets, commas and JSON strings matter. Tested by symbolic_test.cc.
#include "model/symbolic.h"

#include <cstddef>

namespace vouch::model {
namespace {

constexpr std::string_view kRef = "Ref:";
constexpr std::string_view kGetAtt = "GetAtt:";
constexpr std::string_view kConcat = "Concat(";

// Behind the JSON string that begins at `at`.
std::size_t skip_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (text[at] == '"') {
            return at + 1;
        }
    }
    return text.size();
}

// What stands in front of `Ref:`: "Outer|Inner|"; the last name is the unit that owns it.
std::string_view owner(std::string_view prefix, std::string_view around) {
    if (prefix.empty()) return around;
    prefix.remove_suffix(1);
    const std::size_t bar = prefix.rfind('|');
    return bar == std::string_view::npos ? prefix : prefix.substr(bar + 1);
}

// Where `word` begins in `term`, at its start or behind a `|`; npos where it does not.
std::size_t word_at(std::string_view term, std::string_view word) {
    if (term.starts_with(word)) return 0;
    for (std::size_t bar = term.find('|'); bar != std::string_view::npos; bar = term.find('|', bar + 1))
        if (term.substr(bar + 1).starts_with(word)) return bar + 1;
    return std::string_view::npos;
}

void mention(std::string_view term, std::string_view around, std::vector<Mention>& out) {
    if (const std::size_t at = word_at(term, kRef); at != std::string_view::npos) {
        out.push_back({owner(term.substr(0, at), around), term.substr(at + kRef.size()), {}});
    } else if (const std::size_t from = word_at(term, kGetAtt); from != std::string_view::npos) {
        const std::string_view name = term.substr(from + kGetAtt.size());
        const std::size_t dot = name.find('.');
        const std::string_view attribute = dot == std::string_view::npos ? std::string_view() : name.substr(dot + 1);
        out.push_back({owner(term.substr(0, from), around), name.substr(0, dot), attribute});
    }
}

// The characters of a JSON string without its quotes. Escapes beyond the simple ones are kept as they are spelled.
std::string unquoted(std::string_view json) {
    std::string out;
    if (json.size() >= 2) json = json.substr(1, json.size() - 2);
    for (std::size_t i = 0; i < json.size(); ++i) {
        if (json[i] != '\\' || i + 1 == json.size()) {
            out += json[i];
            continue;
        }
        switch (const char c = json[++i]) {
            case 'n': out += '\n'; break;
            case 't': out += '\t'; break;
            case 'r': out += '\r'; break;
            case '"':
            case '\\':
            case '/': out += c; break;
            default: out += '\\', out += c;
        }
    }
    return out;
}

}  // namespace

std::vector<Mention> mentions(std::string_view identity) {
    std::vector<Mention> out;
    std::vector<std::string_view> around{{}};  // the unit of what stands in each bracket that is open
    std::size_t start = 0;
    const auto finish = [&](std::size_t end) {
        if (end > start) mention(identity.substr(start, end - start), around.back(), out);
    };
    for (std::size_t i = 0; i < identity.size();) {
        const char c = identity[i];
        if (c == '"' && start == i) {
            i = skip_string(identity, i);
            start = i;
            continue;
        }
        if (c == '(' || c == '[' || c == '{') {
            const std::string_view name = identity.substr(start, i - start);
            const std::size_t bar = name.rfind('|');
            around.push_back(bar == std::string_view::npos ? around.back() : owner(name.substr(0, bar + 1), {}));
        } else if (c == ',' || c == ':') {
            // A colon ends a key only behind a string; within `Ref:Id` it belongs to the term.
            if (c == ':' && start != i) {
                ++i;
                continue;
            }
            finish(i);
        } else if (c == ')' || c == ']' || c == '}') {
            finish(i);
            if (around.size() > 1) around.pop_back();
        } else {
            ++i;
            continue;
        }
        start = ++i;
    }
    finish(identity.size());
    return out;
}

std::vector<Piece> pieces(std::string_view identity) {
    if (!identity.starts_with(kConcat) || !identity.ends_with(')')) return {{{}, identity}};
    const std::string_view inside = identity.substr(kConcat.size(), identity.size() - kConcat.size() - 1);
    std::vector<Piece> out;
    std::size_t start = 0;
    int depth = 0;
    const auto finish = [&](std::size_t end) {
        const std::string_view term = inside.substr(start, end - start);
        if (term.empty()) return;
        if (term.front() == '"') {
            out.push_back({unquoted(term), {}});
        } else {
            out.push_back({{}, term});
        }
    };
    for (std::size_t i = 0; i < inside.size();) {
        const char c = inside[i];
        if (c == '"') {
            i = skip_string(inside, i);
            continue;
        }
        if (c == '(' || c == '[' || c == '{') ++depth;
        if (c == ')' || c == ']' || c == '}') --depth;
        if (c == ',' && depth == 0) {
            finish(i);
            start = i + 1;
        }
        ++i;
    }
    finish(inside.size());
    return out;
}

}  // namespace vouch::model
