// SPDX-License-Identifier: Apache-2.0
// The estate as a whole as a resource of its own: what controls are about that ask for something to exist somewhere.
#pragma once

#include <string_view>

#include "model/inventory.h"

namespace vouch::model {

inline constexpr std::string_view kEstateType = "Vouch::Estate";
inline constexpr std::string_view kEstateId = "Estate";

// Adds a last unit "estate" with that one resource, which stands in no file. Its body has no properties.
void add_estate(Inventory& inventory);

// True for that unit.
bool is_estate(const Unit& unit);

}  // namespace vouch::model
