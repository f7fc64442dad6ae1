// SPDX-License-Identifier: Apache-2.0
// Which addresses the internet reaches.
#pragma once

#include "base/cidr.h"

namespace vouch::facts {

// True where some of its addresses are reached over the internet: not only private, link-local, documentation or reserved ones
// (IANA special-purpose address registries).
bool globally_routable(const base::Cidr& block);

}  // namespace vouch::facts
