// SPDX-License-Identifier: Apache-2.0
// Texts of maps whose shape nobody vouches for: answers of services, metadata, files of others.
#pragma once

#include <string>
#include <string_view>

#include "value/value.h"

namespace vouch::value {

// The text that the member has; empty where this is no map, has no such member, or that is no text.
inline std::string text_at(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

}  // namespace vouch::value
