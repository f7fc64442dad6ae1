// SPDX-License-Identifier: Apache-2.0
// Tested by filter_test.cc and matcher_test.cc.
#include "pattern/detail/found_value.h"

#include <cstdlib>
#include <string>

namespace vouch::pattern::detail {

bool text_matches(const Term& term, std::string_view text, bool& gave_up) {
    if (term.regex) {
        const RegexMatch found = term.regex->search(text);
        gave_up |= found == RegexMatch::too_expensive;
        return found == RegexMatch::yes;
    }
    if (term.open_front && term.open_back) return text.contains(term.text);
    if (term.open_front) return text.ends_with(term.text);
    if (term.open_back) return text.starts_with(term.text);
    return text == term.text;
}

bool compare(Relation relation, double a, double b) {
    switch (relation) {
        case Relation::equal: return a == b;
        case Relation::not_equal: return a != b;
        case Relation::less: return a < b;
        case Relation::greater: return a > b;
        case Relation::at_most: return a <= b;
        case Relation::at_least: return a >= b;
        default: return false;
    }
}

bool holds(const Test& test, const FoundValue& found, bool& gave_up) {
    using Kind = FoundValue::Kind;
    switch (test.relation) {
        case Relation::is_null: return found.kind == Kind::null;
        case Relation::is_true: return found.kind == Kind::yes;
        case Relation::is_false: return found.kind == Kind::no;
        default: break;
    }
    if (found.kind == Kind::number && test.term.number)
        return compare(test.relation, std::strtod(std::string(found.text).c_str(), nullptr), *test.term.number);
    if (test.relation != Relation::equal && test.relation != Relation::not_equal) return false;
    if (found.kind != Kind::text && found.kind != Kind::number) return false;
    return text_matches(test.term, found.text, gave_up) == (test.relation == Relation::equal);
}

}  // namespace vouch::pattern::detail
