// SPDX-License-Identifier: Apache-2.0
// The controls as documents: docs/controls/README.md is what `vouch list controls --format markdown` prints, docs/controls/rows.md what
// `vouch list rows --format markdown` does.
#pragma once

#include <span>
#include <string>

#include "model/control.h"
#include "model/criterion.h"

namespace vouch::cli {

// By service, then by id; a table of contents first.
std::string control_reference(std::span<const model::Control> controls);

// Row by row of the checklist, the controls that answer it and the criteria that they serve.
std::string row_reference(const model::Standard& rows, std::span<const model::Control> controls);

}  // namespace vouch::cli
