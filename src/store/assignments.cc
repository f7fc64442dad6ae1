// SPDX-License-Identifier: Apache-2.0
// Looks back a little from every sign that may assign, and forward from there. Tested by hide_test.cc.
#include "store/assignments.h"

#include <algorithm>

#include "base/ascii.h"
#include "model/credentials.h"
#include "model/secret_names.h"
#include "store/hide.h"

namespace vouch::store {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kQuotes = "\"'";
constexpr std::size_t kFarthest = 64;  // characters of a name

bool is_one_of(char c, std::string_view set) { return set.find(c) != std::string_view::npos; }

// Ids of keys are no secrets, and below `credentials` more stands than one.
bool names_one(std::string_view word) {
    const std::string name = base::to_lower(word);
    if (name.ends_with("id") || name.ends_with("credentials")) return false;
    return model::names_a_secret(name) || name.ends_with("x-amz-signature");
}

class Search {
public:
    Search(std::string_view text, std::vector<Replacement>& found) : text_(text), found_(found) {}

    void run() {
        for (std::size_t i = 0; i < text_.size(); ++i) {
            if (i < done_) continue;
            if (text_[i] == '=' || text_[i] == ':') sign(i);
            if (text_[i] == '-') option(i);
            if (text_[i] == 'B') bearer(i);
        }
    }

private:
    // What a value begins with: how it is quoted, and whether a name in double quotes stood before, as JSON has it.
    struct Opening {
        std::size_t at = 0;
        char quote = 0;
        bool escaped = false;  // \"
        bool json = false;
    };

    std::size_t back_over(std::size_t end, std::string_view set, std::size_t most) const {
        std::size_t at = end;
        while (at > 0 && end - at < most && is_one_of(text_[at - 1], set)) --at;
        return at;
    }

    // name = value, "name": "value", \"name\": \"value\"
    void sign(std::size_t at) {
        const std::size_t before = back_over(at, kBlanks, 4);
        const std::size_t end = back_over(back_over(before, kQuotes, 1), "\\", 4);
        std::size_t begin = end;
        while (begin > 0 && end - begin < kFarthest && model::is_token_character(text_[begin - 1])) --begin;
        // Not part of an ARN, a path or a selector of a filter pattern.
        constexpr std::string_view kBefore = " \t\r\n\"'`,;&?{([|";
        if (begin == end || (begin > 0 && !is_one_of(text_[begin - 1], kBefore)) || !names_one(text_.substr(begin, end - begin))) return;
        Opening opening = open(at + 1);
        opening.json = end < before && text_[before - 1] == '"';
        value(opening);
    }

    // --password value
    void option(std::size_t at) {
        if (!text_.substr(at).starts_with("--") || (at > 0 && !is_one_of(text_[at - 1], " \t\r\n\"'`"))) return;
        std::size_t end = at + 2;
        while (end < text_.size() && end - at < kFarthest && model::is_token_character(text_[end])) ++end;
        if (end < text_.size() && text_[end] == ' ' && names_one(text_.substr(at, end - at))) value(open(end));
    }

    void bearer(std::size_t at) {
        constexpr std::string_view kWord = "Bearer ";
        constexpr std::size_t kLeast = 16;
        if (!text_.substr(at).starts_with(kWord)) return;
        const std::size_t begin = at + kWord.size();
        std::size_t end = begin;
        while (end < text_.size() && (model::is_token_character(text_[end]) || is_one_of(text_[end], "./+~="))) ++end;
        if (end - begin < kLeast) return;
        found_.push_back({begin, end, std::string(model::kHidden)});
        done_ = end;
    }

    Opening open(std::size_t at) const {
        while (at < text_.size() && is_one_of(text_[at], kBlanks)) ++at;
        std::size_t quote = at;
        while (quote < text_.size() && quote - at < 4 && text_[quote] == '\\') ++quote;
        if (quote == text_.size() || !is_one_of(text_[quote], kQuotes)) return {at, 0, false, false};
        return {quote + 1, text_[quote], quote > at, false};
    }

    void value(const Opening& opening) {
        if (is_reference(text_.substr(opening.at))) return;
        const std::size_t end = end_of(opening);
        const std::string_view value = text_.substr(opening.at, end - opening.at);
        if (value.empty() || value.find("(hidden") != std::string_view::npos) return;
        // What JSON has besides texts stays what it is.
        const bool bare = opening.json && opening.quote == 0;
        if (bare && value == "null") return;
        const bool number = bare && std::ranges::all_of(value, [](char c) { return is_one_of(c, "0123456789.-+eE"); });
        found_.push_back({opening.at, end, number ? "0" : hide_value(value)});
        done_ = end;
    }

    std::size_t end_of(const Opening& opening) const {
        std::size_t at = opening.at;
        if (opening.quote == 0) return std::min(text_.find_first_of(" \t\r\n\"'`,;&<>|)}]\\", at), text_.size());
        while (at < text_.size() && text_[at] != opening.quote && text_[at] != '\n' && (text_[at] != '\\' || !opening.escaped))
            at += text_[at] == '\\' ? 2 : 1;
        return std::min(at, text_.size());
    }

    // What begins so is a reference, or more than one value.
    static bool is_reference(std::string_view text) {
        if (text.empty() || is_one_of(text.front(), "<%*{[(|>")) return true;
        if (text.size() > 1 && text.front() == '$') return is_one_of(text[1], "{(.") || model::is_token_character(text[1]);
        return text.starts_with("!Ref") || text.starts_with("!Sub") || text.starts_with("!GetAtt");
    }

    std::string_view text_;
    std::vector<Replacement>& found_;
    std::size_t done_ = 0;  // all before it has been looked at
};

}  // namespace

void find_assignments(std::string_view text, std::vector<Replacement>& found) { Search(text, found).run(); }

}  // namespace vouch::store
