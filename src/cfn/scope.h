// SPDX-License-Identifier: Apache-2.0
// What the names of one template stand for.
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "value/value.h"

namespace vouch::cfn {

// Values of template names. Views and values point into the document and arena of the unit.
struct Scope {
    std::unordered_map<std::string_view, value::Value> names;       // parameters and pseudo parameters: a value or an unknown
    std::unordered_map<std::string_view, value::Value> conditions;  // a boolean or an unknown
    std::unordered_map<std::string_view, std::uint32_t> resources;  // logical id to its number
    value::Value mappings;
    bool generated = false;  // a macro adds resources at deployment, so that an undefined name is no error
};

// A loop variable of Fn::ForEach and its value in this turn; `outer` is that of the loop around it.
struct Binding {
    std::string_view name;
    value::Value value;
    const Binding* outer;
};

}  // namespace vouch::cfn
