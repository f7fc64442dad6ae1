// SPDX-License-Identifier: Apache-2.0
// Reads remedies: those that are built in, or any text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "remedy/remedy.h"

namespace vouch::remedy {

struct Catalog {
    std::vector<Remedy> remedies;       // sorted by id
    std::vector<base::Error> problems;  // what could not be read; the others are there
};

// One remedy. Errors: those of its YAML; syntax and invalid_value with the place in it.
base::Result<Remedy> read_remedy(base::SourcePtr source);

// The remedies among the files of a catalog (remedies/<id>.yaml). Problems: files that cannot be read, an id that is not the file's name,
// two remedies for one control, and, where `controls` is not empty, ids in it that no control has.
Catalog read_catalog(std::span<const base::EmbeddedFile> files, std::span<const std::string> controls = {});

// The remedy for that control, or nullptr.
const Remedy* remedy_for(const Catalog& catalog, std::string_view control);

}  // namespace vouch::remedy
