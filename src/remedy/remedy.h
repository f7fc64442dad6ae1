// SPDX-License-Identifier: Apache-2.0
// A remedy: what to change so that resources pass a control. Read from catalog/remedies/<id>.yaml (docs/adding-a-remedy.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "value/document.h"
#include "value/value.h"

namespace vouch::remedy {

// What applying it may do to what runs.
enum class Risk : std::uint8_t {
    none,
    interrupt,  // AWS restarts or replaces the resource: connections break, an address changes, data has to be moved
    lock_out,   // callers that worked before are refused
};
std::string_view name(Risk risk);

// One step of a path into a resource's body.
struct Step {
    enum class Kind : std::uint8_t {
        member,  // the member `name` of a map
        each,    // every item of a list
        where,   // the items of a list whose member `name` is `value`
    };
    Kind kind = Kind::member;
    std::string name = {};
    std::string value = {};
    bool optional = false;  // what is not there is left alone; otherwise it is made
};

// A value that must stand somewhere in the resource for an edit to be for it. The path has steps of kind member only.
struct Requirement {
    std::vector<Step> path;
    std::vector<value::Value> values;  // one of them; empty: nothing may stand there
};

// Puts `to` where `path` leads. Maps are merged member by member, everything else is replaced.
struct Edit {
    enum class When : std::uint8_t { always, absent, present };

    std::vector<std::string> types;    // of resources that it is for; empty: all that the controls are about
    std::vector<Step> path;            // never empty
    value::Value to;                   // lives in the remedy's document
    std::vector<value::Value> unless;  // values that may stay
    std::optional<double> at_least;    // numbers from there on may stay
    When when = When::always;
    bool adds = false;                      // `to` is a list whose items are added to the list there, where they are missing
    std::vector<Requirement> requirements;  // all of them
};

struct Remedy {
    std::string id;
    std::string title;
    std::vector<std::string> controls;  // that pass once it is applied
    Risk risk = Risk::none;
    std::string warning;  // what may happen, where there is a risk
    std::vector<Edit> edits;
    value::DocumentPtr document;  // what it was read from
};

// A path as catalogs write it: Properties.Rules[*].Name, Properties.Tags[Key=x].Value, 'a.name with dots'; a step that ends in `?` is only
// taken where it is there. Errors: syntax.
base::Result<std::vector<Step>> parse_path(std::string_view text);

}  // namespace vouch::remedy
