// SPDX-License-Identifier: Apache-2.0
// Fn::Cidr: [block, count, bits]: the first `count` blocks of 2^bits addresses each in `block`, IPv4 or IPv6. Tested by
// functions_cidr_test.cc.
#include <charconv>
#include <optional>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "base/cidr.h"
#include "base/text.h"
#include "cfn/functions.h"
#include "cfn/spelling.h"

namespace vouch::cfn {

using base::Cidr;
using base::Code;
using base::excerpt;
using value::Unknown;
using value::Value;

namespace {

constexpr unsigned kMostBlocks = 256;

std::optional<unsigned> whole(std::string_view text) {
    unsigned number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

// Moves on by 2^bits addresses.
void advance(Cidr& block, unsigned bits) {
    if (bits >= block.width()) return;  // there is no next one
    const unsigned place = block.width() - 1 - bits;
    unsigned carry = 1U << (7 - place % 8);
    for (unsigned byte = place / 8 + 1; byte-- > 0 && carry != 0;) {
        carry += block.address[byte];
        block.address[byte] = static_cast<std::uint8_t>(carry & 0xFFU);
        carry >>= 8U;
    }
}

// Why the blocks cannot be made; empty where they can.
std::string refusal(const Cidr& block, unsigned count, unsigned bits) {
    if (count < 1 || count > kMostBlocks) return fmt::format("Fn::Cidr makes 1 to {} blocks, not {}", kMostBlocks, count);
    if (bits < 1 || bits > block.width()) return fmt::format("{} is no number of address bits for Fn::Cidr: 1 to {}", bits, block.width());
    if (block.width() - bits < block.prefix) return fmt::format("blocks of {} bits do not fit in `{}`", bits, to_string(block));
    const unsigned free = block.width() - bits - block.prefix;
    if (free < 9 && count > 1U << free)
        return fmt::format("`{}` has room for {} blocks of {} bits, not {}", to_string(block), 1U << free, bits, count);
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
    auto block = base::parse_block(*text);
    if (!block) return evaluator.failed(Code::invalid_value, fmt::format("`{}` is no address block", excerpt(*text)), at);
    if (!block->starts_block())
        return known_at_deployment(evaluator, Unknown::Cause::intrinsic, "Cidr", parts,
                                   fmt::format("`{}` does not start its block", excerpt(*text)), at);
    if (std::string why = refusal(*block, *count, *bits); !why.empty()) return evaluator.failed(Code::invalid_value, std::move(why), at);
    block->prefix = block->width() - *bits;
    std::vector<Value> blocks;
    for (unsigned i = 0; i < *count; ++i, advance(*block, *bits)) blocks.push_back(evaluator.text(to_string(*block), at));
    return evaluator.list(blocks, at);
}

}  // namespace vouch::cfn
