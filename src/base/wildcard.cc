// SPDX-License-Identifier: Apache-2.0
// The usual way back to the last star only: what an earlier one took need not be tried again. Tested by wildcard_test.cc.
#include "base/wildcard.h"

#include <cstddef>

namespace vouch::base {

bool matches_wildcard(std::string_view pattern, std::string_view text, Wildcards wildcards) {
    const bool escapes = wildcards == Wildcards::star_and_escape;
    std::size_t p = 0;
    std::size_t star = std::string_view::npos;
    std::size_t retry = 0;
    for (std::size_t t = 0; t < text.size();) {
        const std::size_t escape = escapes && p + 1 < pattern.size() && pattern[p] == '\\' ? 1 : 0;
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            retry = t;
        } else if (p < pattern.size() && (pattern[p + escape] == text[t] || (!escapes && pattern[p] == '?'))) {
            p += 1 + escape;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

}  // namespace vouch::base
