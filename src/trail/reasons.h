// SPDX-License-Identifier: Apache-2.0
// Why time has no digests, as far as the trail's own logs say it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "trail/objects.h"
#include "trail/report.h"

namespace vouch::trail {

enum class Place : std::uint8_t { begin, middle, end };  // of a hole in the time that is asked for

// How far from a hole a call that explains it may be: digests are about an hour, and the last one ends after the call.
inline constexpr std::chrono::minutes kBeforeHole{90};
inline constexpr std::chrono::minutes kAfterHole{75};

// The reason of a hole in the chain of `trail`, empty where none of the calls is one: a trail that was stopped, deleted or made to write no
// digests at its beginning, and, where it is at the beginning of all, created or started at its end. `begins_again`: no digest behind the
// hole continues one before it; where one does, nothing excuses the hole.
std::string reason_of(const Interval& hole, Place place, bool begins_again, const std::string& trail, std::span<const TrailEvent> events);

}  // namespace vouch::trail
