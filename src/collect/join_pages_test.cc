// SPDX-License-Identifier: Apache-2.0
#include "collect/join_pages.h"

#include <array>
#include <vector>

#include <gtest/gtest.h>

#include "value/read.h"
#include "value/write.h"

namespace vouch::collect {
namespace {

std::string joined(const std::vector<std::string>& pages, const std::vector<std::string_view>& results) {
    std::vector<value::DocumentPtr> documents;
    for (const std::string& page : pages) {
        auto document = value::read_json(std::make_shared<base::Source>("page", page));
        documents.push_back(std::make_shared<const value::Document>(*std::move(document)));
    }
    return value::to_json(join_pages(documents, results)->root);
}

TEST(JoinPages, OnePageStaysWhatItIs) { EXPECT_EQ(joined({R"({"Items":[1],"Marker":"a"})"}, {"Items"}), R"({"Items":[1],"Marker":"a"})"); }

TEST(JoinPages, ResultsContinueAndTheRestIsThatOfTheFirst) {
    EXPECT_EQ(joined({R"({"Items":[1],"Name":"a","Tags":[1]})", R"({"Items":[2,3],"Name":"b","Tags":[2]})", R"({"Items":[]})"}, {"Items"}),
              R"({"Items":[1,2,3],"Name":"a","Tags":[1]})");
}

TEST(JoinPages, ResultsMayStandBelow) {
    EXPECT_EQ(joined({R"({"List":{"Items":[1],"IsTruncated":true}})", R"({"List":{"Items":[2],"IsTruncated":false}})"}, {"List.Items"}),
              R"({"List":{"Items":[1,2],"IsTruncated":true}})");
}

TEST(JoinPages, AResultThatTheFirstPageLacksIsNotLost) {
    EXPECT_EQ(joined({R"({"Users":[1]})", R"({"Roles":[2]})", R"({"Roles":[3]})"}, {"Users", "Roles"}), R"({"Users":[1],"Roles":[2,3]})");
}

TEST(JoinPages, MapsAreUnited) {
    EXPECT_EQ(joined({R"({"Attributes":{"a":1}})", R"({"Attributes":{"b":2}})"}, {"Attributes"}), R"({"Attributes":{"a":1,"b":2}})");
}

}  // namespace
}  // namespace vouch::collect
