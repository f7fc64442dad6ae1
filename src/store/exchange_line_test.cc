// SPDX-License-Identifier: Apache-2.0
#include "store/exchange_line.h"

#include "store/testing/temporary_store.h"
#include "value/write.h"

namespace vouch::store {
namespace {

constexpr std::string_view kAnswer =
    R"({"service":"s3","operation":"GetBucketEncryption","region":"eu-west-1","input":{"Bucket":"logs"},"request_id":"4442587FB7D0A2F9",)"
    R"("time":1795356190,"output":{"Rules":[{"N":1.0,"T":"a\nb"}]}})";

TEST(ExchangeLine, OfAnAnswerSaysAllAndIsReadAgain) {
    const auto line = to_line(answer("GetBucketEncryption", R"({"Rules": [{"N": 1.0, "T": "a\nb"}]})"));
    ASSERT_TRUE(line);
    EXPECT_EQ(*line, std::string(kAnswer) + "\n");
    const auto again = read_line(kAnswer, "f", 1);
    ASSERT_TRUE(again);
    EXPECT_EQ(*again->made, *answer("GetBucketEncryption", "{}").made);
    EXPECT_EQ(value::to_json(again->output->root), R"({"Rules":[{"N":1.0,"T":"a\nb"}]})");
    EXPECT_EQ(*to_line(*again), *line);
}

TEST(ExchangeLine, OfACallThatFailedSaysHow) {
    const auto line = to_line(denial("ListBuckets"));
    ASSERT_TRUE(line);
    EXPECT_TRUE(line->ends_with(R"(,"error":{"code":"AccessDenied","message":"not \"allowed\"","status":403}})"
                                "\n"))
        << *line;
    const auto again = read_line(std::string_view(*line).substr(0, line->size() - 1), "f", 1);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->output, nullptr);
    EXPECT_EQ(again->code + again->message + std::to_string(again->status), "AccessDeniednot \"allowed\"403");
}

TEST(ExchangeLine, AnAnswerMayBeNull) {
    const auto line = to_line(answer("DeleteTags", "null"));
    ASSERT_TRUE(line);
    const auto again = read_line(std::string_view(*line).substr(0, line->size() - 1), "f", 1);
    ASSERT_TRUE(again && again->output);
    EXPECT_TRUE(again->output->root.is_null());
}

// What could not be replayed is not kept silently.
TEST(ExchangeLine, IsRefusedWhereItWouldNotBeReadAgain) {
    model::Exchange one = denial("ListBuckets");
    for (const std::string input : {"", "x", R"({"a": 1})", "{\"a\":\n1}", "{}}"}) {
        model::CallMade made = *one.made;
        made.question.input = input;
        one.made = std::make_shared<model::CallMade>(made);
        const auto line = to_line(one);
        ASSERT_FALSE(line) << input;
        EXPECT_NE(line.error().message.find("s3:ListBuckets"), std::string::npos) << line.error().message;
    }
    EXPECT_EQ(to_line(answer("A", "[[[[1]]]]"), {.bytes = 1000, .lines = 1, .depth = 3}).error().code, base::Code::too_large);
    EXPECT_EQ(to_line(answer("A", "[[[[1]]]]"), {.bytes = 100, .lines = 1, .depth = 9}).error().code, base::Code::too_large);
}

TEST(ExchangeLine, ErrorsHaveFileAndLine) {
    for (
        const std::string_view line :
        {"", "x", "[]", "{}", R"({"service":1})", R"({"service":"s","operation":"o","region":"r","request_id":"i","time":1,"output":1})",
         R"({"service":"s","operation":"o","region":"r","input":{},"request_id":"i","time":-1,"output":1})",
         R"({"service":"s","operation":"o","region":"r","input":{},"request_id":"i","time":1})",
         R"({"service":"s","operation":"o","region":"r","input":{},"request_id":"i","time":1,"output":1,"error":{}})",
         R"({"service":"s","operation":"o","region":"r","input":{},"request_id":"i","time":1,"error":{"code":"c","message":"m","status":1000}})"}) {
        const auto read = read_line(line, "a.ndjson", 7);
        ASSERT_FALSE(read) << line;
        ASSERT_TRUE(read.error().where) << line;
        EXPECT_EQ(read.error().where->file, "a.ndjson");
        EXPECT_EQ(read.error().where->line, 7U);
    }
}

TEST(ExchangeLines, ATornEndIsToldAndLeftOut) {
    const std::string line = std::string(kAnswer) + "\n";
    for (std::size_t cut = 0; cut < line.size(); ++cut) {
        const auto read = read_lines(base::Source("f", line + line.substr(0, cut)));
        ASSERT_TRUE(read) << cut;
        EXPECT_EQ(read->exchanges.size(), 1U);
        EXPECT_EQ(read->torn, cut);
    }
}

TEST(ExchangeLines, ABrokenLineInTheMiddleIsAnError) {
    const std::string line = std::string(kAnswer) + "\n";
    const auto read = read_lines(base::Source("f", line + line.substr(9) + line));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().where->line, 2U);
    EXPECT_EQ(read_lines(base::Source("f", line + line), {.bytes = 1000, .lines = 1, .depth = 9}).error().code, base::Code::too_large);
}

}  // namespace
}  // namespace vouch::store
