// SPDX-License-Identifier: Apache-2.0
// Changes of a text as a unified diff, which `patch -p1` and `git apply` take.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "remedy/patch/text_edit.h"

namespace vouch::remedy {

// The diff of `text` and what `edits` (in order) make of it, as a/`file` and b/`file`; empty where there are none. Three lines around
// each change stand with it.
std::string unified_diff(std::string_view file, std::string_view text, const std::vector<TextEdit>& edits);

}  // namespace vouch::remedy
