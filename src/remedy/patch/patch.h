// SPDX-License-Identifier: Apache-2.0
// A draft as changes of the text that it was read from: comments, order and style of everything else stay as they are.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "remedy/draft.h"
#include "remedy/patch/text_edit.h"

namespace vouch::remedy {

struct Patch {
    std::vector<TextEdit> edits;  // in order, not overlapping
    std::string text;             // the document's with the edits made
};

// Reads the new text again and compares it with the draft's tree, so what it returns says exactly what the draft says.
// Errors: incompatible where a change would cost a comment, or cannot be made in this way of writing.
base::Result<Patch> patch(const Draft& draft);

}  // namespace vouch::remedy
