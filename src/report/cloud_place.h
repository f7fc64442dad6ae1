// SPDX-License-Identifier: Apache-2.0
// Account, region, partition and time of findings, for the formats of security data lakes, which do without none of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "report/format.h"

namespace vouch::report {

inline constexpr std::string_view kNoAccount = "000000000000";  // of templates that do not say where they are deployed

struct CloudPlace {
    std::string account;
    std::string region;  // of what is global: where the partition keeps it (us-east-1)
    std::string partition;
};
CloudPlace cloud_place(const model::Unit& unit);

// Milliseconds since 1970 of "2026-01-31T09:05:00.000Z" (of at least its seconds); 0 for anything else.
std::int64_t milliseconds(std::string_view time);

// `text` with what cannot be seen written out, in at most `bytes` bytes; "..." where more was cut off. A dash in place of nothing.
std::string limited(std::string_view text, std::size_t bytes);

}  // namespace vouch::report
