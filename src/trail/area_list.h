// SPDX-License-Identifier: Apache-2.0
// Which accounts and regions objects have folders of.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trail/area.h"

namespace vouch::trail {

// Whether nothing was chosen, or this was.
bool chosen(std::span<const std::string> wanted, const std::string& name);

struct AreaChoice {
    std::span<const std::string> accounts;  // empty: all
    std::span<const std::string> regions;
    std::span<const std::string_view> kinds;  // folders of which one must be there: "CloudTrail", "CloudTrail-Digest"
};

// Below these `roots` (Objects::roots). Errors: those of the objects.
base::Result<std::set<Area>> find_areas(Objects& objects, std::span<const std::string> roots, const AreaChoice& choice);

}  // namespace vouch::trail
