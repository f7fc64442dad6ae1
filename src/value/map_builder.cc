// SPDX-License-Identifier: Apache-2.0
// Small maps compare every pair of hashes; large ones sort (hash, index) pairs and look at neighbours, and sort runs of one hash
// by key, so that chosen collisions do not make it quadratic. Tested by map_builder_test.cc.
#include "value/detail/map_builder.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::value::detail {
namespace {

constexpr std::size_t kPairwiseLimit = 16;

void keep_earliest(std::optional<Duplicate>& found, const Member* first, const Member* second) {
    if (!found || second < found->second) found = Duplicate{first, second};
}

std::optional<Duplicate> find_pairwise(std::span<const Member> members, const std::uint32_t* hashes) {
    for (std::size_t i = 1; i < members.size(); ++i) {
        std::uint32_t any = 0;
        for (std::size_t k = 0; k < i; ++k) any |= static_cast<std::uint32_t>(hashes[k] == hashes[i]);
        if (any == 0) continue;
        for (std::size_t k = 0; k < i; ++k)
            if (hashes[k] == hashes[i] && members[k].name() == members[i].name()) return Duplicate{&members[k], &members[i]};
    }
    return std::nullopt;
}

// `run` holds (hash, index) of members with one hash.
void find_in_run(std::span<const Member> members, std::span<const std::uint64_t> run, std::optional<Duplicate>& found) {
    std::vector<const Member*> order;
    order.reserve(run.size());
    for (const std::uint64_t entry : run) order.push_back(&members[entry & 0xFFFFFFFFU]);
    std::ranges::sort(order, [](const Member* a, const Member* b) { return std::pair(a->name(), a) < std::pair(b->name(), b); });
    for (std::size_t i = 1; i < order.size(); ++i)
        if (order[i - 1]->name() == order[i]->name()) keep_earliest(found, order[i - 1], order[i]);
}

std::optional<Duplicate> find_sorted(std::span<const Member> members, const std::uint32_t* hashes) {
    std::vector<std::uint64_t> order(members.size());
    for (std::size_t i = 0; i < members.size(); ++i) order[i] = (static_cast<std::uint64_t>(hashes[i]) << 32U) | i;
    std::ranges::sort(order);
    std::optional<Duplicate> found;
    for (std::size_t begin = 0; begin < order.size();) {
        std::size_t end = begin + 1;
        while (end < order.size() && (order[end] >> 32U) == (order[begin] >> 32U)) ++end;
        if (end - begin > 1) find_in_run(members, std::span(order).subspan(begin, end - begin), found);
        begin = end;
    }
    return found;
}

}  // namespace

std::optional<Duplicate> build_map(base::Arena& arena, std::span<const Member> members, std::uint32_t at, Value& map) {
    map = make_map(arena, members, at);
    const auto copies = map.as_map();
    const auto* hashes = reinterpret_cast<const std::uint32_t*>(copies.data() + copies.size());
    if (copies.size() <= kPairwiseLimit) return find_pairwise(copies, hashes);
    return find_sorted(copies, hashes);
}

base::Error duplicate_key_error(const base::Source& source, std::string_view key, std::size_t first, std::size_t second) {
    const base::LineColumn a = source.line_column(first);
    const base::LineColumn b = source.line_column(second);
    return base::fail(base::Code::duplicate_key,
                      fmt::format("key `{}` stands at {}:{} and again at {}:{} of the same map", base::excerpt(key), a.line, a.column,
                                  b.line, b.column),
                      source.location(second), "remove or rename one of the two: readers disagree on which of them counts")
        .error();
}

}  // namespace vouch::value::detail
