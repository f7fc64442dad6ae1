// SPDX-License-Identifier: Apache-2.0
// Look-up in a standard.
#include "model/criterion.h"

#include <algorithm>

namespace vouch::model {

const Criterion* Standard::find(std::string_view criterion) const {
    const auto found = std::ranges::find(criteria, criterion, &Criterion::id);
    return found == criteria.end() ? nullptr : &*found;
}

}  // namespace vouch::model
