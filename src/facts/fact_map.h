// SPDX-License-Identifier: Apache-2.0
// The value of an analyser: those of its facts that are asked for by name, each found by one function over what the analyser has read.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "facts/analyser.h"
#include "facts/reasons.h"

namespace vouch::facts {

template <class Read>
struct Finder {
    Fact fact;
    void (*find)(const Read& read, Reasons& out);
};

// The facts of a table of finders, for Analyser::facts.
template <class Read, std::size_t count>
constexpr std::array<Fact, count> facts_of(const std::array<Finder<Read>, count>& finders) {
    std::array<Fact, count> out{};
    for (std::size_t i = 0; i < count; ++i) out[i] = finders[i].fact;
    return out;
}

template <class Read, std::size_t count>
value::Value find_facts(const Subject& subject, const Read& read, const std::array<Finder<Read>, count>& finders) {
    const std::uint32_t at = subject.resource().position;
    std::vector<value::Member> members;
    static_assert(count <= 64);
    for (std::size_t i = 0; i < count; ++i) {
        if ((subject.facts >> i & 1U) == 0) continue;
        const Finder<Read>& finder = finders[i];
        Reasons reasons(subject.arena);
        finder.find(read, reasons);
        members.push_back({value::Value::string(finder.fact.name, at), reasons.value(at)});
    }
    return value::make_map(subject.arena, members, at);
}

}  // namespace vouch::facts
