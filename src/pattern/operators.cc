// SPDX-License-Identifier: Apache-2.0
// Each operator is a row of kOperators. Letter case is ignored for ASCII letters only. Tested by event_pattern_test.cc.
#include "pattern/detail/operators.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/ascii.h"
#include "base/cidr.h"
#include "base/wildcard.h"

namespace vouch::pattern::detail {

using value::Kind;
using value::Value;

namespace {

bool same_letters(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char one, char other) { return base::to_lower(one) == base::to_lower(other); });
}

bool starts(std::string_view text, std::string_view with) { return text.starts_with(with); }
bool ends(std::string_view text, std::string_view with) { return text.ends_with(with); }
bool starts_ignoring_case(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && same_letters(text.substr(0, with.size()), with);
}
bool ends_ignoring_case(std::string_view text, std::string_view with) {
    return text.size() >= with.size() && same_letters(text.substr(text.size() - with.size()), with);
}

double number(const Value& value) {
    if (value.kind() == Kind::integer) return static_cast<double>(value.as_integer());
    if (value.kind() == Kind::real) return value.as_real();
    return std::strtod(std::string(value.as_string()).c_str(), nullptr);
}

// {"equals-ignore-case": "x"} as an operand: "x", else nullptr.
const Value* letters_only(const Value& operand) {
    const Value* inner = operand.is_map() && operand.length() == 1 ? operand.find("equals-ignore-case") : nullptr;
    return inner != nullptr && inner->is_string() ? inner : nullptr;
}

std::string check_text(const Value& operand) { return operand.is_string() ? "" : "a text is expected"; }
std::string check_edge(const Value& operand) {
    return operand.is_string() || letters_only(operand) != nullptr ? "" : "a text, or `equals-ignore-case` with a text, is expected";
}
std::string check_exists(const Value& operand) { return operand.kind() == Kind::boolean ? "" : "true or false is expected"; }
std::string check_cidr(const Value& operand) {
    return operand.is_string() && base::parse_block(operand.as_string()) ? "" : "a range of addresses, as 10.0.0.0/24, is expected";
}

std::string check_wildcard(const Value& operand) {
    if (!operand.is_string()) return "a text is expected";
    const std::string_view text = operand.as_string();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '*' && i + 1 < text.size() && text[i + 1] == '*') return "two asterisks may not stand side by side";
        if (text[i] != '\\') continue;
        if (i + 1 == text.size() || (text[i + 1] != '*' && text[i + 1] != '\\')) return "a backslash may stand only before `*` and `\\`";
        ++i;
    }
    return "";
}

bool is_lower_bound(std::string_view relation) { return relation == ">" || relation == ">="; }
bool is_upper_bound(std::string_view relation) { return relation == "<" || relation == "<="; }

std::string check_numeric(const Value& operand) {
    constexpr double kLargest = 5e9;
    if (!operand.is_list() || (operand.length() != 2 && operand.length() != 4))
        return "one or two pairs of relation and number are expected";
    const std::span<const Value> items = operand.as_list();
    for (std::size_t i = 0; i < items.size(); i += 2) {
        if (!items[i].is_string()) return "a relation is expected: = < <= > >=";
        const std::string_view relation = items[i].as_string();
        if (relation != "=" && !is_lower_bound(relation) && !is_upper_bound(relation)) return "a relation is expected: = < <= > >=";
        if (!items[i + 1].is_number()) return "a number is expected behind the relation";
        if (const double n = number(items[i + 1]); n < -kLargest || n > kLargest) return "numbers lie between -5e9 and 5e9";
        if (items.size() == 4 && !(i == 0 ? is_lower_bound(relation) : is_upper_bound(relation)))
            return "of two relations the first is > or >=, the second < or <=";
    }
    if (items.size() == 4 && number(items[1]) >= number(items[3])) return "the lower bound must be less than the upper one";
    return "";
}

bool matches_numeric(const Value& operand, const Value& leaf) {
    if (!leaf.is_number()) return false;
    const double n = number(leaf);
    const std::span<const Value> items = operand.as_list();
    for (std::size_t i = 0; i < items.size(); i += 2) {
        const std::string_view relation = items[i].as_string();
        const double bound = number(items[i + 1]);
        const bool holds = relation == "="    ? n == bound
                           : relation == "<"  ? n < bound
                           : relation == "<=" ? n <= bound
                           : relation == ">"  ? n > bound
                                              : n >= bound;
        if (!holds) return false;
    }
    return true;
}

