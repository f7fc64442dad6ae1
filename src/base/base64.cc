// SPDX-License-Identifier: Apache-2.0
// Three bytes are four digits of six bits. Tested by base64_test.cc.
#include "base/base64.h"

#include <array>
#include <cstddef>
#include <cstdint>

namespace vouch::base {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 64;

// What each byte is worth as a digit.
constexpr std::array<std::uint8_t, 256> kDigitValues = [] {
    std::array<std::uint8_t, 256> digits{};
    digits.fill(kNoDigit);
    for (std::uint8_t i = 0; i < kNoDigit; ++i) digits[static_cast<unsigned char>(kAlphabet[i])] = i;
    return digits;
}();

char digit_of(std::uint32_t group, unsigned shift) { return kAlphabet[group >> shift & 63U]; }

}  // namespace

std::string to_base64(std::string_view bytes) {
    std::string out((bytes.size() + 2) / 3 * 4, '=');
    std::size_t i = 0;
    char* to = out.data();
    const auto byte = [&](std::size_t at) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at])); };
    for (; i + 3 <= bytes.size(); i += 3) {
        const std::uint32_t group = byte(i) << 16U | byte(i + 1) << 8U | byte(i + 2);
        for (const unsigned shift : {18U, 12U, 6U, 0U}) *to++ = digit_of(group, shift);
    }
    if (i == bytes.size()) return out;
    const std::uint32_t group = byte(i) << 16U | (i + 1 < bytes.size() ? byte(i + 1) << 8U : 0U);
    *to++ = digit_of(group, 18);
    *to++ = digit_of(group, 12);
    if (i + 1 < bytes.size()) *to = digit_of(group, 6);
    return out;
}

std::optional<std::string> from_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string out(text.size() / 4 * 3 + 3, '\0');
    char* to = out.data();
    std::uint32_t bits = 0;
    unsigned count = 0;  // of `bits` that are not written yet
    for (const char c : text) {
        const std::uint8_t digit = kDigitValues[static_cast<unsigned char>(c)];
        if (digit == kNoDigit) return std::nullopt;
        bits = bits << 6U | digit;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        *to++ = static_cast<char>(bits >> count & 0xFFU);
    }
    out.resize(static_cast<std::size_t>(to - out.data()));
    return out;
}

}  // namespace vouch::base
