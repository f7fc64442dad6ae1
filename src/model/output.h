// SPDX-License-Identifier: Apache-2.0
// One output of a stack: what other stacks may use of it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/resource.h"
#include "value/value.h"

namespace vouch::model {

// A value type; views and the value live as long as the unit.
struct Output {
    std::string name;                       // its key
    value::Value value;                     // resolved
    std::string export_name;                // empty where it is not exported, or under a name that is not known
    std::uint32_t position = 0;             // of the key in the source text
    std::vector<ReferenceMade> references;  // that the output makes, sorted by position
};

}  // namespace vouch::model
