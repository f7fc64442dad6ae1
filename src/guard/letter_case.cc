// SPDX-License-Identifier: Apache-2.0
// Words are told apart by separators (anything that is no letter or digit), digits, and a capital behind a small letter.
// Tested by letter_case_test.cc against spellings taken from Inflector.
#include "guard/letter_case.h"

#include <optional>

#include "base/ascii.h"

namespace vouch::guard {
namespace {

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80U; }
bool is_separator(char c) { return !base::is_digit(c) && !is_upper(c) && !is_lower(c); }

std::string_view without_trailing_separators(std::string_view text) {
    while (!text.empty() && is_separator(text.back())) text.remove_suffix(1);
    return text;
}

// camelCase, PascalCase (`capital_first`) and, with a separator between words, Title Case and Train-Case.
std::string camel_like(std::string_view text, bool capital_first, std::optional<char> separator) {
    std::string out;
    bool new_word = capital_first;
    bool first_word = separator.has_value();
    bool begun = false;
    char last = ' ';
    for (const char c : without_trailing_separators(text)) {
        if (is_separator(c)) {
            new_word = new_word || begun;
            continue;
        }
        begun = true;
        if (base::is_digit(c)) {
            new_word = true;
            out += c;
        } else if (new_word || (is_lower(last) && is_upper(c))) {
            new_word = false;
            if (separator && !first_word) out += *separator;
            out += base::to_upper(c);
            first_word = false;
        } else {
            last = c;
            out += base::to_lower(c);
        }
    }
    return out;
}

// snake_case and kebab-case.
std::string snake_like(std::string_view text, char separator) {
    std::string out;
    bool at_start = true;
    const std::string_view trimmed = without_trailing_separators(text);
    for (std::size_t i = 0; i < trimmed.size(); ++i) {
        const char c = trimmed[i];
        if (is_separator(c)) {
            if (!at_start) out += separator;
            at_start = true;
            continue;
        }
        const bool capital = c == base::to_upper(c);
        const bool next_lower = i + 1 < text.size() && is_lower(text[i + 1]);
        if (!at_start && capital && (next_lower || is_lower(text[i - 1]))) out += separator;
        out += base::to_lower(c);
        at_start = false;
    }
    return out;
}

// What a plural ends in, how many of its last characters go, and what takes their place. The first row that fits decides.
// A row with `keep` answers with its own ending alone (Inflector drops what stands before it).
struct Ending {
    std::string_view plural;
    std::size_t cut;
    std::string_view singular;
    std::string_view not_before{};  // none of these may stand in front of the ending
    bool keep = false;
};

constexpr std::array kEndings{
    Ending{"databases", 1, "", {}, true},
    Ending{"quizzes", 3, "", {}, true},
    Ending{"matrices", 4, "ix", {}, true},
    Ending{"vertices", 4, "ex", {}, true},
    Ending{"indices", 4, "ex", {}, true},
    Ending{"aliases", 2, "", {}, true},
    Ending{"alias", 0, "", {}, true},
    Ending{"statuses", 2, "", {}, true},
    Ending{"status", 0, "", {}, true},
    Ending{"octopus", 2, "us", {}, true},
    Ending{"octopi", 1, "us", {}, true},
    Ending{"virus", 2, "us", {}, true},
    Ending{"viri", 1, "us", {}, true},
    Ending{"crisis", 2, "is", {}, true},
    Ending{"crises", 2, "is", {}, true},
    Ending{"testis", 2, "is", {}, true},
    Ending{"testes", 2, "is", {}, true},
    Ending{"shoes", 1, "", {}, true},
    Ending{"buses", 2, "", {}, true},
    Ending{"bus", 0, "", {}, true},
    Ending{"mice", 3, "ouse", {}, true},
    Ending{"lice", 3, "ouse", {}, true},
    Ending{"xes", 2, ""},
    Ending{"ches", 2, ""},
    Ending{"sses", 2, ""},
    Ending{"shes", 2, ""},
    Ending{"movies", 1, "", {}, true},
    Ending{"series", 0, "", {}, true},
    Ending{"quies", 3, "y"},
    Ending{"ies", 3, "y", "aeiouy"},
    Ending{"lves", 4, "f"},
    Ending{"rves", 4, "f"},
    Ending{"tives", 5, ""},
    Ending{"hives", 5, ""},
    Ending{"ves", 4, "fe", "f"},
    Ending{"analysis", 0, "", {}, true},
    Ending{"analyses", 2, "is", {}, true},
    Ending{"basis", 0, "", {}, true},
    Ending{"bases", 2, "is", {}, true},
    Ending{"ta", 2, "um"},
    Ending{"ia", 2, "um"},
    Ending{"oes", 3, ""},
    Ending{"news", 0, "", {}, true},
    Ending{"ss", 0, ""},
    Ending{"s", 1, ""},
};

bool fits(const Ending& ending, std::string_view word) {
    if (!word.ends_with(ending.plural)) return false;
    if (ending.not_before.empty()) return true;
    const std::size_t before = word.size() - ending.plural.size();
    return before > 0 && ending.not_before.find(word[before - 1]) == std::string_view::npos;
}

std::string singular(std::string_view word) {
    for (const Ending& ending : kEndings) {
        if (!fits(ending, word)) continue;
        std::string_view stem = word.substr(0, word.size() - ending.cut);
        if (ending.keep) stem = word.substr(word.size() - ending.plural.size()).substr(0, ending.plural.size() - ending.cut);
        return std::string(stem).append(ending.singular);
    }
    return std::string(word);
}

std::string class_name(std::string_view text) {
    std::string name = camel_like(text, true, std::nullopt);
    std::size_t last_word = name.size();
    while (last_word > 0 && !is_upper(name[last_word - 1])) --last_word;
    last_word = last_word == 0 ? 0 : last_word - 1;
    return name.substr(0, last_word) + singular(std::string_view(name).substr(last_word));
}

}  // namespace

std::string to_case(LetterCase letter_case, std::string_view text) {
    switch (letter_case) {
        case LetterCase::camel: return camel_like(text, false, std::nullopt);
        case LetterCase::class_name: return class_name(text);
        case LetterCase::kebab: return snake_like(text, '-');
        case LetterCase::pascal: return camel_like(text, true, std::nullopt);
        case LetterCase::snake: return snake_like(text, '_');
        case LetterCase::title: return camel_like(text, true, ' ');
        case LetterCase::train: return camel_like(text, true, '-');
    }
    return std::string(text);
}

}  // namespace vouch::guard
