// SPDX-License-Identifier: Apache-2.0
// Numbers and escapes of JSON. Tested by read_json_test.cc.
#include "value/detail/json_text.h"

#include <charconv>
#include <cstring>
#include <system_error>

#include "base/ascii.h"
#include "value/detail/encoding.h"

namespace vouch::value::detail {
namespace {

const char* skip_digits(const char* at) {
    while (base::is_digit(*at)) ++at;
    return at;
}

// The fraction and exponent at `at`, if any; nullptr where one is begun but has no digits.
const char* skip_fraction(const char* at) {
    if (*at == '.') {
        if (!base::is_digit(at[1])) return nullptr;
        at = skip_digits(at + 1);
    }
    if (*at == 'e' || *at == 'E') {
        ++at;
        if (*at == '+' || *at == '-') ++at;
        if (!base::is_digit(*at)) return nullptr;
        at = skip_digits(at);
    }
    return at;
}

template <class Number, class Make>
Value exact_or_text(std::string_view text, std::uint32_t position, Make make) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return Value::decimal(text, position);
    return make(number, position, static_cast<std::uint32_t>(text.size()));
}

int hex_digit(char c) {
    if (base::is_digit(c)) return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The four hexadecimal digits at `at` of `raw`, or -1.
std::int32_t read_unit(std::string_view raw, std::size_t at) {
    if (at + 4 > raw.size()) return -1;
    std::int32_t unit = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        const int digit = hex_digit(raw[at + i]);
        if (digit < 0) return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

// The code point of the \u escape whose backslash stands at `at`, which is moved behind it; -1 where it is none.
std::int32_t read_code_point(std::string_view raw, std::size_t& at) {
    const std::int32_t unit = read_unit(raw, at + 2);
    if (unit < 0xD800 || unit > 0xDFFF) {
        at += 6;
        return unit;
    }
    if (unit > 0xDBFF || !raw.substr(at + 6).starts_with("\\u")) return -1;
    const std::int32_t low = read_unit(raw, at + 8);
    if (low < 0xDC00 || low > 0xDFFF) return -1;
    at += 12;
    return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

char simple_escape(char c) {
    switch (c) {
        case '"':
        case '\\':
        case '/': return c;
        case 'b': return '\b';
        case 'f': return '\f';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        default: return '\0';
    }
}

}  // namespace

const char* read_number(const char* begin, std::uint32_t position, Value& value) {
    const char* const digits = *begin == '-' ? begin + 1 : begin;
    const char* at = digits;
    std::uint64_t magnitude = 0;
    for (; base::is_digit(*at); ++at) magnitude = magnitude * 10 + static_cast<std::uint64_t>(*at - '0');
    const auto count = at - digits;
    if (count == 0 || (count > 1 && *digits == '0')) return nullptr;
    if (*at != '.' && *at != 'e' && *at != 'E') {
        if (count <= 18) {
            const auto number = static_cast<std::int64_t>(magnitude);
            value = Value::integer(digits == begin ? number : -number, position, static_cast<std::uint32_t>(at - begin));
        } else {
            value = exact_or_text<std::int64_t>({begin, static_cast<std::size_t>(at - begin)}, position, Value::integer);
        }
        return at;
    }
    at = skip_fraction(at);
    if (at == nullptr) return nullptr;
    value = exact_or_text<double>({begin, static_cast<std::size_t>(at - begin)}, position, Value::real);
    return at;
}

char* unescape(std::string_view raw, char* out, std::size_t& bad) {
    std::size_t at = 0;
    while (at < raw.size()) {
        const std::size_t backslash = std::min(raw.find('\\', at), raw.size());
        std::memcpy(out, raw.data() + at, backslash - at);
        out += backslash - at;
        at = backslash;
        if (at == raw.size()) break;
        bad = at;
        if (at + 1 == raw.size()) return nullptr;
        if (raw[at + 1] == 'u') {
            const std::int32_t code_point = read_code_point(raw, at);
            if (code_point < 0) return nullptr;
            out = append_utf8(out, static_cast<std::uint32_t>(code_point));
            continue;
        }
        const char plain = simple_escape(raw[at + 1]);
        if (plain == '\0') return nullptr;
        *out++ = plain;
        at += 2;
    }
    return out;
}

}  // namespace vouch::value::detail
