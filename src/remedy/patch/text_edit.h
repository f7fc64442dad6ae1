// SPDX-License-Identifier: Apache-2.0
// Changes of a text by byte offsets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace vouch::remedy {

// The bytes from `begin` up to `end` become `text`; an insertion where both are the same.
struct TextEdit {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::string text;

    bool operator==(const TextEdit&) const = default;
};

// In the order of the text; those at one place stay in the order in which they were given. Errors: internal where two overlap or one leads
// out of the text.
base::Result<std::vector<TextEdit>> in_order(std::vector<TextEdit> edits, std::size_t size);

// Requires edits as in_order() gives them.
std::string edited(std::string_view text, const std::vector<TextEdit>& edits);

}  // namespace vouch::remedy
