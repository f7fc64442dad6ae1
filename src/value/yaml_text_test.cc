// SPDX-License-Identifier: Apache-2.0
#include "value/detail/yaml_text.h"

#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::value::detail {
namespace {

TEST(CharacterOffsets, AgreesWithACountInAnyOrder) {
    const std::string text = "a\xC3\xA9\r\n\xE6\x97\xA5x\xF0\x9F\x98\x80\xC2\x85z";
    std::vector<std::size_t> starts;
    for (std::size_t i = 0; i < text.size(); ++i)
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) starts.push_back(i);
    starts.push_back(text.size());
    CharacterOffsets offsets(text);
    std::mt19937 random(1);
    for (int i = 0; i < 500; ++i) {
        const std::size_t character = random() % starts.size();
        EXPECT_EQ(offsets.byte_of(character), starts[character]);
    }
    EXPECT_EQ(offsets.byte_of(1000), text.size());
}

TEST(CharacterOffsets, AsciiIsTheSame) {
    CharacterOffsets offsets("0123456789");
    EXPECT_EQ(offsets.byte_of(7), 7U);
    EXPECT_EQ(offsets.byte_of(11), 10U);
}

struct TextCase {
    std::string_view text;
    std::size_t tag;
    std::size_t content;
};

TEST(FindContent, TagsAndAnchorsInAnyOrderAreSkipped) {
    const TextCase rows[] = {
        {"x", 0, 0},
        {"!Ref x", 0, 5},
        {"&a x", 3, 3},
        {"&a !Ref x", 3, 8},
        {"!Ref &a x", 0, 8},
        {"!If\n  - a", 0, 6},
        {"!If # why\n- a", 0, 10},
        {"!<tag:e,2000:x y> z", 0, 18},
        {"!Sub \"x\"", 0, 5},
        {"!If [a]", 0, 4},
        {"!Ref", 0, 4},
    };
    for (const TextCase& row : rows) {
        const NodePlaces found = find_content(row.text, 0, row.text.size());
        EXPECT_EQ(found.tag, row.tag) << row.text;
        EXPECT_EQ(found.content, row.content) << row.text;
    }
}

TEST(CountDirectives, OnlyThoseBeforeTheDocumentCount) {
    EXPECT_EQ(count_directives("# c\n%YAML 1.2\n\n%TAG ! x\n---\n%a\n"), 2U);
    EXPECT_EQ(count_directives("a: 1\n%b\n"), 0U);
    EXPECT_EQ(count_directives(""), 0U);
}

}  // namespace
}  // namespace vouch::value::detail
