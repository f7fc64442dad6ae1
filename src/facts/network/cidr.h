// SPDX-License-Identifier: Apache-2.0
// Blocks of addresses, as security groups and network ACLs write them: "10.0.0.0/8", "::/0".
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace vouch::facts {

struct Cidr {
    std::array<std::uint8_t, 16> address{};  // the first 4 bytes for IPv4; bits behind the prefix are zero
    int prefix = 0;
    bool ipv6 = false;

    bool everything() const { return prefix == 0; }
    // True where every address of `other` is in it.
    bool contains(const Cidr& other) const;
    bool operator==(const Cidr&) const = default;
};

// nullopt where it is no block: a missing prefix counts as one address.
std::optional<Cidr> parse_cidr(std::string_view text);

// True where some of its addresses are reached over the internet: not only private, link-local, documentation or reserved ones
// (IANA special-purpose address registries).
bool globally_routable(const Cidr& block);

}  // namespace vouch::facts
