// SPDX-License-Identifier: Apache-2.0
// Tested by check_test.cc and parse_test.cc, whose messages have such paths.
#include "aws/protocol/detail/path.h"

#include <fmt/format.h>

namespace vouch::aws::detail {

std::string Path::text() const {
    std::string made;
    for (const Part& part : parts_) {
        if (part.name.data() == nullptr) {
            made += fmt::format("[{}]", part.index);
            continue;
        }
        if (!made.empty()) made += '.';
        made += part.name;
    }
    return made;
}

}  // namespace vouch::aws::detail
