// SPDX-License-Identifier: Apache-2.0
// Tests for paths.h.
#include "cfn/paths.h"

#include <gtest/gtest.h>

namespace vouch::cfn {
namespace {

TEST(Paths, JoinTakesOutWhatLeadsNowhereAndKeepsWhatLeadsOut) {
    struct Row {
        const char* folder;
        const char* relative;
        const char* joined;
    };
    const Row rows[] = {
        {"", "a.json", "a.json"},
        {"a/b", "c.json", "a/b/c.json"},
        {"a/b", "../c.json", "a/c.json"},
        {"a", "../../c", "../c"},
        {"a", "./b//c/", "a/b/c"},
        {"/abs/x", "../y", "/abs/y"},
        {"a", "/etc/passwd", "/etc/passwd"},
        {"a", "https://h/../x", "https://h/../x"},
        {"", "..", ".."},
        {"a", "", "a"},
        {"..", "../x", "../../x"},
        {"", ".", ""},
    };
    for (const Row& row : rows) EXPECT_EQ(join(row.folder, row.relative), row.joined) << row.folder << " + " << row.relative;
}

TEST(Paths, FoldersAndNames) {
    EXPECT_EQ(folder_of("a/b/c"), "a/b");
    EXPECT_EQ(folder_of("c"), "");
    EXPECT_EQ(folder_of("/c"), "/");
    EXPECT_EQ(file_name("a/b/c"), "c");
    EXPECT_EQ(file_name("c"), "c");
}

}  // namespace
}  // namespace vouch::cfn
