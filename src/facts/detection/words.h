// SPDX-License-Identifier: Apache-2.0
// What the parts of a detection chain share: links with their words, names of resources, properties that are lists or
// one element.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "facts/estate.h"
#include "facts/truth.h"
#include "value/value.h"

namespace vouch::facts::detection {

// Whether a chain holds here and why: for yes the chain in words, for maybe what is not known, for no what is missing.
struct Link {
    Truth truth = Truth::no;
    std::string why;
};

// "alarm `A`", "alarm `Stack/A`" where there are several stacks.
std::string named(const Estate& estate, model::Node node, std::string_view kind);

// The link, but maybe where it is yes and nobody knows whether the resource will exist.
Link as_far_as_it_exists(const Estate& estate, model::Node node, Link link);

// A property of a resource; nullptr where it has none.
const value::Value* property(const model::Resource& resource, std::string_view name);

// Whether two values, each of its resource, are the same text: maybe where one is not known.
Answer same_text(const Estate& estate, model::Node a, const value::Value* left, model::Node b, const value::Value* right);

// True for false and "false", as templates write booleans.
bool is_false(const value::Value* value);

// Calls `each` for the elements of a list, or for the one value itself.
template <class Each>
void for_elements(const value::Value* value, const Each& each) {
    if (value == nullptr || value->is_null()) return;
    if (!value->is_list()) return each(*value);
    for (const value::Value& item : value->as_list()) each(item);
}

}  // namespace vouch::facts::detection
