// SPDX-License-Identifier: Apache-2.0
// A stack of a CDK assembly as a resource of its own unit: what controls are about that no property of a template tells, such as its
// protection from termination.
#pragma once

#include <cstddef>
#include <string_view>

#include "model/unit.h"

namespace vouch::model {

inline constexpr std::string_view kStackType = "Vouch::Stack";
inline constexpr std::string_view kStackId = "Stack";

// Adds to the unit, which must be resolved, a last resource that stands in no template: {"Type": "Vouch::Stack", "Properties":
// {"TerminationProtection": ...}}, with the name of the unit for its construct path.
void add_stack(Unit& unit, bool termination_protection);

// False for that resource, and for the estate.
bool stands_in_template(const Resource& resource);
// How many resources of the unit stand in its template.
std::size_t resource_count(const Unit& unit);

}  // namespace vouch::model
