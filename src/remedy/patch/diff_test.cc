// SPDX-License-Identifier: Apache-2.0
#include "remedy/patch/diff.h"

#include <gtest/gtest.h>

namespace vouch::remedy {
namespace {

TEST(UnifiedDiff, OfAnInsertionHasThreeLinesAround) {
    EXPECT_EQ(unified_diff("t", "1\n2\n3\n4\n5\n6\n7\n8\n", {{9, 9, "\nnew"}}),
              "--- a/t\n+++ b/t\n@@ -3,6 +3,7 @@\n 3\n 4\n 5\n+new\n 6\n 7\n 8\n");
}

TEST(UnifiedDiff, OfNearChangesIsOneHunkAndOfDistantOnesTwo) {
    EXPECT_EQ(unified_diff("t", "1\n2\n3\n4\n5\n", {{0, 1, "a"}, {8, 9, "e"}}),
              "--- a/t\n+++ b/t\n@@ -1,5 +1,5 @@\n-1\n+a\n 2\n 3\n 4\n-5\n+e\n");
    EXPECT_EQ(unified_diff("t", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", {{0, 1, "a\nb"}, {16, 17, "e"}}),
              "--- a/t\n+++ b/t\n@@ -1,4 +1,5 @@\n-1\n+a\n+b\n 2\n 3\n 4\n@@ -6,4 +7,4 @@\n 6\n 7\n 8\n-9\n+e\n");
}

TEST(UnifiedDiff, OfALastLineWithoutALineEndSaysSo) {
    EXPECT_EQ(unified_diff("t", "a", {{0, 1, "b"}}),
              "--- a/t\n+++ b/t\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n");
    EXPECT_EQ(unified_diff("t", "a", {{1, 1, "\nb"}}),
              "--- a/t\n+++ b/t\n@@ -1,1 +1,2 @@\n-a\n\\ No newline at end of file\n+a\n+b\n\\ No newline at end of file\n");
}

TEST(UnifiedDiff, OfNothingIsEmpty) {
    EXPECT_EQ(unified_diff("t", "a\n", {}), "");
    EXPECT_EQ(unified_diff("t", "a\n", {{0, 1, "a"}}), "");
}

TEST(TextEdits, ThatOverlapOrLeadOutAreErrors) {
    EXPECT_FALSE(in_order({{0, 3, ""}, {2, 4, ""}}, 9));
    EXPECT_FALSE(in_order({{8, 10, ""}}, 9));
    EXPECT_FALSE(in_order({{3, 2, ""}}, 9));
    const auto edits = in_order({{4, 4, "x"}, {0, 1, "a"}, {4, 4, "y"}}, 9);
    ASSERT_TRUE(edits);
    EXPECT_EQ(edited("123456789", *edits), "a234xy56789");
}

}  // namespace
}  // namespace vouch::remedy