bool matches_edge(const Value& operand, const Value& leaf, bool (*exact)(std::string_view, std::string_view),
                  bool (*letters)(std::string_view, std::string_view)) {
    if (!leaf.is_string()) return false;
    const Value* inner = letters_only(operand);
    return inner != nullptr ? letters(leaf.as_string(), inner->as_string()) : exact(leaf.as_string(), operand.as_string());
}
bool matches_prefix(const Value& operand, const Value& leaf) { return matches_edge(operand, leaf, starts, starts_ignoring_case); }
bool matches_suffix(const Value& operand, const Value& leaf) { return matches_edge(operand, leaf, ends, ends_ignoring_case); }
bool matches_letters(const Value& operand, const Value& leaf) {
    return leaf.is_string() && same_letters(operand.as_string(), leaf.as_string());
}
bool matches_wildcard(const Value& operand, const Value& leaf) {
    return leaf.is_string() && base::matches_wildcard(operand.as_string(), leaf.as_string(), base::Wildcards::star_and_escape);
}
bool matches_cidr(const Value& operand, const Value& leaf) {
    if (!leaf.is_string() || leaf.as_string().find('/') != std::string_view::npos) return false;
    const auto range = base::parse_block(operand.as_string());
    const auto address = base::parse_cidr(leaf.as_string());
    return range && address && range->contains(*address);
}

// anything-but takes a text, a number, a list of one of them, or {operator: text or list of texts}.
std::string check_inner(const Value& map) {
    if (map.length() != 1) return "one operator is expected";
    const value::Member& member = map.as_map().front();
    const std::string_view name = member.name();
    if (name != "prefix" && name != "suffix" && name != "equals-ignore-case" && name != "wildcard")
        return "`anything-but` takes `prefix`, `suffix`, `equals-ignore-case` and `wildcard` only";
    const Operator* row = find_operator(name);
    if (!member.value.is_list()) return row->check(member.value);
    if (member.value.length() == 0) return "an empty list matches nothing";
    for (const Value& item : member.value.as_list())
        if (std::string wrong = row->check(item); !wrong.empty()) return wrong;
    return "";
}

std::string check_but(const Value& operand) {
    if (operand.is_string() || operand.is_number()) return "";
    if (operand.is_map()) return check_inner(operand);
    if (!operand.is_list() || operand.length() == 0) return "a text, a number, a list of them or an operator is expected";
    const bool texts = operand.as_list().front().is_string();
    for (const Value& item : operand.as_list())
        if (texts ? !item.is_string() : !item.is_number()) return "a list holds texts only or numbers only";
    return "";
}

template <class Test>
bool any_of(const Value& operand, const Test& test) {
    return operand.is_list() ? std::ranges::any_of(operand.as_list(), test) : test(operand);
}

bool matches_but(const Value& operand, const Value& leaf) {
    if (!operand.is_map()) return !any_of(operand, [&](const Value& item) { return leaf_equals(item, leaf); });
    const value::Member& member = operand.as_map().front();
    const Operator* row = find_operator(member.name());
    return leaf.is_string() && !any_of(member.value, [&](const Value& item) { return row->matches(item, leaf); });
}

constexpr std::array kOperators{
    Operator{"prefix", check_edge, matches_prefix},
    Operator{"suffix", check_edge, matches_suffix},
    Operator{"equals-ignore-case", check_text, matches_letters},
    Operator{"wildcard", check_wildcard, matches_wildcard},
    Operator{"anything-but", check_but, matches_but},
    Operator{"numeric", check_numeric, matches_numeric},
    Operator{"cidr", check_cidr, matches_cidr},
    Operator{"exists", check_exists, nullptr},
};

}  // namespace

const Operator* find_operator(std::string_view name) {
    const auto* const found = std::ranges::find(kOperators, name, &Operator::name);
    return found == kOperators.end() ? nullptr : found;
}

std::string operator_names() {
    std::string names;
    for (const Operator& each : kOperators) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", each.name);
    return names;
}

bool leaf_equals(const Value& expected, const Value& leaf) { return expected == leaf; }

}  // namespace vouch::pattern::detail
