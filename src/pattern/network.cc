// SPDX-License-Identifier: Apache-2.0
// Addresses and ranges of the operator `cidr`, by inet_pton. Tested by event_pattern_test.cc.
#include <array>
#include <charconv>
#include <optional>

#include <arpa/inet.h>

#include "pattern/detail/operators.h"

namespace vouch::pattern::detail {
namespace {

struct Address {
    std::array<unsigned char, 16> bytes{};
    unsigned bits = 0;  // 32 or 128
};

std::optional<Address> address_of(std::string_view text) {
    Address address;
    const std::string copy(text);
    if (copy.find('\0') != std::string::npos) return std::nullopt;
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
        address.bits = 32;
    } else if (inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1) {
        address.bits = 128;
    } else {
        return std::nullopt;
    }
    return address;
}

struct Range {
    Address base;
    unsigned prefix = 0;
};

std::optional<Range> range_of(std::string_view text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto base = address_of(text.substr(0, slash));
    const std::string_view digits = text.substr(slash + 1);
    Range range;
    const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), range.prefix);
    if (!base || failed != std::errc() || end != digits.data() + digits.size() || range.prefix > base->bits) return std::nullopt;
    range.base = *base;
    return range;
}

}  // namespace

bool is_cidr(std::string_view range) { return range_of(range).has_value(); }

bool cidr_contains(std::string_view range, std::string_view address) {
    const auto within = range_of(range);
    const auto one = address_of(address);
    if (!within || !one || within->base.bits != one->bits) return false;
    for (unsigned bit = 0; bit < within->prefix; ++bit) {
        const unsigned mask = 0x80U >> (bit % 8U);
        if (((within->base.bytes[bit / 8] ^ one->bytes[bit / 8]) & mask) != 0) return false;
    }
    return true;
}

}  // namespace vouch::pattern::detail
