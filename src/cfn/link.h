// SPDX-License-Identifier: Apache-2.0
// Stacks that use each other's values, once all of them are loaded.
#pragma once

#include <vector>

#include "cfn/exports.h"
#include "cfn/unit_builder.h"

namespace vouch::cfn {

struct Loaded {
    Root root;  // root.number: its place in the list
    Family family;
};

// Builds those families anew that were built before a value they ask for was there: each at most once, after all that it asks.
// Families that ask each other in a circle are told so by a problem (E0109), and those values stay unknown. `exports` holds what
// every family exports, before and after.
void link(std::vector<Loaded>& families, Exports& exports, UnitBuilder& builder);

}  // namespace vouch::cfn
