// SPDX-License-Identifier: Apache-2.0
// Tested by network_test.cc.
#include "facts/network/routable.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace vouch::facts {
namespace {

constexpr auto kNotGlobal = std::to_array<std::string_view>({
    "0.0.0.0/8",    "10.0.0.0/8",     "100.64.0.0/10", "127.0.0.0/8",     "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",   "240.0.0.0/4",
    "::/8",         "64:ff9b:1::/48", "100::/64",      "2001:db8::/32",   "fc00::/7",       "fe80::/10",     "ff00::/8",
});

}  // namespace

bool globally_routable(const base::Cidr& block) {
    return std::ranges::none_of(kNotGlobal, [&](std::string_view text) { return base::parse_cidr(text)->contains(block); });
}

}  // namespace vouch::facts
