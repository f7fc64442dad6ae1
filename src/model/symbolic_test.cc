// SPDX-License-Identifier: Apache-2.0
#include "model/symbolic.h"

#include <gtest/gtest.h>

namespace vouch::model {
namespace {

using Mentions = std::vector<Mention>;

TEST(Mentions, OfAReferenceAreItsResource) {
    EXPECT_EQ(mentions("Ref:Logs"), (Mentions{{"", "Logs", ""}}));
    EXPECT_EQ(mentions("GetAtt:Logs.Arn"), (Mentions{{"", "Logs", "Arn"}}));
    EXPECT_EQ(mentions("GetAtt:Db.Endpoint.Address"), (Mentions{{"", "Db", "Endpoint.Address"}}));
}

TEST(Mentions, OfAnotherUnitNameTheOneThatOwnsTheResource) {
    EXPECT_EQ(mentions("Network|Ref:Vpc"), (Mentions{{"Network", "Vpc", ""}}));
    EXPECT_EQ(mentions("App/Inner|Network|GetAtt:Vpc.CidrBlock"), (Mentions{{"Network", "Vpc", "CidrBlock"}}));
}

TEST(Mentions, InTextAndFunctionsAreAllFound) {
    EXPECT_EQ(mentions(R"(Concat("arn:aws:s3:::",Ref:B,"/Ref:no, really",GetAtt:K.Arn))"), (Mentions{{"", "B", ""}, {"", "K", "Arn"}}));
    EXPECT_EQ(mentions(R"(Select(0,Split("|",Net|Ref:Subnets)))"), (Mentions{{"Net", "Subnets", ""}}));
    EXPECT_EQ(mentions(R"(ToJsonString({"Queue":GetAtt:Q.Arn,"Size":3}))"), (Mentions{{"", "Q", "Arn"}}));
}

TEST(Mentions, InAWholeExpressionOfAnotherUnitBelongToIt) {
    EXPECT_EQ(mentions(R"(Net|Concat("a",Ref:B,Base|Ref:C))"), (Mentions{{"Net", "B", ""}, {"Base", "C", ""}}));
}

TEST(Mentions, OfWhatIsNoReferenceAreNone) {
    EXPECT_TRUE(mentions("").empty());
    EXPECT_TRUE(mentions("Resolve:{{resolve:ssm:Ref:x}}").empty());
    EXPECT_TRUE(mentions(R"(Concat("Ref:X")").empty());
    EXPECT_TRUE(mentions(std::string(5000, '(')).empty());
}

TEST(Pieces, OfTextAreWhatIsKnownOfItAndWhatIsNot) {
    EXPECT_EQ(pieces(R"(Concat("arn:aws:s3:::",Ref:B,"/a,\"b\"*"))"),
              (std::vector<Piece>{{"arn:aws:s3:::", {}}, {"", "Ref:B"}, {R"(/a,"b"*)", {}}}));
    EXPECT_EQ(pieces(R"(Concat("x",Select(0,Ref:L)))"), (std::vector<Piece>{{"x", {}}, {"", "Select(0,Ref:L)"}}));
    EXPECT_EQ(pieces("Ref:B"), (std::vector<Piece>{{"", "Ref:B"}}));
}

}  // namespace
}  // namespace vouch::model
