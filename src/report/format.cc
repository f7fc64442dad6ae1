// SPDX-License-Identifier: Apache-2.0
// Look-up among the formats; the table itself is made by CMake from formats/.
#include "report/format.h"

#include <algorithm>

namespace vouch::report {

const Format* find_format(std::string_view name) {
    const auto all = formats();
    const auto found = std::ranges::find(all, name, [](const Format* format) { return format->name; });
    return found == all.end() ? nullptr : *found;
}

}  // namespace vouch::report
