// SPDX-License-Identifier: Apache-2.0
// Tests for crossing.h.
#include "cfn/crossing.h"

#include <gtest/gtest.h>

namespace vouch::cfn {
namespace {

TEST(Crossing, NamesTheUnitThatAnUnknownBelongsTo) {
    EXPECT_EQ(cross("Ref:Key", "A", "B"), "A|Ref:Key");
    EXPECT_EQ(cross(R"(Concat(Ref:Key,"/*"))", "A", "B"), R"(A|Concat(Ref:Key,"/*"))");
    EXPECT_EQ(cross("", "A", "B"), "");
}

TEST(Crossing, KeepsTheNameOfAThirdUnit) {
    EXPECT_EQ(cross("Z|Ref:Key", "A", "B"), "Z|Ref:Key");
    EXPECT_EQ(cross("Prod/Z|GetAtt:Key.Arn", "A", "B"), "Prod/Z|GetAtt:Key.Arn");
}

TEST(Crossing, TakesTheNameAwayWhereAValueComesBack) {
    EXPECT_EQ(cross("B|Ref:Key", "B/Child", "B"), "Ref:Key");
    EXPECT_EQ(cross(cross("Ref:Key", "B", "B/Child"), "B/Child", "B"), "Ref:Key");
}

TEST(Crossing, BarsInsideExpressionsAreNoNames) {
    EXPECT_EQ(cross(R"(Concat(Z|Ref:Key,"|"))", "A", "B"), R"(A|Concat(Z|Ref:Key,"|"))");
    EXPECT_EQ(cross("Ref:odd|id", "A", "B"), "A|Ref:odd|id");
    EXPECT_EQ(cross("GetAtt:odd|id.Arn", "A", "GetAtt:odd"), "A|GetAtt:odd|id.Arn");
}

TEST(Crossing, CopiesTextsListsAndNumbersButNoMaps) {
    base::Arena from;
    base::Arena to;
    const value::Value list = value::make_list(from, std::vector{value::make_string(from, "x", 3), value::Value::integer(7, 4)}, 2);
    EXPECT_EQ(cross(to, list, "A", "B"), list);
    EXPECT_EQ(cross(to, list, "A", "B").position(), 2U);
    EXPECT_TRUE(cross(to, value::make_map(from, {}, 9), "A", "B").is_null());
}

TEST(Crossing, ReferencesNameTheirUnitAndStandAtThePlaceOfUse) {
    base::Arena arena;
    const std::vector<model::ReferenceMade> made{{1, {}, "Own", "Arn", true}, {2, "B", "Back", {}, true}, {3, "Z", "Third", {}, false}};
    const std::vector<model::ReferenceMade> expected{
        {50, "A", "Own", "Arn", true}, {50, {}, "Back", {}, true}, {50, "Z", "Third", {}, false}};
    EXPECT_EQ(cross(arena, made, "A", "B", 50), expected);
}

}  // namespace
}  // namespace vouch::cfn
