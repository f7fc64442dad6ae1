// SPDX-License-Identifier: Apache-2.0
// What the names of one template stand for.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cfn/attribute_table.h"
#include "cfn/surroundings.h"
#include "model/resource.h"
#include "model/unit.h"
#include "value/value.h"

namespace vouch::cfn {

// What the template says of a resource that its identifiers follow from (attribute_table.h): resolved, in no order.
struct Named {
    std::span<const AttributeRow> rows;  // of its type
    std::vector<std::pair<std::string_view, value::Value>> properties;
};

// Something that is not known but can only turn out in a few ways: a parameter with AllowedValues, or whether an equation holds.
struct Choice {
    std::string_view parameter;            // whose value it is, or which the equation compares; empty for other equations
    std::span<const value::Value> values;  // of the parameter; empty for an equation
    std::string_view equation;             // canonical spelling of what is true or false
    value::Value literal;                  // what the equation compares `parameter` with
    std::string_view condition;            // that is this very equation; may be empty
};

// Values of template names. Views and values point into the document and arena of the unit.
struct Scope {
    std::unordered_map<std::string_view, value::Value> names;         // parameters and pseudo parameters: a value or an unknown
    std::unordered_map<std::string_view, value::Value> conditions;    // a boolean or an unknown
    std::unordered_map<std::string_view, std::uint32_t> resources;    // logical id to its number
    std::vector<std::string_view> types;                              // by that number; empty where it is not plain
    std::unordered_map<std::string_view, Named> named;                // resources that are called by names of the template's own
    std::unordered_map<std::string_view, const model::Unit*> nested;  // nested stacks that were followed, resolved
    // References that parameters bring along from the parent stack.
    const std::map<std::string, std::vector<model::ReferenceMade>, std::less<>>* origins = nullptr;
    const Surroundings* surroundings = nullptr;  // never null while resolving
    value::Value mappings;
    std::unordered_map<std::string_view, Choice*> parameter_choices;  // unknown parameters that have few values
    std::unordered_map<std::string_view, Choice*> condition_choices;  // by unknown condition: what to settle first
    std::map<std::string, bool, std::less<>> equations;               // assumed to hold, or not (worlds.h)
    bool generated = false;  // a macro adds resources at deployment, so that an undefined name is no error
};

// A loop variable of Fn::ForEach and its value in this turn; `outer` is that of the loop around it.
struct Binding {
    std::string_view name;
    value::Value value;
    const Binding* outer;
};

}  // namespace vouch::cfn
