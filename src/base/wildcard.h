// SPDX-License-Identifier: Apache-2.0
// Texts against patterns in which `*` stands for any characters.
#pragma once

#include <cstdint>
#include <string_view>

namespace vouch::base {

enum class Wildcards : std::uint8_t {
    star_and_one,     // `?` stands for one character
    star_and_escape,  // `\*` and `\\` stand for `*` and `\`; `?` for itself
};

// Whether the whole of `text` is what `pattern` describes. Takes length(text) * length(pattern) steps at most.
bool matches_wildcard(std::string_view pattern, std::string_view text, Wildcards wildcards = Wildcards::star_and_one);

}  // namespace vouch::base
