// SPDX-License-Identifier: Apache-2.0
#include "assess/describe.h"

#include <gtest/gtest.h>

#include "assess/path.h"
#include "value/read.h"

namespace vouch::assess {
namespace {

value::Document read(const std::string& json) { return *value::read_json(std::make_shared<base::Source>("t", json)); }

TEST(Describe, ValuesAreJsonOnOneLine) {
    EXPECT_EQ(describe(read(R"({"a": [1, true, null, "x\ny"]})").root), R"({"a": [1, true, null, "x\ny"]})");
}

TEST(Describe, WhatStandsUnderASecretsNameIsHidden) {
    EXPECT_EQ(describe(read(R"({"MasterUserPassword": "hunter2", "b": {"SecretString": {"x": 1}}})").root),
              R"json({"MasterUserPassword": "(hidden)", "b": {"SecretString": "(hidden)"}})json");
}

TEST(Describe, TheValueOfAVariableThatNamesASecretIsHidden) {
    EXPECT_EQ(describe(read(R"([{"Name": "DB_PASSWORD", "Value": "hunter2"}, {"Name": "TABLE", "Value": "orders"}])").root),
              R"json([{"Name": "DB_PASSWORD", "Value": "(hidden)"}, {"Name": "TABLE", "Value": "orders"}])json");
}

TEST(Describe, LongValuesAreCutBetweenCharacters) {
    EXPECT_EQ(describe(read("\"" + std::string(300, 'x') + "\"").root, 10), "\"" + std::string(10, 'x') + "\"...");
    std::string list = "[1";
    for (int i = 0; i < 500; ++i) list += ",1";
    EXPECT_LT(describe(read(list + "]").root).size(), 200U);
    EXPECT_EQ(describe(read("\"ää\"").root, 3), "\"ä\"...");
}

TEST(PathTo, NamesTheWayWithEscapedKeys) {
    const auto document = read(R"({"a/b": [0, {"c~": 1}]})");
    const value::Value& wanted = *document.root.find("a/b")->as_list()[1].find("c~");
    const auto path = path_to(document.root, wanted);
    ASSERT_TRUE(path);
    EXPECT_EQ(path->text, "/a~1b/1/c~0");
    EXPECT_TRUE(path->has_key);
    EXPECT_EQ(path_to(document.root, document.root)->text, "");
    EXPECT_FALSE(path_to(document.root, read("[5]").root.as_list()[0].at(999)));
}

}  // namespace
}  // namespace vouch::assess
