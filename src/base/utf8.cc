// SPDX-License-Identifier: Apache-2.0
// Tested by utf8_test.cc.
#include "base/utf8.h"

#include <array>
#include <cstring>

namespace vouch::base {

CodePoint first_code_point(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {first, 0};
    std::uint32_t code_point = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte & 0xC0U) != 0x80U) return {first, 0};
        code_point = (code_point << 6U) | (byte & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code_point >= 0xD800 && code_point <= 0xDFFF;
    if (code_point < kSmallest[length] || surrogate || code_point > 0x10FFFF) return {first, 0};
    return {code_point, length};
}

namespace {

// Of the ASCII that the text begins with; eight bytes at a time, because nearly all texts are nothing else.
std::size_t ascii_length(std::string_view text) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t at = 0;
    for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & kHighBits) != 0) break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

}  // namespace

std::string valid_utf8(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (const std::size_t plain = ascii_length(text); plain > 0) {
            out.append(text, 0, plain);
            text.remove_prefix(plain);
            continue;
        }
        const std::size_t length = first_code_point(text).length;
        out.append(length > 0 ? text.substr(0, length) : std::string_view("\xEF\xBF\xBD"));
        text.remove_prefix(length > 0 ? length : 1);
    }
    return out;
}

}  // namespace vouch::base
