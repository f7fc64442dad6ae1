// SPDX-License-Identifier: Apache-2.0
// Look-ups in a unit.
#include "model/unit.h"

#include <algorithm>

namespace vouch::model {

const Resource* Unit::find(std::string_view id) const {
    const auto found = std::ranges::find(resources, id, &Resource::id);
    return found == resources.end() ? nullptr : &*found;
}

base::Location Unit::location(std::uint32_t position) const { return document->source->location(position); }

}  // namespace vouch::model
