// SPDX-License-Identifier: Apache-2.0
// Words are names of properties, facts or types. Tested by needs_test.cc.
#include "collect/mentions.h"

#include <algorithm>

namespace vouch::collect {
namespace {

constexpr std::string_view kProperties = "Properties.";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// The text without comments: from a `#` that begins a line, or stands behind white space outside of quotes, to the end of its line.
std::string without_comments(std::string_view text) {
    std::string out;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool begins = i == 0 || text[i - 1] == '\n' || text[i - 1] == ' ' || text[i - 1] == '\t';
        if (quote == 0 && c == '#' && begins) {
            while (i < text.size() && text[i] != '\n') ++i;
            out += '\n';
            continue;
        }
        if (quote != 0 ? c == quote || c == '\n' : c == '"' || c == '\'') quote = quote != 0 ? '\0' : c;
        out += c;
    }
    return out;
}

// Types are words too: two colons between letters belong to one.
std::size_t word_end(std::string_view text, std::size_t at) {
    while (at < text.size()) {
        if (is_word(text[at])) {
            ++at;
        } else if (text.substr(at).starts_with("::") && at + 2 < text.size() && is_word(text[at + 2])) {
            at += 2;
        } else {
            break;
        }
    }
    return at;
}

// Reads `[ Type == 'A' or Path in ['B', 'C'] ...`. Whatever it does not know leaves everything open.
class FilterReader {
public:
    explicit FilterReader(std::string_view rest) : rest_(rest) {}

    Looking read() {
        Looking found;
        if (!take("[")) return found;
        do {
            if (!condition(found)) return {};
        } while (take_word("or"));
        found.bounded = true;
        return found;
    }

private:
    bool take(std::string_view text) {
        while (!rest_.empty() && is_space(rest_.front())) rest_.remove_prefix(1);
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    bool take_word(std::string_view word) {
        const std::string_view before = rest_;
        if (take(word) && (rest_.empty() || !is_word(rest_.front()))) return true;
        rest_ = before;
        return false;
    }
    // Behind the quote that was taken.
    std::string_view quoted(char quote) {
        const std::size_t end = std::min(rest_.find(quote), rest_.size());
        const std::string_view text = rest_.substr(0, end);
        rest_.remove_prefix(std::min(end + 1, rest_.size()));
        return text;
    }

    bool condition(Looking& found) {
        const bool type = take_word("Type");
        if (!type && !take_word("Path")) return false;
        found.types = found.types || type;
        if (take("==")) return literal(found, type);
        if (!take_word("in") || !take("[")) return false;
        do {
            if (!literal(found, type)) return false;
        } while (take(","));
        return take("]");
    }

    bool literal(Looking& found, bool type) {
        if (take("'")) return text(found, type, quoted('\''));
        if (take("\"")) return text(found, type, quoted('"'));
        return !type && take("/") && pattern(found, quoted('/'));
    }
    static bool text(Looking& found, bool type, std::string_view text) {
        if (type) return true;
        if (!text.starts_with(kProperties)) return false;
        found.paths.emplace_back(text.substr(kProperties.size()));
        return true;
    }
    // `(?i)logging|replication`.
    static bool pattern(Looking& found, std::string_view pattern) {
        if (pattern.starts_with("(?i)")) pattern.remove_prefix(4);
        while (true) {
            const std::size_t end = std::min(pattern.find('|'), pattern.size());
            std::string fragment(pattern.substr(0, end));
            if (fragment.empty() || !std::ranges::all_of(fragment, is_word)) return false;
            for (char& c : fragment)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
            found.fragments.push_back(std::move(fragment));
            if (end == pattern.size()) return true;
            pattern.remove_prefix(end + 1);
        }
    }

    std::string_view rest_;
};

}  // namespace

Mentions mentions(std::string_view rules) {
    Mentions found;
    const std::string text = without_comments(rules);
    bool fact = false;  // the word before was `Vouch` and a dot
    for (std::size_t i = 0; i < text.size();) {
        if (!is_word(text[i])) {
            ++i;
            continue;
        }
        const std::size_t end = word_end(text, i);
        const std::string_view word = std::string_view(text).substr(i, end - i);
        const std::string_view rest = std::string_view(text).substr(end);
        found.everything =
            found.everything || (word == "Properties" && (rest.starts_with('[') || rest.starts_with(".*") || rest.starts_with(".%")));
        found.words.emplace(word);
        if (word == "ReferencedBy")
            found.referenced_by.push_back(FilterReader(rest).read());
        else if (word == "References")
            found.references.push_back(FilterReader(rest).read());
        else if (fact)
            found.facts.emplace(word);
        fact = word == "Vouch" && rest.starts_with('.');
        i = end;
    }
    return found;
}

}  // namespace vouch::collect
