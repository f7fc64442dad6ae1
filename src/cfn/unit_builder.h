// SPDX-License-Identifier: Apache-2.0
// A document and its deployment into units: the template's own, and one for every nested stack that can be followed.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "cfn/assembly.h"
#include "cfn/exports.h"
#include "cfn/load.h"
#include "cfn/parameters.h"
#include "cfn/surroundings.h"
#include "cfn/template_reader.h"
#include "model/unit.h"
#include "value/document.h"

namespace vouch::cfn {

// Where a template lies, as far as files that it names are concerned.
struct Place {
    std::string root;                      // nothing above it is opened
    std::string file;                      // the template, below the root
    std::string folder;                    // what relative paths in it start from, below the root
    std::shared_ptr<const Assets> assets;  // null outside assemblies
    std::shared_ptr<const model::ConstructMetadata> metadata = nullptr;
};

// A template on its own, with where and how it is deployed.
struct Root {
    std::string name;
    std::string stack_name;  // empty where it is not known
    model::Environment environment;
    value::DocumentPtr document;
    Place place;
    std::string group;                                          // what it was loaded with: see Exports
    std::size_t number = 0;                                     // of its family: see Exports
    std::optional<bool> termination_protection = std::nullopt;  // where it is known: in assemblies
};

// What a unit asked of others, and what it got.
struct Request {
    Asked asked;
    model::Unit* unit;
    Answer answer;
    bool ambiguous = false;  // see Exports::Found
    bool refused = false;    // it has an answer that may not be given: see UnitBuilder::refuse()
};

// The unit of a root, then those of its nested stacks, each after the one that nests it.
struct Family {
    std::vector<std::shared_ptr<model::Unit>> units;
    std::vector<std::string> reached;  // files of the nested stacks and of what is included, below the root
    std::vector<Request> requests;     // each once
    std::size_t nested = 0;            // how many it took of Options::nested_stacks
};

// Not thread-safe. Keeps references to both.
class UnitBuilder {
public:
    UnitBuilder(TemplateReader& reader, const Options& options) : reader_(reader), options_(options) {}

    // Sets `family`, anew where it was set. What could not be followed is a problem of the unit that names it. Values of other
    // stacks are looked up in `exports`, and what the family exports is added to it.
    void build(const Root& root, Exports& exports, Family& family);

    // Exports that the families built from here on make themselves, but later than something in them asks for them: by name, who makes it.
    void expect_late(std::map<std::string, std::string> late) { late_ = std::move(late); }

    // Families that nothing may be asked of while building, because they ask for values of this one; empty: none.
    void refuse(std::function<bool(std::size_t family)> refused) { refused_ = std::move(refused); }

private:
    struct Ancestor {
        std::string file;
        const Ancestor* outer;
        int depth;
    };

    void build(std::shared_ptr<model::Unit> unit, Deployment deployment, const Place& place, const Ancestor* outer,
               const std::string& uncertain);
    const model::Unit* follow(model::Unit& parent, const model::Resource& resource, const Place& place, const Ancestor& ancestors,
                              const std::string& outer_uncertain);
    Answer ask(model::Unit& unit, const Asked& asked);
    base::Result<Included> include(std::string_view location, std::string_view from, const Place& place);
    base::Result<std::string> locate(const model::Unit& parent, const model::Resource& resource, const Place& place) const;
    Deployment pass_on(const model::Unit& parent, const model::Resource& resource, model::Unit& child) const;
    void give(Deployment& deployment, const model::Unit& unit) const;

    TemplateReader& reader_;
    const Options& options_;
    std::size_t nested_ = 0;
    Exports* exports_ = nullptr;  // the following: while building
    Family* family_ = nullptr;
    const Root* root_ = nullptr;
    std::unordered_map<std::string, std::size_t> asked_;  // places in the family's requests
    std::function<bool(std::size_t)> refused_;
    std::map<std::string, std::string> late_;
};

}  // namespace vouch::cfn
