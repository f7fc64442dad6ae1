// SPDX-License-Identifier: Apache-2.0
// Inventories and controls for tests: from text, without the loader.
#pragma once

#include <string>

#include "model/control.h"
#include "model/inventory.h"

namespace vouch::assess {

// One unit whose resources are those of a YAML template, intrinsics left as they stand. A value {Fn::Unknown: why} is not known.
model::Inventory inventory_of(const std::string& yaml);

// A control about `type` with these rules.
model::Control control_of(const std::string& id, const std::string& type, const std::string& rules);

}  // namespace vouch::assess
