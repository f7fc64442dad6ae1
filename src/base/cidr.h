// SPDX-License-Identifier: Apache-2.0
// Blocks of IP addresses as routes, security groups and conditions write them: "10.0.0.0/8", "::/0".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vouch::base {

struct Cidr {
    std::array<std::uint8_t, 16> address{};  // as written, bits behind the prefix too; IPv4 has the first 4 bytes
    unsigned prefix = 0;
    bool ipv6 = false;

    // Bits of an address.
    unsigned width() const { return ipv6 ? 128 : 32; }
    bool everything() const { return prefix == 0; }
    // True where every address of `other` is in it.
    bool contains(const Cidr& other) const;
    // True where it is written by its first address: no bit is set behind the prefix.
    bool starts_block() const;
    // The same addresses, however they are written.
    bool operator==(const Cidr& other) const { return prefix == other.prefix && contains(other); }
};

// nullopt where it is no block. A prefix that is left out counts as one address.
std::optional<Cidr> parse_cidr(std::string_view text);
// The same, but an address alone is no block.
std::optional<Cidr> parse_block(std::string_view text);

// With its prefix, addresses of IPv6 in their shortest spelling.
std::string to_string(const Cidr& block);

}  // namespace vouch::base
