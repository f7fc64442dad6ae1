// SPDX-License-Identifier: Apache-2.0
// A remedy: what to change so that resources pass a control. Read from catalog/remedies/<id>.yaml (docs/adding-a-remedy.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collect/mapping.h"
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

    std::vector<std::string> types;           // of resources that it is for; empty: all that the controls are about
    std::vector<Step> path;                   // never empty
    value::Value to;                          // lives in the remedy's document
    std::optional<collect::Mapping> made_to;  // of a live resource: `to` with what the user and the place say (`$item.contact`, `$region`)
    std::vector<value::Value> unless;         // values that may stay
    std::optional<double> at_least;           // numbers from there on may stay
    When when = When::always;
    bool adds = false;                      // `to` is a list whose items are added to the list there, where they are missing
    std::vector<Requirement> requirements;  // all of them
};

// A resource that is made in a live account, once whoever asks for it. Paths of its mappings begin at the settings of the user
// (`$item.contact`), `$account` and `$region`.
struct Creation {
    std::string type;
    collect::Mapping name;  // what people call it
    bool every_region = false;
    collect::Mapping properties;
};

struct Remedy {
    std::string id;
    std::string title;
    std::vector<std::string> controls;  // that pass once it is applied
    Risk risk = Risk::none;
    std::string warning;          // what may happen, where there is a risk
    Risk live_risk = Risk::none;  // of the live change: that of the template where the file says nothing else
    std::string live_warning;
    std::vector<Edit> edits;          // of a template
    std::vector<Edit> live;           // of a live resource
    std::vector<Creation> creations;  // in a live account, in order, before `live`
    std::vector<std::string> needs;   // settings that somebody has to give
    std::vector<std::string> manual;  // the steps of a person, where no program should decide; then there is no live change
    std::vector<std::string> after;   // remedies that go first where both are planned
    value::DocumentPtr document;      // what it was read from
};

// A path as catalogs write it: Properties.Rules[*].Name, Properties.Tags[Key=x].Value, 'a.name with dots'; a step that ends in `?` is only
// taken where it is there. Errors: syntax.
base::Result<std::vector<Step>> parse_path(std::string_view text);

}  // namespace vouch::remedy
