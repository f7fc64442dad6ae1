// SPDX-License-Identifier: Apache-2.0
// What requests look like on the wire.
#include "aws/request.h"

#include <gtest/gtest.h>

namespace vouch::aws {
namespace {

TEST(HostHeader, PortStandsThereOnlyWhereItIsNotTheSchemesOwn) {
    HttpRequest request{.host = "iam.amazonaws.com"};
    EXPECT_EQ(host_header(request), "iam.amazonaws.com");
    request.port = 443;
    EXPECT_EQ(host_header(request), "iam.amazonaws.com");
    request.port = 8443;
    EXPECT_EQ(host_header(request), "iam.amazonaws.com:8443");
    request.scheme = "http";
    request.port = 80;
    EXPECT_EQ(host_header(request), "iam.amazonaws.com");
}

TEST(PercentEncode, OnlyUnreservedCharactersStay) {
    EXPECT_EQ(percent_encode("aZ09-._~"), "aZ09-._~");
    EXPECT_EQ(percent_encode("a b+c/%\xE1\x88\xB4"), "a%20b%2Bc%2F%25%E1%88%B4");
    EXPECT_EQ(percent_encode("/a b/c", Slashes::keep), "/a%20b/c");
}

TEST(QueryText, KeepsTheOrderAndWritesEmptyValues) { EXPECT_EQ(query_text({{"b", "1 2"}, {"a", ""}}), "b=1%202&a="); }

TEST(FindHeader, AbsentHeaderIsNull) {
    const Pairs headers{{"date", "x"}, {"date", "y"}};
    ASSERT_NE(find_header(headers, "date"), nullptr);
    EXPECT_EQ(*find_header(headers, "date"), "x");
    EXPECT_EQ(find_header(headers, "etag"), nullptr);
}

}  // namespace
}  // namespace vouch::aws
