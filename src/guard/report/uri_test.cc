// SPDX-License-Identifier: Apache-2.0
#include "guard/report/uri.h"

#include <gtest/gtest.h>

namespace vouch::guard::report {
namespace {

TEST(RelativeUri, IsBelowTheRootAndEscaped) {
    EXPECT_EQ(relative_uri("/a/b/c d.yaml", "/a/"), "b/c%20d.yaml");
    EXPECT_EQ(relative_uri("/a/b", "/"), "a/b");
    EXPECT_EQ(relative_uri("/x/y", "/a/"), "x/y");
    EXPECT_EQ(relative_uri("STDIN", "/a/"), "STDIN");
    EXPECT_EQ(relative_uri("/a/%?#:\u00e9", "/a/"), "%25%3F%23%3A%C3%A9");
}

}  // namespace
}  // namespace vouch::guard::report
