// SPDX-License-Identifier: Apache-2.0
// Programs that print credentials, and their command lines.
#include "aws/credentials/words.h"
#include "aws/testing/scripted.h"

namespace vouch::aws {
namespace {

using base::Code;
using Words = std::vector<std::string>;

class ProcessTest : public ScriptedWorld {
protected:
    void SetUp() override { config("[default]\ncredential_process = /opt/keys --for \"a b\"\n"); }
};

TEST(SplitWords, QuotesAndBackslashesAreThoseOfAShell) {
    EXPECT_EQ(*split_words("a  b\tc"), (Words{"a", "b", "c"}));
    EXPECT_EQ(*split_words(R"("a b"'c d'e f\ g)"), (Words{"a bc de", "f g"}));
    EXPECT_EQ(*split_words(R"("a\"b\\c\d" '\')"), (Words{R"(a"b\c\d)", "\\"}));
    EXPECT_EQ(*split_words("a '' \"\""), (Words{"a", "", ""}));
    EXPECT_EQ(*split_words("a $HOME; `b` | c"), (Words{"a", "$HOME;", "`b`", "|", "c"}));
}

TEST(SplitWords, WhatIsNotClosedOrEmptyIsRefusedWithoutItsText) {
    for (const char* text : {"", "  ", "canary 'a", "canary \"a", "canary\\"}) {
        const auto words = split_words(text);
        ASSERT_FALSE(words) << text;
        EXPECT_EQ(words.error().code, Code::syntax);
        EXPECT_EQ(words.error().message.find("canary"), std::string::npos);
    }
}

TEST_F(ProcessTest, WordsAreStartedAndTheirOutputIsRead) {
    output_ =
        R"({"Version": 1, "AccessKeyId": "ASIAPROC", "SecretAccessKey": "s", "SessionToken": "t", "Expiration": "2026-01-31T13:00:00Z"})";
    const auto found = look(look_for_process);
    ASSERT_TRUE(found && *found);
    EXPECT_EQ((*found)->access_key_id, "ASIAPROC");
    EXPECT_EQ((*found)->expires, kNow + std::chrono::hours(1));
    EXPECT_EQ(commands_, (std::vector<Words>{{"/opt/keys", "--for", "a b"}}));
}

TEST_F(ProcessTest, WithoutATokenOrAnExpiryTheyDoNotExpire) {
    output_ = R"({"Version": 1, "AccessKeyId": "AKIAPROC", "SecretAccessKey": "s"})";
    EXPECT_FALSE((*look(look_for_process))->expires);
}

TEST_F(ProcessTest, OutputThatIsNoneOfVersionOneIsAnErrorWithoutIt) {
    for (const char* output :
         {"", "canary", "[\"canary\"]", R"({"AccessKeyId": "canary", "SecretAccessKey": "canary"})",
          R"({"Version": 2, "AccessKeyId": "canary", "SecretAccessKey": "canary"})", R"({"Version": 1, "SecretAccessKey": "canary"})",
          R"({"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "s", "Expiration": "canary"})"}) {
        output_ = output;
        const auto found = look(look_for_process);
        ASSERT_FALSE(found) << output;
        EXPECT_EQ(base::render(found.error(), true).find("canary"), std::string::npos) << output;
    }
}

TEST_F(ProcessTest, WhereNoProgramMayBeStartedItIsAnError) {
    outside_.run = {};
    EXPECT_EQ(look(look_for_process).error().code, Code::invalid_value);
}

}  // namespace
}  // namespace vouch::aws
