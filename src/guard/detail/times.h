// SPDX-License-Identifier: Apache-2.0
// What the functions about times share.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "guard/detail/arguments.h"

namespace vouch::guard::detail {

// RFC 3339 section 5.6: a date-time in seconds since 1970-01-01T00:00:00Z, fractions of a second left out; nullopt where it is none.
std::optional<std::int64_t> epoch_seconds(std::string_view text);

// For each time of the argument: how many whole units of so many seconds have gone by since; negative for a time to come.
base::Result<void> since(std::string_view function, std::int64_t unit, const FunctionContext& context, Arguments arguments, Results& out);

}  // namespace vouch::guard::detail
