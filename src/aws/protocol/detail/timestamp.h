// SPDX-License-Identifier: Apache-2.0
// Times as AWS spells them: ISO 8601, seconds since 1970, and the date of e-mail and HTTP headers.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "aws/model.h"
#include "base/clock.h"
#include "value/value.h"

namespace vouch::aws::detail {

// Any of the three spellings; what is finer than a millisecond is cut off. nullopt where `text` is none of them, or is beyond year 9999.
std::optional<base::Time> read_time(std::string_view text);
// A text as above, or a number of seconds.
std::optional<base::Time> read_time(const value::Value& value);

// "2026-01-31T09:05:00Z", with milliseconds only where there are some. `format` may not be TimeFormat::usual.
std::string write_time(base::Time time, TimeFormat format);

}  // namespace vouch::aws::detail
