// SPDX-License-Identifier: Apache-2.0
#include "trail/path_table.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using Paths = std::vector<std::string>;

PathTable table_of(const Paths& paths) {
    PathTable table;
    for (const std::string& path : paths) EXPECT_TRUE(table.add(path));
    table.sort();
    return table;
}

TEST(PathTable, RootsAndFoldersAreThoseOfThePaths) {
    const PathTable table = table_of({"b/AWSLogs/1/CloudTrail/r/2025/01/01/x", "AWSLogs/2/y", "AWSLogs/10/y", "AWSLogs/2/z/y",
                                      "AWSLogs/2-/y", "elsewhere/AWSLogsX/q", "b/AWSLogs/1/Config/r/x"});
    EXPECT_EQ(table.roots(), (Paths{"AWSLogs/", "b/AWSLogs/"}));
    EXPECT_EQ(table.folders("AWSLogs/"), (Paths{"10", "2-", "2"}));
    EXPECT_EQ(table.folders("b/AWSLogs/1/"), (Paths{"CloudTrail", "Config"}));
    EXPECT_EQ(table.folders("none/"), Paths());
}

TEST(PathTable, ListingKeepsToTheFolderAndTheDays) {
    const PathTable table = table_of({"A/r/2025/01/01/b", "A/r/2025/01/01/a", "A/r/2024/12/31/c", "A/r/2025/01/02/more/d",
                                      "A/r/2025/01/03/e", "A/r/stray", "A/r2/2025/01/01/f"});
    EXPECT_EQ(table.list("A/r/", {at("2025-01-01T05:00:00Z"), at("2025-01-02T05:00:00Z")}),
              (Paths{"A/r/2025/01/01/a", "A/r/2025/01/01/b", "A/r/2025/01/02/more/d"}));
}

TEST(PathTable, APathThatComesAgainIsListedOnceAndFoundWithItsLastNumber) {
    const PathTable table = table_of({"r/2025/01/01/a", "r/2025/01/01/b", "r/2025/01/01/a", "r/2025/01/01/a"});
    EXPECT_EQ(table.list("r/", {kFirstTime, kLastTime}), (Paths{"r/2025/01/01/a", "r/2025/01/01/b"}));
    EXPECT_EQ(table.find("r/2025/01/01/a"), 3U);
    EXPECT_EQ(table.find("r/2025/01/01/c"), std::nullopt);
    EXPECT_EQ(table.find("c"), std::nullopt);
    std::vector<std::pair<std::size_t, std::size_t>> again;
    table.for_each_again([&](const std::string& path, std::size_t number, std::size_t last) {
        EXPECT_EQ(path, "r/2025/01/01/a");
        again.emplace_back(number, last);
    });
    EXPECT_EQ(again, (std::vector<std::pair<std::size_t, std::size_t>>{{0, 3}, {2, 3}}));
}

TEST(PathTable, AnObjectIsLookedForBelowItsRootAndThenBelowOthers) {
    const PathTable table = table_of({"a/AWSLogs/x", "b/AWSLogs/x", "b/AWSLogs/y"});
    EXPECT_EQ(table.locate("bucket/p/AWSLogs/x", "a/AWSLogs/"), "a/AWSLogs/x");
    EXPECT_EQ(table.locate("bucket/p/AWSLogs/y", "a/AWSLogs/"), "b/AWSLogs/y");
    EXPECT_EQ(table.locate("bucket/p/AWSLogs/z", "a/AWSLogs/"), "a/AWSLogs/z");
    EXPECT_EQ(table.locate("bucket/other", "a/AWSLogs/"), "bucket/other");
}

TEST(PathTable, NamesAreBounded) {
    PathTable table;
    const std::string folder(2'000, 'f');
    base::Result<void> added;
    for (int i = 0; added; ++i) {
        ASSERT_LT(i, 300'000);
        added = table.add(folder + std::to_string(i) + "/x");
    }
    EXPECT_EQ(added.error().code, base::Code::too_large);
}

TEST(PlainPath, OnlyWhatACopyCanHave) {
    for (const char* path : {"a", "a/b.json.gz", "..a/b", "a b"}) EXPECT_TRUE(is_plain_path(path)) << path;
    for (const char* path : {"", "/a", "a/", "a//b", "../a", "a/..", "a/./b", "a\nb", "a\x1b[2J", "\xc3\xa9"})
        EXPECT_FALSE(is_plain_path(path)) << path;
    EXPECT_FALSE(is_plain_path(std::string(kMostPathLength + 1, 'a')));
}

}  // namespace
}  // namespace vouch::trail
