// SPDX-License-Identifier: Apache-2.0
// Tested by worlds_test.cc.
#include "assess/worlds.h"

#include <algorithm>
#include <cstddef>
#include <string>

namespace vouch::assess {

using model::Finding;
using model::Reason;
using model::Verdict;

namespace {

constexpr std::size_t kNamed = 3;  // assumptions that a reason names

std::string failing(std::span<const WorldFinding> worlds) {
    std::string text;
    std::size_t named = 0;
    std::size_t all = 0;
    for (const WorldFinding& world : worlds) {
        if (world.finding.verdict != Verdict::fail || ++all > kNamed) continue;
        text.append(named++ == 0 ? "it fails where " : "; or where ").append(world.variant->assumption);
    }
    if (all > named) text.append("; and in ").append(std::to_string(all - named)).append(" more cases");
    return text;
}

void doubt(Finding& finding, const std::string& why) {
    finding.verdict = Verdict::unverified;
    for (Reason& reason : finding.reasons) reason.unknown = why;
}

}  // namespace

Finding agree(std::span<const WorldFinding> worlds, const std::string& uncertain) {
    const auto first = [&](Verdict verdict) {
        return std::ranges::find_if(worlds, [&](const WorldFinding& world) { return world.finding.verdict == verdict; });
    };
    const auto fails = [](const WorldFinding& world) { return world.finding.verdict == Verdict::fail; };
    const auto failed = first(Verdict::fail);
    if (failed != worlds.end()) {
        Finding finding = failed->finding;
        const bool everywhere = std::ranges::all_of(worlds, [](const WorldFinding& world) { return world.variant->exists; });
        if (!std::ranges::all_of(worlds, fails))
            doubt(finding, everywhere || uncertain.empty() ? failing(worlds) : uncertain + "; " + failing(worlds));
        else if (!uncertain.empty())  // the stack around it may not exist
            doubt(finding, uncertain);
        return finding;
    }
    const auto open = first(Verdict::unverified);
    if (open != worlds.end()) return open->finding;
    const auto passed = first(Verdict::pass);
    return passed != worlds.end() ? passed->finding : worlds.front().finding;
}

}  // namespace vouch::assess
