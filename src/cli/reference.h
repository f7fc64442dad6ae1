// SPDX-License-Identifier: Apache-2.0
// The controls as a document: docs/controls/README.md is what `vouch list controls --format markdown` prints.
#pragma once

#include <span>
#include <string>

#include "model/control.h"

namespace vouch::cli {

// By service, then by id; a table of contents first.
std::string control_reference(std::span<const model::Control> controls);

}  // namespace vouch::cli
