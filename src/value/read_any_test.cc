// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value {
namespace {

using testing::source;

struct FormatCase {
    const char* name;
    const char* text;
    Format format;
};

TEST(ReadAny, FormatFollowsTheTextAndTheName) {
    const FormatCase rows[] = {
        {"a", "{\"a\": 1}", Format::json},
        {"a", "\xEF\xBB\xBF \n[1]", Format::json},
        {"a.yaml", "{\"a\": 1}", Format::json},
        {"a.json", "1", Format::json},
        {"a", "a: 1", Format::yaml},
        {"a.template", "{a: 1, b: [x]}", Format::yaml},
        {"a.yaml", "\"quoted\": key", Format::yaml},
    };
    for (const FormatCase& row : rows) {
        const auto document = read_any(source(row.text, row.name));
        ASSERT_TRUE(document) << row.text;
        EXPECT_EQ(document->format, row.format) << row.text;
    }
}

TEST(ReadAny, FileNamedJsonMustBeJson) { EXPECT_EQ(testing::code_of(read_any(source("a: 1", "a.json"))), base::Code::syntax); }

TEST(ReadAny, WhatIsNeitherGetsTheErrorOfWhatItLooksLike) {
    EXPECT_EQ(testing::shown(read_any(source("{\"a\": [}", "a"))), "a:1:8: expected a value, found `}` [E0107]");
}

TEST(ReadAny, DuplicateKeyInJsonIsNotReadAgainAsYaml) {
    EXPECT_EQ(testing::code_of(read_any(source("{\"a\":1,\"a\":2}", "a"))), base::Code::duplicate_key);
}

}  // namespace
}  // namespace vouch::value
