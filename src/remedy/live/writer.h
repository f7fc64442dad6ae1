// SPDX-License-Identifier: Apache-2.0
// How live resources are written: by which calls a resource gets the properties of its CloudFormation type, is made and is taken away. The
// other direction of the tables of `collect`. Read from catalog/writers/<service>.yaml (docs/adding-a-remedy.md).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "collect/evaluate.h"
#include "collect/mapping.h"
#include "collect/needs.h"
#include "remedy/remedy.h"
#include "value/document.h"
#include "value/value.h"

namespace vouch::remedy {

// Asked before a call that would make the same thing again: where it is answered, the answer is taken for that of the call.
struct Lookup {
    std::string operation;  // of the service and region of the call
    collect::Mapping input;
    std::vector<std::string> absent;            // error codes that mean that there is none yet
    std::map<std::string, std::string> usable;  // texts that must stand in the answer, by path
};

// One call. Paths of its mappings begin at `$item`, the properties as they are to be (of a resource that is taken away: as they were), or
// at
// `$parent`, as they were; an answer of an earlier call of the same change goes by the call's name.
struct Writer {
    enum class Does : std::uint8_t { sets, creates, removes };

    Does does = Does::sets;
    std::vector<std::string> properties;   // that it sets
    std::vector<collect::Condition> when;  // all of them
    std::string service;
    std::string operation;
    std::string region;  // where it is always made; empty: where the resource stands
    collect::Mapping input;
    std::vector<std::string> actions;  // of IAM that it needs
    std::vector<std::string> done;     // error codes that mean that it is so already
    std::optional<Lookup> finds;
};

struct Writers {
    std::map<std::string, std::vector<Writer>, std::less<>> types;  // in the order of the file
    std::vector<value::DocumentPtr> documents;
    std::vector<base::Error> problems;  // what could not be read; the others are there

    std::span<const Writer> of(std::string_view type) const;
};

// One file into `writers`. Errors: those of its YAML; syntax and invalid_value with the place in it.
base::Result<void> read_writers(Writers& writers, const std::string& service, base::SourcePtr source);
// The files writers/<service>.yaml of a catalog.
Writers read_writers(std::span<const base::EmbeddedFile> files);

// Adds the properties that the calls for those types read and write, and those that decide which edits of remedies are for a resource: what
// no control asks for is needed all the same to write what is there, and to put it back.
void add_needs(const Writers& writers, std::span<const Remedy> remedies, collect::Needs& needs);

// A question as it will be asked.
struct PlannedLookup {
    std::string operation;
    std::string input;  // JSON on one line
    std::vector<std::string> absent = {};
    std::map<std::string, std::string> usable = {};
};

// A call as it will be made.
struct PlannedCall {
    std::string service;
    std::string operation;
    std::string region;
    std::string input;       // JSON on one line
    std::string waits = {};  // the input has parts that only an answer to an earlier call tells: why; else empty
    std::vector<std::string> actions = {};
    std::vector<std::string> done = {};
    std::optional<PlannedLookup> finds = {};
};

// What a resource is and becomes: its properties. A null value: it is not there.
struct Turn {
    std::string_view type;
    std::string_view resource;  // as findings call it
    const collect::Place& place;
    value::Value before;
    value::Value after;
};

// The calls that turn `before` into `after`, in the order of the table. Errors: incompatible where no call is known for a property that
// differs, invalid_value where an input holds what is not known.
base::Result<std::vector<PlannedCall>> calls_for(const Writers& writers, const Turn& turn, const collect::Answers& answers = {});
// The properties that these calls touch: those that differ and those that are written with them.
std::set<std::string> touched(const Writers& writers, const Turn& turn);

}  // namespace vouch::remedy
