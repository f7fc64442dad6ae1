// SPDX-License-Identifier: Apache-2.0
// Everything that is to be judged, and what could not be read on the way.
#pragma once

#include <cstddef>
#include <vector>

#include "base/error.h"
#include "model/named_in.h"
#include "model/unit.h"

namespace vouch::model {

// `problems` are those that belong to no unit: files that could not be read, folders without a template. One bad file never
// keeps the others out of `units`.
struct Inventory {
    std::vector<UnitPtr> units;
    std::vector<base::Error> problems;
    std::vector<base::Error> warnings;
    const NamedIn* named = nullptr;  // where its resources may be named, where that is known; must outlive it

    std::size_t resource_count() const;
};

}  // namespace vouch::model
