// SPDX-License-Identifier: Apache-2.0
#include "base/source.h"

#include <random>

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

// Line and column counted the slow way, from the start for each offset.
LineColumn naive(std::string_view text, std::size_t offset) {
    LineColumn at;
    std::size_t i = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    for (; i < std::min(offset, text.size()); ++i) {
        const bool crlf = text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n';
        if (text[i] == '\n' || (text[i] == '\r' && !crlf)) {
            ++at.line;
            at.column = 1;
        } else if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) {
            ++at.column;
        }
    }
    return at;
}

TEST(Source, LineAndColumnAgreeWithANaiveCountOnRandomTexts) {
    const std::string_view pieces[] = {"a", "bc", "\n", "\r\n", "\r", " ", "\t", "\xC3\xA9", "\xE6\x97\xA5", "\xF0\x9F\x98\x80"};
    constexpr std::size_t kAscii = 7;
    std::mt19937 random(7);
    for (int round = 0; round < 200; ++round) {
        std::string text(round % 3 == 0 ? "\xEF\xBB\xBF" : "");
        for (int i = 0; i < 40; ++i) text += pieces[random() % (round % 2 == 0 ? std::size(pieces) : kAscii)];
        const Source source("x", text);
        for (std::size_t offset = 0; offset <= text.size() + 1; ++offset)
            EXPECT_EQ(source.line_column(offset), naive(text, offset)) << "round " << round << " offset " << offset;
    }
}

TEST(Source, LinesComeWithoutTheirEndsAndWithoutTheMark) {
    const Source source("x", "\xEF\xBB\xBFone\r\ntwo\rthree\n");
    EXPECT_EQ(source.line(1), "one");
    EXPECT_EQ(source.line(2), "two");
    EXPECT_EQ(source.line(3), "three");
    EXPECT_EQ(source.line(4), "");
    EXPECT_EQ(source.line(0), "");
    EXPECT_EQ(source.line(99), "");
    EXPECT_EQ(source.line_count(), 4U);
}

TEST(Source, EmptyTextHasOneLine) {
    const Source source("x", "");
    EXPECT_EQ(source.line_count(), 1U);
    EXPECT_EQ(source.line_column(0), (LineColumn{1, 1}));
}

TEST(Source, ColumnsOfOneLongLineCountCharactersBehindEveryMark) {
    std::string text;
    while (text.size() < 5000) text += "a\u00e9\u20ac";  // 1, 2 and 3 bytes
    const Source source("long", text);
    std::uint32_t column = 1;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
        EXPECT_EQ(source.line_column(i), (LineColumn{1, column})) << i;
        ++column;
    }
    EXPECT_EQ(source.line_column(text.size()), (LineColumn{1, column}));
}

}  // namespace
}  // namespace vouch::base
