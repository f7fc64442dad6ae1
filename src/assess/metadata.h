// SPDX-License-Identifier: Apache-2.0
// The text of a control.guard into a Control: its metadata is YAML in the comment block between two lines `# ---`.
#pragma once

#include <string>

#include "base/error.h"
#include "base/source.h"
#include "model/control.h"

namespace vouch::assess {

// The file with everything blanked but the YAML of its metadata: `# title: x` becomes `  title: x`. Errors: syntax (no block, no end of
// it).
base::Result<std::string> metadata_block(const base::Source& source);

// The control; its rules are not looked at. `service` is the folder that it stands in.
// Errors, each with file:line:column: syntax (no block, no end of it, broken YAML), invalid_value (a key that is missing, unknown or of the
// wrong type, an unknown severity or phase), duplicate_key.
base::Result<model::Control> read_control(base::SourcePtr source, std::string service);

}  // namespace vouch::assess
