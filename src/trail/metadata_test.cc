// SPDX-License-Identifier: Apache-2.0
#include "trail/metadata.h"

#include <gtest/gtest.h>

namespace vouch::trail {
namespace {

TEST(Metadata, LinesOfJsonAreRead) {
    const auto parse = [](const std::string& text) { return parse_metadata(std::make_shared<base::Source>("meta.jsonl", text)); };
    const auto table = parse(
        "{\"key\": \"p/AWSLogs/x\", \"meta\": {\"signature\": \"00\", \"signature-algorithm\": "
        "\"a\"}}\n\n{\"key\":\"AWSLogs/y\",\"meta\":{}}\n");
    ASSERT_TRUE(table);
    EXPECT_EQ(table->at("AWSLogs/x").signature, "00");
    EXPECT_EQ(table->at("AWSLogs/y").algorithm, "");
    EXPECT_EQ(base::to_string(*parse("{\"key\": \"x\", \"meta\": {}}\n{").error().where), "meta.jsonl:2:0");
    EXPECT_FALSE(parse("{\"key\": 1, \"meta\": {}}"));
}

TEST(Metadata, WhatATableLacksHasNone) {
    MetadataTable table;
    table.emplace("AWSLogs/x", Metadata{"00", "a"});
    EXPECT_EQ(metadata_of(table, "copy/AWSLogs/x")->signature, "00");
    EXPECT_EQ(metadata_of(table, "AWSLogs/y")->signature, "");
    EXPECT_FALSE(metadata_of(std::nullopt, "AWSLogs/x"));
}

}  // namespace
}  // namespace vouch::trail
