// SPDX-License-Identifier: Apache-2.0
// What a condition means where a key is missing or has several values is AWS's documented behaviour: see condition_test.cc, which cites it.
#include "facts/policy/condition.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "facts/policy/compare.h"

namespace vouch::facts {
namespace {

using value::Value;

struct Operator {
    std::string_view name;  // in lower case
    Comparison comparison;
    Relation relation;
    bool negated;
};

constexpr std::array<Operator, 27> kOperators{{
    {"stringequals", Comparison::string, Relation::equal, false},
    {"stringnotequals", Comparison::string, Relation::equal, true},
    {"stringequalsignorecase", Comparison::string_no_case, Relation::equal, false},
    {"stringnotequalsignorecase", Comparison::string_no_case, Relation::equal, true},
    {"stringlike", Comparison::like, Relation::equal, false},
    {"stringnotlike", Comparison::like, Relation::equal, true},
    {"numericequals", Comparison::numeric, Relation::equal, false},
    {"numericnotequals", Comparison::numeric, Relation::equal, true},
    {"numericlessthan", Comparison::numeric, Relation::less, false},
    {"numericlessthanequals", Comparison::numeric, Relation::less_or_equal, false},
    {"numericgreaterthan", Comparison::numeric, Relation::greater, false},
    {"numericgreaterthanequals", Comparison::numeric, Relation::greater_or_equal, false},
    {"dateequals", Comparison::date, Relation::equal, false},
    {"datenotequals", Comparison::date, Relation::equal, true},
    {"datelessthan", Comparison::date, Relation::less, false},
    {"datelessthanequals", Comparison::date, Relation::less_or_equal, false},
    {"dategreaterthan", Comparison::date, Relation::greater, false},
    {"dategreaterthanequals", Comparison::date, Relation::greater_or_equal, false},
    {"bool", Comparison::boolean, Relation::equal, false},
    {"binaryequals", Comparison::binary, Relation::equal, false},
    {"ipaddress", Comparison::ip, Relation::equal, false},
    {"notipaddress", Comparison::ip, Relation::equal, true},
    {"arnequals", Comparison::arn, Relation::equal, false},
    {"arnlike", Comparison::arn, Relation::equal, false},
    {"arnnotequals", Comparison::arn, Relation::equal, true},
    {"arnnotlike", Comparison::arn, Relation::equal, true},
    {"null", Comparison::null, Relation::equal, false},
}};

bool take_prefix(std::string& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) return false;
    text.erase(0, prefix.size());
    return true;
}

Condition other(const Value& at) {
    Condition condition;
    condition.values.push_back(at);
    condition.at = at;
    return condition;
}

// `Null`: "true" asks for the key to be missing.
Answer is_null(const Condition& condition, bool missing) {
    Answer any;
    for (const Value& wanted : condition.values) {
        if (wanted.is_unknown())
            any = either(any, Answer::not_known(&wanted.as_unknown()));
        else
            any = either(any, matches(parse_operator("Bool"), wanted, missing ? "true" : "false"));
    }
    return any;
}

}  // namespace

Condition parse_operator(std::string_view name) {
    Condition condition;
    std::string rest = base::to_lower(name);
    if (take_prefix(rest, "forallvalues:")) condition.quantifier = Quantifier::for_all;
    if (take_prefix(rest, "foranyvalue:")) condition.quantifier = Quantifier::for_any;
    constexpr std::string_view kIfExists = "ifexists";
    if (rest.ends_with(kIfExists)) {
        condition.if_exists = true;
        rest.resize(rest.size() - kIfExists.size());
    }
    for (const Operator& row : kOperators) {
        if (row.name != rest) continue;
        condition.comparison = row.comparison;
        condition.relation = row.relation;
        condition.negated = row.negated;
    }
    return condition;
}

bool Condition::holds_without_key() const {
    if (comparison == Comparison::null || comparison == Comparison::other) return false;
    if (if_exists || quantifier == Quantifier::for_all) return true;
    return negated && quantifier == Quantifier::one;
}

std::vector<Condition> parse_conditions(const Value& block) {
    std::vector<Condition> out;
    if (block.is_null()) return out;
    if (!block.is_map()) return {other(block)};
    for (const value::Member& operation : block.as_map()) {
        if (!operation.value.is_map()) {
            out.push_back(other(operation.value));
            continue;
        }
        for (const value::Member& key : operation.value.as_map()) {
            Condition condition = parse_operator(operation.name());
            condition.key = base::to_lower(key.name());
            condition.at = key.value;
            if (key.value.is_list())
                condition.values.assign(key.value.as_list().begin(), key.value.as_list().end());
            else
                condition.values.push_back(key.value);
            out.push_back(std::move(condition));
        }
    }
    return out;
}

const value::Unknown* unknown_of(const Condition& condition) {
    for (const Value& value : condition.values)
        if (value.is_unknown()) return &value.as_unknown();
    return nullptr;
}

Answer holds(const Condition& condition, const Request& request) {
    const auto found = request.find(condition.key);
    if (condition.comparison == Comparison::other || found == request.end()) {
        const value::Unknown* why = condition.comparison == Comparison::other ? unknown_of(condition) : nullptr;
        return why != nullptr ? Answer::not_known(why) : Answer::depends();
    }
    if (condition.comparison == Comparison::null) return is_null(condition, !found->second.has_value());
    if (!found->second.has_value()) return Answer::of(condition.holds_without_key());
    Answer any;
    for (const Value& wanted : condition.values) any = either(any, matches(condition, wanted, *found->second));
    return condition.negated ? negated(any) : any;
}

Answer hold(const std::vector<Condition>& conditions, const Request& request) {
    Answer all = Answer::of(true);
    for (const Condition& condition : conditions) all = both(all, holds(condition, request));
    return all;
}

}  // namespace vouch::facts
