// SPDX-License-Identifier: Apache-2.0
// Fn::Cidr: [block, count, bits]: the first `count` blocks of 2^bits addresses each in `block`, IPv4 or IPv6. Addresses are
// sixteen bytes, big-endian, IPv4 in the last four. Tested by functions_cidr_test.cc.
#include <array>
#include <charconv>
#include <cstring>
#include <optional>
#include <string>
#include <vector>

#include <arpa/inet.h>
#include <fmt/core.h>

#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::Code;
using base::excerpt;
using value::Unknown;
using value::Value;

namespace {

constexpr unsigned kMostBlocks = 256;
constexpr unsigned kAllBits = 128;

struct Block {
    std::array<unsigned char, 16> address{};
    unsigned width = 32;  // bits of an address: 32 or 128
    unsigned prefix = 0;  // "/16"
};

std::optional<unsigned> whole(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<Block> parse(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return std::nullopt;
    const std::string address = text.substr(0, slash);
    const auto prefix = whole(std::string_view(text).substr(slash + 1));
    Block block;
    if (::inet_pton(AF_INET6, address.c_str(), block.address.data()) == 1)
        block.width = kAllBits;
    else if (::inet_pton(AF_INET, address.c_str(), block.address.data() + 12) != 1)
        return std::nullopt;
    if (!prefix || *prefix > block.width || address.find('\0') != std::string::npos) return std::nullopt;
    block.prefix = *prefix;
    return block;
}

// True where no bit is set behind the prefix.
bool is_network(const Block& block) {
    for (unsigned bit = kAllBits - block.width + block.prefix; bit < kAllBits; ++bit)
        if ((block.address[bit / 8] >> (7 - bit % 8) & 1U) != 0) return false;
    return true;
}

// Moves on by 2^bits addresses.
void advance(Block& block, unsigned bits) {
    if (bits >= kAllBits) return;  // there is no next one
    const unsigned place = kAllBits - 1 - bits;
    unsigned carry = 1U << (7 - place % 8);
    for (unsigned byte = place / 8 + 1; byte-- > 0 && carry != 0;) {
        carry += block.address[byte];
        block.address[byte] = static_cast<unsigned char>(carry & 0xFFU);
        carry >>= 8U;
    }
}

std::string written(const Block& block) {
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (block.width == kAllBits)
        ::inet_ntop(AF_INET6, block.address.data(), text.data(), text.size());
    else
        ::inet_ntop(AF_INET, block.address.data() + 12, text.data(), text.size());
    return fmt::format("{}/{}", text.data(), block.prefix);
}

// Why the blocks cannot be made; empty where they can.
std::string refusal(const Block& block, unsigned count, unsigned bits) {
    if (count < 1 || count > kMostBlocks) return fmt::format("Fn::Cidr makes 1 to {} blocks, not {}", kMostBlocks, count);
    if (bits < 1 || bits > block.width) return fmt::format("{} is no number of address bits for Fn::Cidr: 1 to {}", bits, block.width);
    if (block.width - bits < block.prefix) return fmt::format("blocks of {} bits do not fit in `{}`", bits, written(block));
    const unsigned free = block.width - bits - block.prefix;
    if (free < 9 && count > 1U << free)
        return fmt::format("`{}` has room for {} blocks of {} bits, not {}", written(block), 1U << free, bits, count);
    return {};
}

}  // namespace

Value resolve_cidr(Evaluator& evaluator, const Value& argument, std::uint32_t at) {
    static constexpr std::string_view kUsage = "Fn::Cidr takes [address block, number of blocks, address bits of each]";
    const Value parts = evaluator.resolve(argument);
    if (const Unknown* why = find_unknown(parts))
        return evaluator.unknown(
            {why->present() ? Unknown::Cause::intrinsic : why->cause, why->reason, call_spelling("Cidr", {spelling(parts)}), why->subject},
            at);
    if (parts.is_list() && parts.length() == 2)
        return known_at_deployment(evaluator, Unknown::Cause::intrinsic, "Cidr", parts,
                                   "the number of address bits of Fn::Cidr is left out", at);
    if (!parts.is_list() || parts.length() != 3) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
    const auto text = scalar_text(parts.as_list()[0]);
    const auto count = whole(scalar_text(parts.as_list()[1]).value_or(""));
    const auto bits = whole(scalar_text(parts.as_list()[2]).value_or(""));
    if (!text || !count || !bits) return evaluator.failed(Code::invalid_value, std::string(kUsage), at);
    auto block = parse(*text);
    if (!block) return evaluator.failed(Code::invalid_value, fmt::format("`{}` is no address block", excerpt(*text)), at);
    if (!is_network(*block))
        return known_at_deployment(evaluator, Unknown::Cause::intrinsic, "Cidr", parts,
                                   fmt::format("`{}` does not start its block", excerpt(*text)), at);
    if (std::string why = refusal(*block, *count, *bits); !why.empty()) return evaluator.failed(Code::invalid_value, std::move(why), at);
    block->prefix = block->width - *bits;
    std::vector<Value> blocks;
    for (unsigned i = 0; i < *count; ++i, advance(*block, *bits)) blocks.push_back(evaluator.text(written(*block), at));
    return evaluator.list(blocks, at);
}

}  // namespace vouch::cfn
