// SPDX-License-Identifier: Apache-2.0
// The intrinsic functions: one row each. docs/resolution.md has the same rows for people (functions_test.cc compares them).
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "cfn/evaluator.h"
#include "value/value.h"

namespace vouch::cfn {

struct Function {
    std::string_view name;  // the key of the map: "Ref", "Fn::Sub"
    // Gets the argument unresolved and the position of the map. Returns a value, an unknown or absent().
    value::Value (*resolve)(Evaluator& evaluator, const value::Value& argument, std::uint32_t at);
    bool only_in_conditions = false;
    std::string_view summary;  // what becomes of it, one line for people
    bool hands_on = false;     // what it gives keeps the place of the argument it was taken from
};

// All rows, sorted by name.
std::span<const Function> functions();
// The row of that name, or nullptr.
const Function* find_function(std::string_view name);
// True where a map with this one key is a function call, known or not.
bool is_function_name(std::string_view key);

// An unknown: what `function` gives for a resolved argument, known only at deployment.
value::Value known_at_deployment(Evaluator& evaluator, value::Unknown::Cause cause, std::string_view function, const value::Value& argument,
                                 std::string_view reason, std::uint32_t at);

// The resolvers, by the file they stand in.
value::Value resolve_ref(Evaluator&, const value::Value&, std::uint32_t);  // functions_lookup.cc
value::Value resolve_get_att(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_find_in_map(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_select(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_length(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_get_azs(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_transform(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_foreign(Evaluator&, std::string_view name, const value::Value&, std::uint32_t);  // a function without a row
value::Value resolve_import_value(Evaluator&, const value::Value&, std::uint32_t);                    // imports.cc
value::Value resolve_stack_output(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_sub(Evaluator&, const value::Value&, std::uint32_t);  // functions_text.cc
value::Value resolve_join(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_split(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_base64(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_to_json_string(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_cidr(Evaluator&, const value::Value&, std::uint32_t);  // functions_cidr.cc
value::Value resolve_if(Evaluator&, const value::Value&, std::uint32_t);    // functions_logic.cc
value::Value resolve_and(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_or(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_not(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_equals(Evaluator&, const value::Value&, std::uint32_t);
value::Value resolve_condition_name(Evaluator&, const value::Value&, std::uint32_t);

}  // namespace vouch::cfn
