// SPDX-License-Identifier: Apache-2.0
// A template that was read into the resolved tree and the resources of its unit.
#pragma once

#include <cstddef>

#include "cfn/parameters.h"
#include "cfn/surroundings.h"
#include "model/unit.h"

namespace vouch::cfn {

// Sets root, resources, outputs and the arena of `unit` from its document, whose root must be a map; adds to its problems and warnings.
// Deterministic; resolving a resolved template without unknowns changes nothing. `nodes`: see
// Options::resolved_nodes.
void resolve(model::Unit& unit, const Deployment& deployment, std::size_t nodes, const Surroundings& surroundings = {});

}  // namespace vouch::cfn
