// SPDX-License-Identifier: Apache-2.0
// Tested by diff_test.cc and patch_test.cc.
#include "remedy/patch/text_edit.h"

#include <algorithm>

namespace vouch::remedy {

base::Result<std::vector<TextEdit>> in_order(std::vector<TextEdit> edits, std::size_t size) {
    std::ranges::stable_sort(edits, {}, &TextEdit::begin);
    std::size_t free = 0;
    for (const TextEdit& edit : edits) {
        if (edit.begin < free || edit.end < edit.begin || edit.end > size)
            return base::fail(base::Code::internal, "two changes of the text overlap");
        free = edit.end;
    }
    return edits;
}

std::string edited(std::string_view text, const std::vector<TextEdit>& edits) {
    std::string result;
    std::size_t at = 0;
    for (const TextEdit& edit : edits) {
        result += text.substr(at, edit.begin - at);
        result += edit.text;
        at = edit.end;
    }
    result += text.substr(at);
    return result;
}

}  // namespace vouch::remedy
