// SPDX-License-Identifier: Apache-2.0
#include "assess/plain_block.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "assess/metadata.h"
#include "base/embedded.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::assess {
namespace {

base::SourcePtr source_of(std::string text) { return std::make_shared<const base::Source>("block", std::move(text)); }

// The metadata of every built-in control.
std::vector<std::string> blocks() {
    std::vector<std::string> all;
    for (const base::EmbeddedFile& file : base::embedded_catalog())
        if (file.path.ends_with("/control.guard"))
            if (auto block = metadata_block(base::Source("control", std::string(file.bytes)))) all.push_back(*std::move(block));
    return all;
}

// What is read is what YAML means; true where it was read.
bool agrees_with_yaml(const std::string& text) {
    const auto plain = read_plain_block(source_of(text));
    if (!plain) return false;
    const auto yaml = value::read_yaml(source_of(text));
    EXPECT_TRUE(yaml) << text;
    if (!yaml) return true;
    EXPECT_EQ(value::to_json(plain->root), value::to_json(yaml->root)) << text;
    for (std::size_t i = 0; i < yaml->root.length() && i < plain->root.length(); ++i)
        EXPECT_EQ(plain->root.as_map()[i].value.position(), yaml->root.as_map()[i].value.position()) << text;
    return true;
}

TEST(ReadPlainBlock, MetadataOfTheCatalogReadsAsYaml) {
    std::size_t read = 0;
    const auto all = blocks();
    for (const std::string& block : all) read += agrees_with_yaml(block) ? 1 : 0;
    EXPECT_GE(read * 100, all.size() * 95) << "nearly all of the catalog is written in the usual form";
}

TEST(ReadPlainBlock, ChangedMetadataReadsAsYamlOrIsLeftToYaml) {
    constexpr std::string_view kBytes = ": #'\"[]{}->|&*!%@`,\n a0~?.\\\t\r\xC3";
    std::mt19937 random(7);
    for (const std::string& block : blocks()) {
        for (int round = 0; round < 12; ++round) {
            std::string text = block;
            const std::size_t at = random() % text.size();
            const char byte = kBytes[random() % kBytes.size()];
            if (round % 3 == 0)
                text.insert(at, 1, byte);
            else if (round % 3 == 1)
                text[at] = byte;
            else
                text.erase(at, 1 + random() % 3);
            agrees_with_yaml(text);
        }
    }
}

TEST(ReadPlainBlock, WhatIsNotOfTheUsualFormIsLeftToYaml) {
    for (const char* text : {"",
                             "\n",
                             "  a: true\n",
                             "  a: 1\n",
                             "  a: 'x'\n",
                             "  a: b: c\n",
                             "  a: b # c\n",
                             "  a: b\n   c\n",
                             "  ab: [x, true]\n",
                             "  ab: [x y]\n",
                             "  ab: []\n",
                             "  ab: [x\n",
                             "  ab:\n",
                             "  ab:\n    - x: y\n",
                             "  ab: x\n  ab: y\n",
                             "  ab: >\n    x\n",
                             "  ab: >-\n    x\n\n    y\n",
                             "  ab: >-\n      x\n",
                             " ab: x\n",
                             "  on: x\n",
                             "  ab: \xC3\xA9\n"})
        EXPECT_FALSE(read_plain_block(source_of(text))) << text;
    EXPECT_TRUE(agrees_with_yaml(
        "  ab: x y\n  cd: [AWS::S3::Bucket,\n       CC6.1]\n  ef: >-\n    one: #\n    'two'\n  gh:\n    - https://a.b/c\n"));
}

}  // namespace
}  // namespace vouch::assess
