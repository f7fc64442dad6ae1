// SPDX-License-Identifier: Apache-2.0
// Hostile documents against every limit, on a stack of 256 KiB, so that any recursion over the depth of the input would crash.
#include <chrono>
#include <functional>

#include <gtest/gtest.h>
#include <pthread.h>

#include "value/testing/reading.h"
#include "value/testing/tree_properties.h"

namespace vouch::value {
namespace {

using base::Code;
using testing::code_of;
using testing::json;
using testing::yaml;

// Runs `work` on a thread with a small stack. The sanitizers' own frames need more.
void on_small_stack(const std::function<void()>& work) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    constexpr std::size_t kStack = std::size_t{2} << 20U;
#else
    constexpr std::size_t kStack = std::size_t{256} << 10U;
#endif
    pthread_attr_t attributes;
    ASSERT_EQ(pthread_attr_init(&attributes), 0);
    ASSERT_EQ(pthread_attr_setstacksize(&attributes, kStack), 0);
    pthread_t thread{};
    const auto call = [](void* argument) -> void* {
        (*static_cast<const std::function<void()>*>(argument))();
        return nullptr;
    };
    ASSERT_EQ(pthread_create(&thread, &attributes, call, const_cast<std::function<void()>*>(&work)), 0);
    pthread_join(thread, nullptr);
    pthread_attr_destroy(&attributes);
}

std::string repeated(std::string_view piece, std::size_t count) {
    std::string text;
    text.reserve(piece.size() * count);
    for (std::size_t i = 0; i < count; ++i) text += piece;
    return text;
}

struct Nesting {
    const char* name;
    const char* open;
    const char* middle;
    const char* close;
    bool is_yaml;
    std::size_t levels;  // of containers that one `open` makes
};

const Nesting kNestings[] = {
    {"json lists", "[", "1", "]", false, 1},  {"json maps", "{\"k\":", "1", "}", false, 1}, {"flow lists", "[", "x", "]", true, 1},
    {"flow maps", "{k: ", "x", "}", true, 1}, {"block lists", "- ", "x", "", true, 1},      {"tagged lists", "!If [", "x", "]", true, 2},
};

base::Result<Document> read_nested(const Nesting& nesting, std::size_t count) {
    const std::string text = repeated(nesting.open, count) + nesting.middle + repeated(nesting.close, count);
    return nesting.is_yaml ? yaml(text) : json(text);
}

TEST(Depth, UpToTheLimitIsReadComparedAndWrittenOnASmallStack) {
    for (const Nesting& nesting : kNestings) {
        on_small_stack([&] {
            for (const std::size_t count : {255 / nesting.levels, 256 / nesting.levels}) {
                const auto a = read_nested(nesting, count);
                const auto b = read_nested(nesting, count);
                ASSERT_TRUE(a) << nesting.name << base::render(a.error());
                EXPECT_TRUE(a->root == b->root);
                EXPECT_EQ(testing::measure(*a).depth, count * nesting.levels);
                EXPECT_TRUE(testing::survives_json(*a, {}, 1)) << nesting.name;
            }
        });
    }
}

TEST(Depth, BeyondTheLimitIsAnErrorThatNamesItAndComesQuickly) {
    for (const Nesting& nesting : kNestings) {
        on_small_stack([&] {
            for (const std::size_t count : {std::size_t{256} / nesting.levels + 1, std::size_t{100'000}, std::size_t{1'000'000}}) {
                const auto begin = std::chrono::steady_clock::now();
                const auto document = read_nested(nesting, count);
                ASSERT_FALSE(document) << nesting.name << count;
                EXPECT_EQ(document.error().code, Code::too_large) << nesting.name;
                EXPECT_EQ(document.error().message, "nested deeper than the limit `depth` of 256");
                EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5)) << nesting.name << count;
            }
        });
    }
}

TEST(Depth, NestedBlockMapsBeyondTheLimitAreAnError) {
    std::string text;
    for (std::size_t i = 0; i < 1000; ++i) text += std::string(i, ' ') + "k:\n";
    EXPECT_EQ(code_of(yaml(text)), Code::too_large);
}

// Each level is shallow where it is written; only the aliases make it deep.
TEST(Depth, DepthThatAliasesBuildUpCounts) {
    std::string text = "a0: &a0 [x]\n";
    for (int i = 1; i < 300; ++i) text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [*a" + std::to_string(i - 1) + "]\n";
    const auto document = yaml(text);
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message, "nested deeper than the limit `depth` of 256");
}

std::string alias_bomb(int levels, int width) {
    std::string text = "a0: &a0 [" + repeated("x,", static_cast<std::size_t>(width)) + "]\n";
    for (int i = 1; i <= levels; ++i)
        text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" +
                repeated("*a" + std::to_string(i - 1) + ",", static_cast<std::size_t>(width)) + "]\n";
    return text;
}

