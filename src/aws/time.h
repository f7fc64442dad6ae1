// SPDX-License-Identifier: Apache-2.0
// The spellings of time that AWS's interfaces use.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace vouch::aws {

// "20260131T090500Z": the header x-amz-date and the scope of a signature.
std::string compact_time(base::Time time);

// "2026-01-31T09:05:00Z", with a fraction, with "UTC" for Z, or with an offset ("+01:00"); as caches and answers spell when something
// expires. Nothing else is read: nullopt.
std::optional<base::Time> parse_time(std::string_view text);

// "Sat, 31 Jan 2026 09:05:00 GMT": the header `date` of an answer.
std::optional<base::Time> parse_http_date(std::string_view text);

}  // namespace vouch::aws
