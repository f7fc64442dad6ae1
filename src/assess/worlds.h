// SPDX-License-Identifier: Apache-2.0
// The verdicts on a resource in every way in which it may turn out (model::Variant) into one.
#pragma once

#include <span>
#include <string>

#include "model/finding.h"
#include "model/resource.h"

namespace vouch::assess {

// The finding of one control on one variant.
struct WorldFinding {
    const model::Variant* variant;
    model::Finding finding;
};

// Certain where all worlds in which the control applies agree; unverified where they differ, with the reasons of the first world that
// fails (else of the first that is not decided) and under which assumption it does. A resource that fails wherever it exists but may
// not exist is unverified too: `uncertain` says why (model::Resource). Requires at least one world; those in which the resource does
// not exist are not applicable.
model::Finding agree(std::span<const WorldFinding> worlds, const std::string& uncertain);

}  // namespace vouch::assess
