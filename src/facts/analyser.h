// SPDX-License-Identifier: Apache-2.0
// What an analyser is: it works out facts about a resource that no rule language can. One file in analysers/ each; CMake makes the
// table of them.
#pragma once

#include <span>
#include <string_view>

#include "facts/estate.h"
#include "value/value.h"

namespace vouch::facts {

struct Fact {
    std::string_view name;     // "AllowsEverything"
    std::string_view summary;  // what it lists, one line for people
};

// Controls see what it found as `Vouch.<name>`.
struct Analyser {
    std::string_view name;  // "Policy"
    std::string_view summary;
    std::span<const std::string_view> types;  // resources that it is about
    std::span<const Fact> facts;
    // A map with a member for each fact, made with Findings (finding.h). Pure, and safe to call from several threads.
    value::Value (*analyse)(const Subject& subject);
};

// Sorted by name.
std::span<const Analyser* const> analysers();

}  // namespace vouch::facts
