// SPDX-License-Identifier: Apache-2.0
// Tested by condition_test.cc.
#include "facts/policy/compare.h"

#include <charconv>
#include <optional>
#include <string>

#include "base/ascii.h"
#include "base/cidr.h"
#include "facts/policy/pattern.h"
#include "value/write.h"

namespace vouch::facts {
namespace {

// A scalar as text; JSON of anything else.
std::string compared_text(const value::Value& value) { return value.is_string() ? std::string(value.as_string()) : value::to_json(value); }

std::optional<double> number(std::string_view text) {
    double out = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return out;
}

template <class T>
bool related(Relation relation, const T& actual, const T& wanted) {
    switch (relation) {
        case Relation::equal: return actual == wanted;
        case Relation::less: return actual < wanted;
        case Relation::less_or_equal: return actual <= wanted;
        case Relation::greater: return actual > wanted;
        case Relation::greater_or_equal: return actual >= wanted;
    }
    return false;
}

Answer in_range(std::string_view wanted, std::string_view actual) {
    const auto outer = base::parse_cidr(wanted);
    const auto inner = base::parse_cidr(actual);
    return Answer::of(outer && inner && outer->contains(*inner));
}

Answer as_pattern(const value::Value& wanted, std::string_view actual, Reading reading) {
    return Pattern::of_value(wanted, reading).covers(Pattern::of_text(actual, Reading::literal));
}

}  // namespace

Answer matches(const Condition& condition, const value::Value& wanted, std::string_view actual) {
    switch (condition.comparison) {
        case Comparison::string: return as_pattern(wanted, actual, Reading::literal);
        case Comparison::like: return as_pattern(wanted, actual, Reading::like);
        case Comparison::arn: return as_pattern(wanted, actual, Reading::resource);
        default: break;
    }
    if (wanted.is_unknown()) return Answer::not_known(&wanted.as_unknown());
    const std::string text = compared_text(wanted);
    switch (condition.comparison) {
        case Comparison::string_no_case:
        case Comparison::boolean: return Answer::of(base::to_lower(text) == base::to_lower(actual));
        case Comparison::binary: return Answer::of(text == actual);
        case Comparison::numeric: {
            const auto want = number(text);
            const auto have = number(actual);
            return Answer::of(want && have && related(condition.relation, *have, *want));
        }
        // Dates in ISO 8601 of one form order as text does.
        case Comparison::date: return Answer::of(related(condition.relation, std::string(actual), text));
        case Comparison::ip: return in_range(text, actual);
        default: return Answer::depends();
    }
}

bool narrow_range(std::string_view cidr) {
    const auto found = base::parse_cidr(cidr);
    return found && found->prefix >= (found->ipv6 ? 16U : 8U);
}

}  // namespace vouch::facts
