// SPDX-License-Identifier: Apache-2.0
// simdjson says quickly whether the bytes are UTF-8; where they are not, a slow walk finds the first bad one.
// Tested by encoding_test.cc.
#include "value/detail/encoding.h"

#include <algorithm>

#include <fmt/format.h>
#include <simdjson.h>

namespace vouch::value::detail {
namespace {

// Length of the well-formed sequence at the start of `text` (Unicode table 3-7), 0 where there is none.
std::size_t sequence_length(std::string_view text) {
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
    const auto within = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first <= 0xDF) return within(1, 0x80, 0xBF) ? 2 : 0;
    if (first >= 0xE0 && first <= 0xEF) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80;
        const unsigned high = first == 0xED ? 0x9F : 0xBF;
        return within(1, low, high) && within(2, 0x80, 0xBF) ? 3 : 0;
    }
    if (first >= 0xF0 && first <= 0xF4) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80;
        const unsigned high = first == 0xF4 ? 0x8F : 0xBF;
        return within(1, low, high) && within(2, 0x80, 0xBF) && within(3, 0x80, 0xBF) ? 4 : 0;
    }
    return 0;
}

std::size_t first_invalid(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const std::size_t length = sequence_length(text.substr(at));
        if (length == 0) break;
        at += length;
    }
    return at;
}

// UTF-16 and UTF-32 begin with their byte order mark or with a NUL in the first two bytes of an ASCII character.
bool is_utf16_or_32(std::string_view text) {
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
    return text.size() >= 4 && (text[0] == '\0') != (text[1] == '\0') && (text[2] == '\0') != (text[3] == '\0');
}

}  // namespace

base::Result<void> check_size(const base::Source& source, const ReadOptions& options) {
    const std::size_t size = source.text().size();
    const std::size_t limit = std::min(options.limits.bytes, kLongest);
    if (size > limit) {
        return base::fail(base::Code::too_large, fmt::format("the input has {} bytes, more than the limit `bytes` of {}", size, limit),
                          base::Location{source.name(), 0, 0});
    }
    if (size >= std::size_t{0xFFFFFFFF} - options.position_base) {
        return base::fail(base::Code::too_large, "the inputs that are read together have more than 4294967295 bytes",
                          base::Location{source.name(), 0, 0});
    }
    return {};
}

base::Result<void> check_utf8(const base::Source& source) {
    const std::string_view text = source.text();
    if (is_utf16_or_32(text)) {
        return base::fail(base::Code::invalid_encoding, "the input is UTF-16 or UTF-32, not UTF-8 (byte offset 0)", source.location(0),
                          "save the file as UTF-8");
    }
    if (simdjson::validate_utf8(text.data(), text.size())) return {};
    const std::size_t at = first_invalid(text);
    return base::fail(
        base::Code::invalid_encoding,
        fmt::format("byte 0x{:02x} at byte offset {} is not valid UTF-8", at < text.size() ? static_cast<unsigned char>(text[at]) : 0U, at),
        source.location(at));
}

char* append_utf8(char* out, std::uint32_t code_point) {
    const auto put = [&](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    if (code_point < 0x80) {
        put(code_point);
    } else if (code_point < 0x800) {
        put(0xC0U | (code_point >> 6U));
        put(0x80U | (code_point & 0x3FU));
    } else if (code_point < 0x10000) {
        put(0xE0U | (code_point >> 12U));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    } else {
        put(0xF0U | (code_point >> 18U));
        put(0x80U | ((code_point >> 12U) & 0x3FU));
        put(0x80U | ((code_point >> 6U) & 0x3FU));
        put(0x80U | (code_point & 0x3FU));
    }
    return out;
}

}  // namespace vouch::value::detail
