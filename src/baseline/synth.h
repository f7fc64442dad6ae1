// SPDX-License-Identifier: Apache-2.0
// Settings into files: the stacks that they ask for, and what stands beside them. The same settings give the same bytes.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "baseline/beside.h"
#include "baseline/settings.h"
#include "baseline/stacks.h"

namespace vouch::baseline {

struct OutputFile {
    std::string path;  // below the folder that was asked for, with forward slashes
    std::string text;
};

// One of the stacks that the settings ask for.
struct MadeStack {
    const Stack* stack;
    std::string text;       // its template
    Parameters parameters;  // what it is deployed with
};

// In the order of deployment. Errors: a catalog that lacks a template or has one that is not of the form of expand.h.
base::Result<std::vector<MadeStack>> make_stacks(std::span<const base::EmbeddedFile> catalog, const Settings& settings);

// Sorted by path. Errors: a catalog that lacks a template or has one that is not of the form of expand.h.
base::Result<std::vector<OutputFile>> synthesize(std::span<const base::EmbeddedFile> catalog, const Settings& settings);

// The documented settings file to begin with. Errors: a catalog that has none.
base::Result<std::string> settings_to_begin_with(std::span<const base::EmbeddedFile> catalog);

}  // namespace vouch::baseline
