// SPDX-License-Identifier: Apache-2.0
#include "facts/read.h"

#include <gtest/gtest.h>

namespace vouch::facts {
namespace {

using value::Value;

TEST(IntegerOf, ReadsNumbersAlsoFromText) {
    const Value number = Value::integer(22, 0);
    const Value text = Value::string("22", 0);
    const Value other = Value::string("22a", 0);
    EXPECT_EQ(integer_of(&number), 22);
    EXPECT_EQ(integer_of(&text), 22);
    EXPECT_EQ(integer_of(&other), std::nullopt);
    EXPECT_EQ(integer_of(nullptr), std::nullopt);
}

TEST(TruthOf, IsYesOnlyForWhatSaysTrue) {
    const Value yes = Value::boolean(true, 0);
    const Value text = Value::string("True", 0);
    const Value no = Value::string("yes", 0);
    EXPECT_EQ(truth_of(&yes), Truth::yes);
    EXPECT_EQ(truth_of(&text), Truth::yes);
    EXPECT_EQ(truth_of(&no), Truth::no);
    EXPECT_EQ(truth_of(nullptr), Truth::no);
}

TEST(UnknownIn, IsTheFirstInAValueOrBelowIt) {
    constexpr value::Unknown kFirst{value::Unknown::Cause::denied, "first", {}, {}};
    constexpr value::Unknown kSecond{value::Unknown::Cause::denied, "second", {}, {}};
    base::Arena arena;
    const std::array items{Value::integer(1, 0), Value::unknown(&kFirst, 2), Value::unknown(&kSecond, 3)};
    const std::array members{value::Member{Value::string("Key", 0), value::make_list(arena, items, 0)}};
    const Value map = value::make_map(arena, members, 0);
    ASSERT_NE(unknown_in(&map), nullptr);
    EXPECT_EQ(unknown_in(&map)->position(), 2U);
    EXPECT_EQ(why_unknown(&map), &kFirst);
    EXPECT_EQ(why_unknown(&items[2]), &kSecond);
    EXPECT_EQ(unknown_in(&items[0]), nullptr);
    EXPECT_EQ(why_unknown(&items[0]), nullptr);
    EXPECT_EQ(why_unknown(nullptr), nullptr);
}

}  // namespace
}  // namespace vouch::facts