TEST(Aliases, BombIsAnErrorThatNamesItsLimitAndPlace) {
    const auto document = yaml(alias_bomb(9, 9));
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().code, Code::too_large);
    EXPECT_EQ(document.error().message, "the aliases up to here stand for more values than the limit `alias_nodes` of 1000000");
    EXPECT_EQ(document.error().where->line, 7U);
}

TEST(Aliases, WhatStaysInTheLimitIsRead) { EXPECT_TRUE(yaml(alias_bomb(4, 9))); }

TEST(Aliases, BombOfMergeKeysIsAnError) {
    std::string text = "a0: &a0 {" + repeated("k: {", 1) + "}}\n";
    text = "a0: &a0 {";
    for (int i = 0; i < 2000; ++i) text += "k" + std::to_string(i) + ": 1, ";
    text += "}\n";
    for (int i = 1; i < 2000; ++i) text += "m" + std::to_string(i) + ": {<<: *a0}\n";
    EXPECT_EQ(code_of(yaml(text)), Code::too_large);
}

TEST(Aliases, NestedInlineMergesAreBoundedByTheNodeLimit) {
    std::string text = repeated("{<<: ", 200) + "{";
    for (int i = 0; i < 2000; ++i) text += "k" + std::to_string(i) + ": 1, ";
    text += "}" + repeated("}", 200);
    EXPECT_EQ(code_of(yaml(text, {.limits = {.nodes = 100'000}, .schema = Schema::cloudformation, .position_base = 0})), Code::too_large);
}

TEST(Limits, BytesAndNodesAreNamed) {
    const ReadOptions few_bytes{.limits = {.bytes = 10}, .schema = Schema::cloudformation, .position_base = 0};
    const ReadOptions few_nodes{.limits = {.nodes = 3}, .schema = Schema::cloudformation, .position_base = 0};
    for (const auto& read : {json, yaml}) {
        EXPECT_TRUE(read("[1,2,3,45]", few_bytes));
        EXPECT_EQ(read("[1,2,3,456]", few_bytes).error().message, "the input has 11 bytes, more than the limit `bytes` of 10");
        EXPECT_TRUE(read("[1,2]", few_nodes));
        EXPECT_EQ(read("[1,2,3]", few_nodes).error().message, "the document has more values than the limit `nodes` of 3");
    }
}

TEST(Limits, PositionsThatWouldNotFitAreRefused) {
    EXPECT_EQ(code_of(json("[1,2]", {.limits = {}, .schema = Schema::cloudformation, .position_base = 0xFFFFFFF0})), Code::internal);
    EXPECT_EQ(code_of(json("[1,2,3,4,5,6,7,8,9,10]", {.limits = {}, .schema = Schema::cloudformation, .position_base = 0xFFFFFFF0})),
              Code::too_large);
}

// libyaml compares each directive with those before it, and this text would keep it busy for minutes.
TEST(Limits, FloodOfDirectivesIsAnError) {
    std::string text;
    for (int i = 0; i < 200'000; ++i) text += "%TAG !t" + std::to_string(i) + "! x\n";
    EXPECT_EQ(code_of(yaml(text + "--- a\n")), Code::too_large);
}

TEST(Hostile, OddTextsEndInAValueOrAnErrorOfOneLine) {
    using namespace std::string_literals;
    for (const std::string& text : {"\0"s,
                                    "{"s,
                                    "[&"s,
                                    "!"s,
                                    "!!"s,
                                    "&"s,
                                    "*"s,
                                    "%"s,
                                    "%YAML 9.9\n---\n"s,
                                    "? ? ? ?"s,
                                    "- - - -"s,
                                    "|"s,
                                    ">"s,
                                    "\""s,
                                    "'"s,
                                    "@"s,
                                    "`"s,
                                    "!<"s,
                                    "!<>"s,
                                    "&a &b c"s,
                                    "!a !b c"s,
                                    ": :"s,
                                    "<<"s,
                                    "<<: *x"s,
                                    "{a, b}"s,
                                    "[a: b]"s,
                                    "{? }"s,
                                    "\xC2\x85"s,
                                    "\xE2\x80\xA8: x"s,
                                    "\xEF\xBB\xBF\xEF\xBB\xBF"s,
                                    "%TAG ! tag:e,2000:\n---\n!x y"s}) {
        for (const auto& document : {json(text), yaml(text), testing::guard_yaml(text)}) {
            if (document) continue;
            EXPECT_EQ(document.error().message.find('\n'), std::string::npos);
            EXPECT_NE(document.error().code, Code::internal) << text;
        }
    }
}

}  // namespace
}  // namespace vouch::value
