// SPDX-License-Identifier: Apache-2.0
// Values that go from one unit into another, as parameters down and as outputs up or across.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/arena.h"
#include "model/resource.h"
#include "value/value.h"

namespace vouch::cfn {

// What an unknown of the unit `from` is called in the unit `to`: `from|Ref:Key`, because `Ref:Key` is another key there. One that
// `from` had from a third unit keeps that unit's name; one that comes back to its own is `Ref:Key` again.
std::string cross(std::string_view identity, std::string_view from, std::string_view to);

// A copy of the value in `arena`, its unknowns renamed. Maps (no parameter and no output can be one) become null.
value::Value cross(base::Arena& arena, const value::Value& value, std::string_view from, std::string_view to);

// The references that a value makes, seen from the unit `to`, all at `position`; their texts in `arena`.
std::vector<model::ReferenceMade> cross(base::Arena& arena, std::span<const model::ReferenceMade> references, std::string_view from,
                                        std::string_view to, std::uint32_t position);

}  // namespace vouch::cfn
