// SPDX-License-Identifier: Apache-2.0
// A document and its deployment into units: the template's own, and one for every nested stack that can be followed.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "cfn/assembly.h"
#include "cfn/load.h"
#include "cfn/parameters.h"
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
};

// Not thread-safe. Keeps references to both.
class UnitBuilder {
public:
    UnitBuilder(TemplateReader& reader, const Options& options) : reader_(reader), options_(options) {}

    // Appends the unit of `document` under that name, then those of its nested stacks. What could not be followed is a
    // problem of the unit that names it. Adds to `reached` the files of the nested stacks, below the root.
    void build(std::string name, std::string stack_name, const model::Environment& environment, value::DocumentPtr document,
               const Place& place, std::vector<std::shared_ptr<model::Unit>>& units, std::vector<std::string>& reached);

private:
    struct Ancestor {
        std::string file;
        const Ancestor* outer;
        int depth;
    };

    void build(std::shared_ptr<model::Unit> unit, Deployment deployment, const Place& place, const Ancestor* outer,
               const std::string& uncertain);
    void follow(model::Unit& parent, const model::Resource& resource, const Place& place, const Ancestor& ancestors);
    base::Result<std::string> locate(const model::Unit& parent, const model::Resource& resource, const Place& place) const;
    Deployment pass_on(const model::Unit& parent, const model::Resource& resource, model::Unit& child) const;
    void give(Deployment& deployment, const model::Unit& unit) const;

    TemplateReader& reader_;
    const Options& options_;
    std::size_t nested_ = 0;
    std::vector<std::shared_ptr<model::Unit>>* units_ = nullptr;
    std::vector<std::string>* reached_ = nullptr;
};

}  // namespace vouch::cfn
