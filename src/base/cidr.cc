// SPDX-License-Identifier: Apache-2.0
// Addresses are read and written by inet_pton and inet_ntop. Tested by cidr_test.cc.
#include "base/cidr.h"

#include <charconv>
#include <cstddef>

#include <arpa/inet.h>
#include <fmt/core.h>

namespace vouch::base {
namespace {

bool bit(const Cidr& block, unsigned index) { return (block.address[index / 8] >> (7 - index % 8) & 1U) != 0; }

}  // namespace

bool Cidr::contains(const Cidr& other) const {
    if (ipv6 != other.ipv6 || prefix > other.prefix) return false;
    for (unsigned i = 0; i < prefix; ++i)
        if (bit(*this, i) != bit(other, i)) return false;
    return true;
}

bool Cidr::starts_block() const {
    for (unsigned i = prefix; i < width(); ++i)
        if (bit(*this, i)) return false;
    return true;
}

std::optional<Cidr> parse_cidr(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string address(text.substr(0, slash));
    if (address.find('\0') != std::string::npos) return std::nullopt;
    Cidr block;
    block.ipv6 = address.find(':') != std::string::npos;
    if (inet_pton(block.ipv6 ? AF_INET6 : AF_INET, address.c_str(), block.address.data()) != 1) return std::nullopt;
    block.prefix = block.width();
    if (slash == std::string_view::npos) return block;
    const std::string_view digits = text.substr(slash + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), block.prefix);
    if (error != std::errc() || end != digits.data() + digits.size() || block.prefix > block.width()) return std::nullopt;
    return block;
}

std::optional<Cidr> parse_block(std::string_view text) {
    return text.find('/') == std::string_view::npos ? std::nullopt : parse_cidr(text);
}

std::string to_string(const Cidr& block) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    inet_ntop(block.ipv6 ? AF_INET6 : AF_INET, block.address.data(), text.data(), text.size());
    return fmt::format("{}/{}", text.data(), block.prefix);
}

}  // namespace vouch::base
