// SPDX-License-Identifier: Apache-2.0
// The Condition block of a statement, and whether it holds in a request of which some keys are known.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts {

// How an operator compares.
enum class Comparison : std::uint8_t { string, string_no_case, like, numeric, date, boolean, binary, ip, arn, null, other };
enum class Relation : std::uint8_t { equal, less, less_or_equal, greater, greater_or_equal };
enum class Quantifier : std::uint8_t { one, for_all, for_any };

// One key of one operator: {"StringEquals": {"aws:SourceAccount": [...]}}. All conditions of a statement must hold.
struct Condition {
    Comparison comparison = Comparison::other;
    Relation relation = Relation::equal;
    Quantifier quantifier = Quantifier::one;
    bool negated = false;    // StringNotEquals, NotIpAddress
    bool if_exists = false;  // holds where the request lacks the key
    std::string key;         // in lower case: keys do not depend on case
    std::vector<value::Value> values;
    value::Value at;  // where it stands

    // Holds in a request that lacks the key.
    bool holds_without_key() const;
};

// What is known of a request: the keys in lower case; nullopt: the request lacks the key. Keys that are not here: nobody knows.
using Request = std::map<std::string, std::optional<std::string>, std::less<>>;

// The parts of a Condition element. An operator or block that is not known becomes a Condition of Comparison::other.
std::vector<Condition> parse_conditions(const value::Value& block);
// Reads "ForAnyValue:StringNotEqualsIfExists" into the fields of a Condition.
Condition parse_operator(std::string_view name);

Answer holds(const Condition& condition, const Request& request);
// All of them; yes where there are none.
Answer hold(const std::vector<Condition>& conditions, const Request& request);

// The value that is not known among those of a condition, or nullptr.
const value::Unknown* unknown_of(const Condition& condition);

}  // namespace vouch::facts
