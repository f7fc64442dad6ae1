// SPDX-License-Identifier: Apache-2.0
// Only calls that a valid log holds come here. Tested by reasons_test.cc.
#include "trail/reasons.h"

#include <fmt/format.h>

namespace vouch::trail {
namespace {

bool switches_off(const TrailEvent& event) { return event.name == "StopLogging" || event.name == "DeleteTrail" || event.validation_off; }
bool switches_on(const TrailEvent& event) { return !switches_off(event); }

std::string told(const TrailEvent& event) {
    return event.who.empty() ? fmt::format("{}, {}", event.name, to_string(event.when))
                             : fmt::format("{} by {}, {}", event.name, event.who, to_string(event.when));
}

}  // namespace

std::string reason_of(const Interval& hole, Place place, bool begins_again, const std::string& trail, std::span<const TrailEvent> events) {
    if (!begins_again) return {};
    const TrailEvent* found = nullptr;
    const Time edge = place == Place::begin ? hole.to : hole.from;
    for (const TrailEvent& event : events) {
        if (event.trail != trail || event.when < edge - kBeforeHole || event.when > edge + kAfterHole) continue;
        if (place == Place::begin ? !switches_on(event) : event.when > hole.to) continue;
        // Of several calls the last one counts: a trail that was started again was not off.
        if (found == nullptr || event.when > found->when) found = &event;
    }
    if (found == nullptr || (place != Place::begin && !switches_off(*found))) return {};
    return told(*found);
}

}  // namespace vouch::trail
