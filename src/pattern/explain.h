// SPDX-License-Identifier: Apache-2.0
// What a pattern says, in words.
#pragma once

#include <string>

#include "pattern/event_pattern.h"
#include "pattern/filter.h"

namespace vouch::pattern {

// Lines, each with its end; deeper conditions are indented by two blanks more.
std::string explain(const Filter& filter);
std::string explain(const EventPattern& pattern);

}  // namespace vouch::pattern
