// SPDX-License-Identifier: Apache-2.0
// Sums and names. Tested by verify_test.cc.
#include "trail/report.h"

#include <algorithm>

namespace vouch::trail {

std::string_view name(Verdict verdict) {
    switch (verdict) {
        case Verdict::valid: return "valid";
        case Verdict::invalid: return "invalid";
        case Verdict::missing: return "missing";
        case Verdict::gap: return "gap";
        case Verdict::unanchored_head: return "unanchored head";
        case Verdict::undigested: return "undigested object";
        case Verdict::unchecked: return "unchecked";
    }
    return "";
}

std::string_view name(What what) {
    switch (what) {
        case What::digest: return "digest";
        case What::log: return "log";
        case What::time: return "time";
    }
    return "";
}

std::string_view name(Outcome outcome) {
    switch (outcome) {
        case Outcome::intact: return "intact";
        case Outcome::incomplete: return "incomplete";
        case Outcome::not_intact: return "not intact";
    }
    return "";
}

void Counts::add(const Counts& other) {
    digests += other.digests;
    digests_valid += other.digests_valid;
    digests_unanchored += other.digests_unanchored;
    logs += other.logs;
    logs_valid += other.logs_valid;
    logs_unchecked += other.logs_unchecked;
    undigested += other.undigested;
    waiting += other.waiting;
    bytes += other.bytes;
    stored_bytes += other.stored_bytes;
}

void AreaReport::add(Deviation deviation) {
    ++deviation_count;
    if (deviations.size() < kMostDeviations) deviations.push_back(std::move(deviation));
}

Counts Report::counts() const {
    Counts all;
    for (const AreaReport& area : areas) all.add(area.counts);
    return all;
}

std::size_t Report::deviation_count() const {
    std::size_t count = deviations.size();
    for (const AreaReport& area : areas) count += area.deviation_count;
    return count;
}

Outcome Report::outcome() const {
    bool bad = std::ranges::any_of(deviations, is_bad);
    bool open = !problems.empty() || areas.empty();
    for (const AreaReport& area : areas) {
        bad = bad || area.deviation_count > kMostDeviations || std::ranges::any_of(area.deviations, is_bad);
        open = open || area.deviation_count > 0;
    }
    if (bad) return Outcome::not_intact;
    return open ? Outcome::incomplete : Outcome::intact;
}

}  // namespace vouch::trail
