// SPDX-License-Identifier: Apache-2.0
// The way from a resource to a value in it, as text: /Properties/EventSelectors/0/DataResources.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "value/value.h"

namespace vouch::assess {

struct Path {
    std::string text;       // `~` and `/` in keys are written ~0 and ~1 (RFC 6901); empty for the root itself
    std::uint32_t key = 0;  // position of the key that names the value
    bool has_key = false;   // false: the root, or an element of a list
};

// Finds that very value below `root`. nullopt where it is not there.
std::optional<Path> path_to_node(const value::Value& root, const value::Value& wanted);
// Finds `wanted` below `root` by identity, else by its position in the source (functions make values that keep the position of
// what they were made from). nullopt where it is not there.
std::optional<Path> path_to(const value::Value& root, const value::Value& wanted);

// Appends "/key" with `~` and `/` escaped.
void append_key(std::string& path, std::string_view key);

// The first unknown value at or below `root`, in the order of the source; nullptr where everything is known.
const value::Value* find_unknown(const value::Value& root);

}  // namespace vouch::assess
