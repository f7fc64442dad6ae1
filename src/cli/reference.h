// SPDX-License-Identifier: Apache-2.0
// The catalogue as documents: docs/controls/README.md is what `vouch list controls --format markdown` prints, docs/controls/rows.md what
// `vouch list rows --format markdown` does, and docs/detections.md what `vouch list detections --format markdown` does.
#pragma once

#include <span>
#include <string>

#include "model/control.h"
#include "model/criterion.h"
#include "pattern/detections.h"

namespace vouch::cli {

// By service, then by id; a table of contents first.
std::string control_reference(std::span<const model::Control> controls);

// Row by row of the checklist, the controls that answer it and the criteria that they serve.
std::string row_reference(const model::Standard& rows, std::span<const model::Control> controls);

// The most severe first in a table of contents, then one after the other as they come.
std::string detection_reference(std::span<const pattern::Detection> detections);

}  // namespace vouch::cli
