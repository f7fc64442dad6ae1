// SPDX-License-Identifier: Apache-2.0
// What the names of one template stand for.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "cfn/attribute_table.h"
#include "value/value.h"

namespace vouch::cfn {

// What the template says of a resource that its identifiers follow from (attribute_table.h): resolved, in no order.
struct Named {
    std::span<const AttributeRow> rows;  // of its type
    std::vector<std::pair<std::string_view, value::Value>> properties;
};

// Values of template names. Views and values point into the document and arena of the unit.
struct Scope {
    std::unordered_map<std::string_view, value::Value> names;       // parameters and pseudo parameters: a value or an unknown
    std::unordered_map<std::string_view, value::Value> conditions;  // a boolean or an unknown
    std::unordered_map<std::string_view, std::uint32_t> resources;  // logical id to its number
    std::unordered_map<std::string_view, Named> named;              // resources that are called by names of the template's own
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
