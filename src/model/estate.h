// SPDX-License-Identifier: Apache-2.0
// The estate as a whole as a resource of its own: what controls are about that ask for something to exist somewhere. Of live accounts each
// is an estate.
#pragma once

#include <string_view>

#include "model/inventory.h"

namespace vouch::model {

inline constexpr std::string_view kEstateType = "Vouch::Estate";
inline constexpr std::string_view kEstateId = "Estate";

// Adds a last unit with that one resource, which stands in no file and has no properties: "estate", or "123456789012/estate" where it is
// that account.
void add_estate(Inventory& inventory, std::string_view account = {});

// True for such a unit.
bool is_estate(const Unit& unit);

// True where `unit` is part of that estate: of the same account, or the estate is all there is.
bool is_part(const Unit& estate, const Unit& unit);

}  // namespace vouch::model
