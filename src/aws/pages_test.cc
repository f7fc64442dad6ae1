// SPDX-License-Identifier: Apache-2.0
#include "aws/pages.h"

#include <gtest/gtest.h>

#include "aws/models.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::aws {
namespace {

value::Document page(std::string text) { return *value::read_json(std::make_shared<base::Source>("x", std::move(text))); }

class PagesTest : public ::testing::Test {
protected:
    // The next input as JSON, "last", or the error.
    std::string next(Pages& pages, const std::string& output) {
        const auto document = page(output);
        const auto following = pages.next(document.root, arena);
        if (!following) return following.error().message;
        return *following ? value::to_json(**following) : "last";
    }

    Models models;
    base::Arena arena;
    const value::Document input = page(R"({"PathPrefix":"/x/"})");
};

TEST_F(PagesTest, TokenOfThePageIsTheInputOfTheNext) {
    Pages pages(**models.operation("iam", "ListUsers"), input.root);
    EXPECT_EQ(next(pages, R"({"Users":[],"IsTruncated":true,"Marker":"m1"})"), R"({"Marker":"m1","PathPrefix":"/x/"})");
    EXPECT_EQ(next(pages, R"({"Users":[],"IsTruncated":true,"Marker":"m2"})"), R"({"Marker":"m2","PathPrefix":"/x/"})");
    EXPECT_EQ(next(pages, R"({"Users":[],"IsTruncated":false,"Marker":"m3"})"), "last");
    EXPECT_EQ(pages.pages(), 3U);
}

TEST_F(PagesTest, TokenOfTheCallerIsReplaced) {
    const auto given = page(R"({"nextToken":"old","maxResults":5})");
    Pages pages(**models.operation("eks", "ListClusters"), given.root);
    EXPECT_EQ(next(pages, R"({"clusters":["a"],"nextToken":"new"})"), R"({"nextToken":"new","maxResults":5})");
    EXPECT_EQ(next(pages, R"({"clusters":["b"],"nextToken":""})"), "last");
}

TEST_F(PagesTest, NestedPathsAndSeveralTokensAreFollowed) {
    const auto none = page("{}");
    Pages cloudfront(**models.operation("cloudfront", "ListDistributions"), none.root);
    EXPECT_EQ(next(cloudfront, R"({"DistributionList":{"IsTruncated":true,"NextMarker":"m"}})"), R"({"Marker":"m"})");
    EXPECT_EQ(next(cloudfront, R"({"DistributionList":{"IsTruncated":false,"NextMarker":"n"}})"), "last");
    Pages versions(**models.operation("s3", "ListObjectVersions"), none.root);
    EXPECT_EQ(next(versions, R"({"IsTruncated":true,"NextKeyMarker":"k","NextVersionIdMarker":"v"})"),
              R"({"KeyMarker":"k","VersionIdMarker":"v"})");
}

TEST_F(PagesTest, OperationWithoutPagesHasOne) {
    Pages pages(**models.operation("iam", "GetAccountSummary"), input.root);
    EXPECT_EQ(next(pages, R"({"Marker":"m"})"), "last");
}

TEST_F(PagesTest, TokenThatComesAgainIsAnErrorAndNotAnEndlessListing) {
    const auto none = page("{}");
    Pages pages(**models.operation("eks", "ListClusters"), none.root);
    EXPECT_EQ(next(pages, R"({"nextToken":"a"})"), R"({"nextToken":"a"})");
    EXPECT_EQ(next(pages, R"({"nextToken":"b"})"), R"({"nextToken":"b"})");
    EXPECT_EQ(next(pages, R"({"nextToken":"a"})"), "eks:ListClusters: page 3 leads to a page that was read before");
}

TEST_F(PagesTest, MoreThanTheMostPagesIsAnError) {
    const auto none = page("{}");
    Pages pages(**models.operation("eks", "ListClusters"), none.root, 2);
    EXPECT_EQ(next(pages, R"({"nextToken":"a"})"), R"({"nextToken":"a"})");
    EXPECT_EQ(next(pages, R"({"nextToken":"b"})"), "eks:ListClusters: more than 2 pages");
}

TEST_F(PagesTest, MoreWithoutATokenIsAnErrorBecauseTheRestWouldBeLost) {
    Pages pages(**models.operation("iam", "ListUsers"), input.root);
    EXPECT_EQ(next(pages, R"({"IsTruncated":true})"), "iam:ListUsers: the answer says that there is more, but not how to get it");
}

TEST_F(PagesTest, TokenOfAnotherTypeIsAnError) {
    const auto none = page("{}");
    Pages pages(**models.operation("eks", "ListClusters"), none.root);
    EXPECT_EQ(next(pages, R"({"nextToken":["a"]})"), "eks:ListClusters: the token `nextToken` of the next page is a list");
}

}  // namespace
}  // namespace vouch::aws
