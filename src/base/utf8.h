// SPDX-License-Identifier: Apache-2.0
// UTF-8, read strictly: no surrogates, no longer spelling than needed, nothing above U+10FFFF.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace vouch::base {

struct CodePoint {
    std::uint32_t number = 0;  // the first byte where it begins no valid sequence
    std::size_t length = 0;    // in bytes; 0 where there is no valid sequence
};

// What stands at the start of `text`, which is not empty.
CodePoint first_code_point(std::string_view text);

// `text` with U+FFFD for every byte that begins no valid sequence.
std::string valid_utf8(std::string_view text);

}  // namespace vouch::base
