// SPDX-License-Identifier: Apache-2.0
// Tested by network_test.cc.
#include "facts/network/cidr.h"

#include <algorithm>
#include <charconv>
#include <string>

#include <arpa/inet.h>

namespace vouch::facts {
namespace {

constexpr auto kNotGlobal = std::to_array<std::string_view>({
    "0.0.0.0/8",    "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",     "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",   "240.0.0.0/4",
    "::/8",         "64:ff9b:1::/48", "100::/64",      "2001:db8::/32",   "fc00::/7",       "fe80::/10",     "ff00::/8",
});

bool bit(const std::array<std::uint8_t, 16>& address, int index) {
    return (address[static_cast<std::size_t>(index / 8)] >> (7 - index % 8) & 1) != 0;
}

}  // namespace

bool Cidr::contains(const Cidr& other) const {
    if (ipv6 != other.ipv6 || prefix > other.prefix) return false;
    for (int i = 0; i < prefix; ++i)
        if (bit(address, i) != bit(other.address, i)) return false;
    return true;
}

std::optional<Cidr> parse_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string address(text.substr(0, slash));
    Cidr block;
    block.ipv6 = address.find(':') != std::string::npos;
    if (inet_pton(block.ipv6 ? AF_INET6 : AF_INET, address.c_str(), block.address.data()) != 1) return std::nullopt;
    const int longest = block.ipv6 ? 128 : 32;
    block.prefix = longest;
    if (slash != std::string_view::npos) {
        const std::string_view digits = text.substr(slash + 1);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), block.prefix);
        if (error != std::errc() || end != digits.data() + digits.size() || block.prefix < 0 || block.prefix > longest) return std::nullopt;
    }
    for (int i = block.prefix; i < 128; ++i)
        block.address[static_cast<std::size_t>(i / 8)] &= static_cast<std::uint8_t>(~(0x80U >> (i % 8)));
    return block;
}

bool globally_routable(const Cidr& block) {
    return std::ranges::none_of(kNotGlobal, [&](std::string_view text) { return parse_cidr(text)->contains(block); });
}

}  // namespace vouch::facts
