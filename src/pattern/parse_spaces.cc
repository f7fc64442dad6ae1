// SPDX-License-Identifier: Apache-2.0
// `[ip, user, ..., status = 4* && bytes > 1000]`. Each entry names a field, or has a condition on it; a name in a condition that no
// entry has is the next field (the documentation's own example does so); an empty entry is a field without a name.
// Tested by filter_parse_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "pattern/detail/scanner.h"

namespace vouch::pattern::detail {
namespace {

constexpr std::string_view kSpacedTermEnds = ",]&|()";

bool is_name(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '$' || c == '.';
}

class SpacesParser {
public:
    SpacesParser(Scanner& scanner, Filter& filter) : scanner_(scanner), filter_(filter) {}

    base::Result<void> parse() {
        Node all{Node::Kind::all, 0, {}};
        scanner_.advance();
        do {
            scanner_.skip_blanks();
            VOUCH_CHECK(entry(all));
            scanner_.skip_blanks();
        } while (scanner_.take(","));
        if (!scanner_.take("]"))
            return scanner_.bad(scanner_.position(),
                                scanner_.at_end() ? "the pattern ends before its closing bracket" : "`,` or `]` is expected here");
        if (!all.children.empty()) filter_.root = scanner_.add_node(std::move(all));
        place_fields();
        return {};
    }

private:
    // An entry between commas: the field that it is about, and the other names of its condition.
    struct Entry {
        std::string field;
        std::vector<std::string> others;
    };

    base::Result<void> entry(Node& all) {
        const std::size_t begin = scanner_.position();
        if (scanner_.take("...") || scanner_.take("\xE2\x80\xA6")) {
            if (ellipsis_) return scanner_.bad(begin, "a pattern may have one `...`");
            ellipsis_ = entries_.size();
            return {};
        }
        entries_.emplace_back();
        if (scanner_.peek() == ',' || scanner_.peek() == ']') return {};
        first_ = true;
        VOUCH_TRY(const std::uint32_t node, scanner_.condition([this] { return test(); }));
        if (node != kNone) all.children.push_back(node);
        return {};
    }

    base::Result<std::uint32_t> test() {
        const std::size_t begin = scanner_.position();
        std::string name;
        for (; !scanner_.at_end() && is_name(scanner_.peek()); scanner_.advance()) name += scanner_.peek();
        if (name.empty()) return scanner_.bad(begin, "the name of a field is expected here");
        scanner_.skip_blanks();
        const bool plain = scanner_.peek() == ',' || scanner_.peek() == ']';
        if (first_) {
            if (std::ranges::find(entries_, name, &Entry::field) != entries_.end())
                return scanner_.bad(begin, fmt::format("two fields have the name `{}`", name));
            entries_.back().field = name;
            first_ = false;
            if (plain) return kNone;
        } else {
            entries_.back().others.push_back(name);
        }
        if (scanner_.at_end()) return scanner_.bad(scanner_.position(), "the pattern ends before its closing bracket");
        VOUCH_TRY(Relation relation, scanner_.relation());
        if (relation == Relation::equal && scanner_.take("!")) relation = Relation::not_equal;  // `w1=!ERROR`, as once documented
        scanner_.skip_blanks();
        VOUCH_TRY(Term term, scanner_.operand(relation, kSpacedTermEnds));
        names_.push_back(std::move(name));
        return scanner_.add_test({0, relation, std::move(term)});
    }

    // Every entry's field has the entry's place; a name that is no entry's field is a field of its own behind the entry.
    void place_fields() {
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (ellipsis_ == i) filter_.ellipsis = filter_.fields.size();
            filter_.fields.push_back(entries_[i].field);
            for (const std::string& other : entries_[i].others)
                if (std::ranges::find(entries_, other, &Entry::field) == entries_.end() &&
                    std::ranges::find(filter_.fields, other) == filter_.fields.end())
                    filter_.fields.push_back(other);
        }
        if (ellipsis_ == entries_.size()) filter_.ellipsis = filter_.fields.size();
        for (std::size_t i = 0; i < names_.size(); ++i)
            filter_.tests[i].subject = static_cast<std::uint32_t>(std::ranges::find(filter_.fields, names_[i]) - filter_.fields.begin());
    }

    static constexpr std::uint32_t kNone = 0xFFFFFFFFU;

    Scanner& scanner_;
    Filter& filter_;
    std::vector<Entry> entries_;
    std::vector<std::string> names_;  // of the tests' fields
    std::optional<std::size_t> ellipsis_;
    bool first_ = true;  // nothing of the entry was read yet
};

}  // namespace

base::Result<void> parse_spaces(Scanner& scanner, Filter& filter) {
    filter.form = Filter::Form::spaces;
    return SpacesParser(scanner, filter).parse();
}

}  // namespace vouch::pattern::detail
