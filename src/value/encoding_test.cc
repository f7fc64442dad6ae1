// SPDX-License-Identifier: Apache-2.0
#include "value/detail/encoding.h"

#include <gtest/gtest.h>

#include "value/testing/reading.h"

namespace vouch::value::detail {
namespace {

using namespace std::string_literals;

struct InvalidText {
    std::string text;
    std::size_t offset;
};

TEST(Encoding, FirstInvalidByteIsNamedByBothReaders) {
    const InvalidText rows[] = {
        {"\xFF", 0},
        {"ab\x80", 2},
        {"\"\xC3\"", 1},
        {"\"\xC0\x80\"", 1},
        {"a\xE0\x80\x80", 1},
        {"\xC3\xA9\xED\xA0\x80", 2},
        {"\xF4\x90\x80\x80", 0},
        {"\xF0\x82\x82\xAC", 0},
        {std::string(100, 'x') + "\xE6\x97", 100},
    };
    for (const InvalidText& row : rows) {
        for (const auto& document : {testing::json(row.text), testing::yaml(row.text)}) {
            ASSERT_FALSE(document);
            EXPECT_EQ(document.error().code, base::Code::invalid_encoding);
            EXPECT_NE(document.error().message.find("byte offset " + std::to_string(row.offset) + " "), std::string::npos)
                << document.error().message;
        }
    }
}

TEST(Encoding, Utf16And32AreNamed) {
    for (const std::string& text : {"\xFF\xFE{\0}\0"s, "\xFE\xFF\0{\0}"s, "{\0\"\0a\0"s, "\0{\0\"\0a"s, "\xFF\xFE\0\0{\0\0\0"s}) {
        for (const auto& document : {testing::json(text), testing::yaml(text)}) {
            ASSERT_FALSE(document);
            EXPECT_EQ(document.error().code, base::Code::invalid_encoding);
            EXPECT_NE(document.error().message.find("UTF-16"), std::string::npos);
        }
    }
}

TEST(Encoding, CodePointsAreWrittenAsUtf8) {
    char out[4];
    const auto written = [&](std::uint32_t code_point) { return std::string(out, append_utf8(out, code_point)); };
    EXPECT_EQ(written('A'), "A");
    EXPECT_EQ(written(0x7FF), "\xDF\xBF");
    EXPECT_EQ(written(0xFFFF), "\xEF\xBF\xBF");
    EXPECT_EQ(written(0x10FFFF), "\xF4\x8F\xBF\xBF");
}

}  // namespace
}  // namespace vouch::value::detail
