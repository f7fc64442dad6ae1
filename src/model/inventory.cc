// SPDX-License-Identifier: Apache-2.0
// Counts over an inventory.
#include "model/inventory.h"

#include "model/stack.h"

namespace vouch::model {

std::size_t Inventory::resource_count() const {
    std::size_t count = 0;
    for (const UnitPtr& unit : units) count += model::resource_count(*unit);
    return count;
}

}  // namespace vouch::model
