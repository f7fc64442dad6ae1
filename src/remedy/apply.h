// SPDX-License-Identifier: Apache-2.0
// A remedy's edits made to one resource of a draft.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "base/arena.h"
#include "remedy/draft.h"
#include "remedy/remedy.h"

namespace vouch::remedy {

struct Outcome {
    std::size_t changes = 0;
    std::string blocked;  // not empty: nothing was changed, because ... ("`Properties.MultiAZ` is decided by `Ref Standby`")
};

// Makes all of the edits that are for resources of `type`, or none of them. `resource` is the logical id. What is made stands in `arena`,
// which must outlive the draft.
Outcome apply(std::span<const Edit> edits, std::string_view resource, std::string_view type, Draft& draft, base::Arena& arena);

}  // namespace vouch::remedy
