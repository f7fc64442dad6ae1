// SPDX-License-Identifier: Apache-2.0
// One table of kinds for each question. Recursion follows the depth of the values, which their readers bound.
// Tested by compare_test.cc.
#include "guard/compare.h"

#include <algorithm>
#include <charconv>
#include <compare>
#include <optional>

#include "guard/literal.h"

namespace vouch::guard {

using value::Kind;
using value::Value;

namespace {

bool is_real(const Value& value) { return value.kind() == Kind::real || value.kind() == Kind::decimal; }

double real_of(const Value& value) {
    if (value.kind() == Kind::real) return value.as_real();
    const std::string_view text = value.as_string();
    double number = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
    if (parsed.ec == std::errc::result_out_of_range) return text.starts_with('-') ? -1e308 * 10 : 1e308 * 10;
    return number;
}

bool is_integer_text(std::string_view text) {
    if (text.starts_with('-')) text.remove_prefix(1);
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Integers beyond 64 bits, compared digit by digit.
std::partial_ordering compare_decimals(std::string_view a, std::string_view b) {
    const bool a_negative = a.starts_with('-');
    const bool b_negative = b.starts_with('-');
    if (a_negative != b_negative) return a_negative ? std::partial_ordering::less : std::partial_ordering::greater;
    std::partial_ordering order = std::partial_ordering::equivalent;
    if (a.size() != b.size()) {
        order = a.size() < b.size() ? std::partial_ordering::less : std::partial_ordering::greater;
    } else {
        const int compared = a.compare(b);
        if (compared != 0) order = compared < 0 ? std::partial_ordering::less : std::partial_ordering::greater;
    }
    return a_negative ? 0 <=> order : order;
}

std::partial_ordering compare_reals(const Value& a, const Value& b) {
    if (a.kind() == Kind::decimal && b.kind() == Kind::decimal && is_integer_text(a.as_string()) && is_integer_text(b.as_string()))
        return compare_decimals(a.as_string(), b.as_string());
    return real_of(a) <=> real_of(b);
}

// The order of two scalars; nullopt where there is none.
std::optional<std::partial_ordering> order(const Value& a, const Value& b) {
    if (is_real(a) && is_real(b)) {
        const auto compared = compare_reals(a, b);
        return compared == std::partial_ordering::unordered ? std::nullopt : std::optional(compared);
    }
    if (a.kind() != b.kind()) return std::nullopt;
    switch (a.kind()) {
        case Kind::null: return std::partial_ordering::equivalent;
        case Kind::integer: return a.as_integer() <=> b.as_integer();
        case Kind::string: return a.as_string().compare(b.as_string()) <=> 0;
        case Kind::opaque: {
            const Literal& left = *as_literal(a);
            const Literal& right = *as_literal(b);
            if (left.kind != Literal::Kind::character || right.kind != Literal::Kind::character) return std::nullopt;
            return left.lower <=> right.lower;
        }
        default: return std::nullopt;
    }
}

template <class T>
bool within(T value, T lower, T upper, const Literal& range) {
    return (range.with_lower ? lower <= value : lower < value) && (range.with_upper ? upper >= value : upper > value);
}

// A number or character in a range; nullopt where the two are of other kinds.
std::optional<bool> in_range(const Value& value, const Literal& range) {
    switch (range.kind) {
        case Literal::Kind::integer_range:
            if (value.kind() == Kind::integer) return within(value.as_integer(), range.lower, range.upper, range);
            return std::nullopt;
        case Literal::Kind::real_range:
            if (is_real(value)) return within(real_of(value), range.real_lower, range.real_upper, range);
            return std::nullopt;
        case Literal::Kind::character_range:
            if (const Literal* character = as_literal(value); character != nullptr && character->kind == Literal::Kind::character)
                return within(character->lower, range.lower, range.upper, range);
            return std::nullopt;
        default: return std::nullopt;
    }
}

// How the identities of dynamic references begin: one whole text, or a known text before unknown ones.
constexpr std::string_view kWholeReference = "Resolve:";
constexpr std::string_view kBeginsWithText = "Concat(\"";

Match from_bool(bool yes) { return yes ? Match::yes : Match::no; }

const Literal* as_regex(const Value& value) {
    const Literal* literal = as_literal(value);
    return literal != nullptr && literal->kind == Literal::Kind::regex ? literal : nullptr;
}

Match search(const Literal& regex, const Value& text) {
    switch (regex.regex->search(text.as_string())) {
        case RegexMatch::yes: return Match::yes;
        case RegexMatch::no: return Match::no;
        case RegexMatch::too_expensive: break;
    }
    return Match::too_expensive;
}

// String and regular expression in either order, or two regular expressions; nullopt for anything else.
std::optional<Match> by_regex(const Value& left, const Value& right) {
    const Literal* a = as_regex(left);
    const Literal* b = as_regex(right);
    if (a != nullptr && b != nullptr) return from_bool(a->text == b->text);
    if (b != nullptr && left.is_string()) return search(*b, left);
    if (a != nullptr && right.is_string()) return search(*a, right);
    return std::nullopt;
}

// A dynamic reference is not known, but a regular expression that has `resolve` in it asks how it is spelt, not what it will give.
// nullopt: these are not such a pair.
std::optional<Match> by_spelling(const Value& left, const Value& right) {
    const Value& reference = left.is_unknown() ? left : right;
    const Literal* regex = as_regex(left.is_unknown() ? right : left);
    if (regex == nullptr || reference.as_unknown().cause != value::Unknown::Cause::dynamic_reference) return std::nullopt;
    if (regex->text.find("resolve") == std::string_view::npos) return std::nullopt;
    std::string_view spelling = reference.as_unknown().identity;
    const bool whole = spelling.starts_with(kWholeReference);
    const bool begins = spelling.starts_with(kBeginsWithText);
    if (!whole && !begins) return std::nullopt;
    spelling.remove_prefix(whole ? kWholeReference.size() : kBeginsWithText.size());
    const Match match = search(*regex, Value::string(spelling, reference.position()));
    return match == Match::no && !whole ? Match::unknown : match;
}

// An ARN is not known, but that it is no `*` is; nor does one of the account fit an expression that has `::aws:` in it. The type of what
// may be there is known, only not whether it is there: another type it is not.
bool certainly_another(const value::Unknown& why, const Value& known) {
    if (!why.present()) return false;
    const Literal* regex = as_regex(known);
    if (regex != nullptr && why.whole) return search(*regex, Value::string(why.begins, 0)) == Match::no;
    if (regex != nullptr) return !why.lacks.empty() && always_has(regex->text, why.lacks);
    if (!known.is_string()) return false;
    if (why.whole) return known.as_string() != why.begins;
    const bool lacks = !why.lacks.empty() && known.as_string().find(why.lacks) != std::string_view::npos;
    return lacks || !known.as_string().starts_with(why.begins);
}

Match unknowns(const Value& left, const Value& right) {
    if (const auto spelt = by_spelling(left, right)) return *spelt;
    const bool both = left.is_unknown() && right.is_unknown();
    if (!both && certainly_another(left.is_unknown() ? left.as_unknown() : right.as_unknown(), left.is_unknown() ? right : left))
        return Match::no;
    const bool same = both && !left.as_unknown().identity.empty() && left.as_unknown().identity == right.as_unknown().identity;
    return same ? Match::yes : Match::unknown;
}

// Combines the answers for the parts of two lists or maps, in order. An incomparable pair ends a comparison, unless an
// earlier pair differed.
class Parts {
public:
    // Returns false once the answer is settled.
    bool add(Match part) {
        if (part == Match::yes) return true;
        if (part == Match::unknown) {
            doubtful_ = true;
            return true;
        }
        if (part == Match::too_expensive || !doubtful_) {
            answer_ = part;
        } else {
            answer_ = Match::unlike;
        }
        return false;
    }
    Match answer() const { return answer_ ? *answer_ : doubtful_ ? Match::unknown : Match::yes; }

private:
    std::optional<Match> answer_;
    bool doubtful_ = false;
};

std::size_t absent_at_most(const Value& collection) {
    std::size_t count = 0;
    if (collection.is_list())
        for (const Value& each : collection.as_list()) count += may_be_absent(each);
    if (collection.is_map())
        for (const value::Member& each : collection.as_map()) count += may_be_absent(each.value);
    return count;
}

// Elements or members that may be absent leave open which pairs are compared; at most the lengths settle it. nullopt: there are none.
std::optional<Match> by_length(const Value& left, const Value& right) {
    const std::size_t left_absent = absent_at_most(left);
    const std::size_t right_absent = absent_at_most(right);
    if (left_absent + right_absent == 0) return left.length() == right.length() ? std::nullopt : std::optional(Match::no);
    const bool apart = left.length() - left_absent > right.length() || right.length() - right_absent > left.length();
    return apart ? Match::no : Match::unknown;
}

template <class Compare>
Match compare_lists(const Value& left, const Value& right, Compare&& compare) {
    if (const auto settled = by_length(left, right)) return *settled;
    Parts parts;
    for (std::size_t i = 0; i < left.length(); ++i)
        if (!parts.add(compare(left.as_list()[i], right.as_list()[i]))) break;
    return parts.answer();
}

template <class Compare>
Match compare_maps(const Value& left, const Value& right, Compare&& compare) {
    if (const auto settled = by_length(left, right)) return *settled;
    Parts parts;
    for (const value::Member& member : left.as_map()) {
        const Value* other = right.find(member.name());
        if (!parts.add(other == nullptr ? Match::no : compare(member.value, *other))) break;
    }
    return parts.answer();
}

}  // namespace

bool all_may_be_absent(const Value& collection) {
    const auto doubtful = [](const Value& each) {
        const auto of_member = [](const value::Member& member) { return in_doubt(member.value); };
        return may_be_absent(each) || (each.is_map() && std::ranges::any_of(each.as_map(), of_member));
    };
    if (collection.is_list()) return std::ranges::all_of(collection.as_list(), doubtful);
    return std::ranges::all_of(collection.as_map(), [&](const value::Member& member) { return doubtful(member.value); });
}

Match equals(const Value& left, const Value& right) {
    if (left.is_string() && right.is_string()) return from_bool(left.as_string() == right.as_string());
    if (left.is_unknown() || right.is_unknown()) return unknowns(left, right);
    if (left.is_map() && right.is_map()) return compare_maps(left, right, equals);
    if (left.is_list() && right.is_list()) return compare_lists(left, right, equals);
    if (left.kind() == Kind::boolean && right.kind() == Kind::boolean) return from_bool(left.as_boolean() == right.as_boolean());
    if (right.kind() == Kind::opaque || left.kind() == Kind::opaque) {
        if (const auto searched = by_regex(left, right)) return *searched;
        if (const Literal* range = as_literal(right))
            if (const auto contained = in_range(left, *range)) return from_bool(*contained);
    }
    const auto compared = order(left, right);
    return compared ? from_bool(*compared == 0) : Match::incomparable;
}

Match ordered(Operator op, const Value& left, const Value& right) {
    if (left.is_unknown() || right.is_unknown()) return Match::unknown;
    const auto compared = order(left, right);
    if (!compared) return Match::incomparable;
    switch (op) {
        case Operator::less: return from_bool(*compared < 0);
        case Operator::less_equal: return from_bool(*compared <= 0);
        case Operator::greater: return from_bool(*compared > 0);
        default: return from_bool(*compared >= 0);
    }
}

Match is_same(const Value& element, const Value& item) {
    if (element.is_string() && item.is_string()) return from_bool(element.as_string() == item.as_string());
    if (element.is_unknown() || item.is_unknown()) return unknowns(element, item);
    if (element.is_map() && item.is_map()) return compare_maps(element, item, is_same);
    if (element.is_list() && item.is_list()) return compare_lists(element, item, is_same);
    if (element.kind() == Kind::boolean && item.kind() == Kind::boolean) return from_bool(element.as_boolean() == item.as_boolean());
    if (const auto searched = by_regex(element, item)) return *searched;
    if (const Literal* range = as_literal(item))
        if (const auto contained = in_range(element, *range)) return from_bool(*contained);
    const auto compared = order(element, item);
    return from_bool(compared && *compared == 0);
}

Match contains(std::span<const Value> elements, const Value& item) {
    Match answer = Match::no;
    for (const Value& element : elements) {
        switch (is_same(element, item)) {
            case Match::yes: return Match::yes;
            case Match::too_expensive: return Match::too_expensive;
            case Match::unknown: answer = Match::unknown; break;
            default: break;
        }
    }
    return answer;
}

}  // namespace vouch::guard
