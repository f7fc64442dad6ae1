// SPDX-License-Identifier: Apache-2.0
#include "base/uri.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(UriPath, KeepsSlashesAndEncodesWhatIsReserved) {
    EXPECT_EQ(uri_path("/a-b/c.d_e~f"), "/a-b/c.d_e~f");
    EXPECT_EQ(uri_path("c d/%?#:\u00e9\\"), "c%20d/%25%3F%23%3A%C3%A9%5C");
    EXPECT_EQ(uri_path(""), "");
}

}  // namespace
}  // namespace vouch::base
