// SPDX-License-Identifier: Apache-2.0
// Who refers to whom among live resources: by the ids and ARNs that services hand out. Names that people give are the graph's business
// (model/graph.h).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "model/unit.h"

namespace vouch::collect {

// A text by which others refer to a resource.
struct Identified {
    std::string text;
    std::string unit;
    std::string id;
    std::string attribute;  // as CloudFormation calls it; empty for Ref
};

// Gives the resources of `units` their references. The strings that references view live in the arenas of the units.
void link(std::span<model::Unit* const> units, std::span<const Identified> identities);

}  // namespace vouch::collect
