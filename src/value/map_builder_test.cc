// SPDX-License-Identifier: Apache-2.0
#include "value/detail/map_builder.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::value::detail {
namespace {

// Both ways of looking, by pairs and by sorting, on sizes around their border.
TEST(BuildMap, EarliestRepeatedKeyIsFoundInMapsOfEverySize) {
    for (std::uint32_t count : {2U, 3U, 15U, 16U, 17U, 40U, 1000U}) {
        for (std::uint32_t repeated = 1; repeated < count; repeated += count / 7 + 1) {
            base::Arena arena;
            std::vector<Member> members;
            for (std::uint32_t i = 0; i < count; ++i)
                members.push_back({make_string(arena, "k" + std::to_string(i == repeated ? 0 : i), i), Value::integer(i, i)});
            members.push_back(members[0]);
            Value map;
            const auto twice = build_map(arena, members, 0, map);
            ASSERT_TRUE(twice);
            EXPECT_EQ(twice->first->key.position(), 0U);
            EXPECT_EQ(twice->second->key.position(), repeated);
            EXPECT_EQ(map.length(), count + 1);
        }
    }
}

TEST(BuildMap, DistinctKeysGiveNone) {
    base::Arena arena;
    std::vector<Member> members;
    for (std::uint32_t i = 0; i < 100; ++i) {
        members.push_back({make_string(arena, std::string(i, 'a'), i), Value()});
        Value map;
        EXPECT_FALSE(build_map(arena, members, 0, map));
    }
}

TEST(DuplicateKeyError, KeyIsEscapedAndCut) {
    const base::Source source("f", "0123456789");
    const base::Error error = duplicate_key_error(source, "a\n" + std::string(100, 'x'), 1, 5);
    EXPECT_EQ(error.message, "key `a\\u{a}" + std::string(58, 'x') + "...` stands at 1:2 and again at 1:6 of the same map");
}

}  // namespace
}  // namespace vouch::value::detail
