// SPDX-License-Identifier: Apache-2.0
// Maps as the readers make them: in one go, with a check that no key stands twice.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "value/value.h"

namespace vouch::value::detail {

// Two members of one map with the same key, in the order of the source.
struct Duplicate {
    const Member* first = nullptr;
    const Member* second = nullptr;
};

// Makes `map` out of copies of `members`, as make_map() does. Returns the earliest key that stands twice, if one does (then `map`
// is made all the same). Costs n log n however the keys are chosen.
std::optional<Duplicate> build_map(base::Arena& arena, std::span<const Member> members, std::uint32_t at, Value& map);

// The error for it: names both places. `first` and `second` are offsets in the text of `source`.
base::Error duplicate_key_error(const base::Source& source, std::string_view key, std::size_t first, std::size_t second);

}  // namespace vouch::value::detail
