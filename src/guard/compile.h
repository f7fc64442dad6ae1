// SPDX-License-Identifier: Apache-2.0
// A parsed rule file into a program: names linked, keys hashed, selections by type recognised, cycles refused.
#pragma once

#include <expected>
#include <string_view>
#include <vector>

#include "guard/rule_file.h"

namespace vouch::guard {

// Immutable; may be evaluated from several threads at once.
struct Program {
    RuleFile file;
    std::vector<std::string_view> keys;                   // by Part::id of keys
    std::vector<std::string_view> variables;              // by Part::id of variables, Let::variable
    std::vector<std::string_view> rule_names;             // by Rule::name_id, Clause::rule of named rules
    std::vector<std::vector<const Rule*>> rules_by_name;  // by the same: rules may share a name
    std::vector<std::string_view> types;                  // resource types that the rules select, sorted
};

// Errors (all of them, in file order): undefined_name (rule, variable, function), invalid_value (number of arguments),
// cycle (rules, variables or both that need themselves; the chain is in the message).
std::expected<Program, std::vector<base::Error>> compile(RuleFile file);

// parse() and compile() in one.
struct ParseLimits;
std::expected<Program, std::vector<base::Error>> load(base::SourcePtr source);

}  // namespace vouch::guard
