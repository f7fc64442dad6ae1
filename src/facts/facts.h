// SPDX-License-Identifier: Apache-2.0
// Front header of the room: what a control sees of a resource beyond its own properties, under the name `Vouch`. docs/facts.md says it
// for people.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "facts/analyser.h"
#include "facts/estate.h"
#include "value/value.h"

namespace vouch::facts {

// An analyser, and which of its facts: bit i stands for the i-th.
struct WantedFacts {
    const Analyser* analyser;
    std::uint64_t facts;
};

// Which parts of `Vouch` are asked for. Nothing else is worked out.
struct Wanted {
    bool referenced_by = false;
    bool references = false;
    std::vector<WantedFacts> analysers;  // each once

    bool nothing() const { return !referenced_by && !references && analysers.empty(); }
    void add(const Wanted& other);
    // Leaves out the analysers that say nothing about resources of that type.
    void narrow(std::string_view type);
};

// What the text of a rule file mentions (`Vouch.ReferencedBy`). A `Vouch` on its own mentions everything.
Wanted mentioned(std::string_view rules);

// {"ReferencedBy": [...], "References": [...], "<Analyser>": {...}} of the wanted parts. Lists of references have an element
// for each edge of the graph, in its order: {Id, Type, Path, Stack, Attribute, Properties}. Analysers that are not about the type of the
// resource are left out.
value::Value vouch(const Subject& subject, const Wanted& wanted);

// The document that a control about the estate `of` sees as `Resources`: every resource that is part of it, by "Stack/Id".
value::Value all_resources(const Estate& estate, const model::Unit& of, base::Arena& arena);

}  // namespace vouch::facts
