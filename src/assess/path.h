// SPDX-License-Identifier: Apache-2.0
// The way from a resource to a value in it, as text: /Properties/EventSelectors/0/DataResources.
#pragma once

#include <optional>
#include <string>

#include "value/value.h"

namespace vouch::assess {

// Finds `wanted` below `root` by identity, else by its position in the source (functions make values that keep the position of
// what they were made from). nullopt where it is not there. `~` and `/` in keys are written ~0 and ~1 (RFC 6901).
std::optional<std::string> path_to(const value::Value& root, const value::Value& wanted);

// Appends "/key" with `~` and `/` escaped.
void append_key(std::string& path, std::string_view key);

// The first unknown value at or below `root`, in the order of the source; nullptr where everything is known.
const value::Value* find_unknown(const value::Value& root);

}  // namespace vouch::assess
