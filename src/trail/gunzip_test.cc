// SPDX-License-Identifier: Apache-2.0
#include "trail/gunzip.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::gzip;

std::string why(std::string_view stored, std::size_t most = kMostLogBytes) {
    Gunzip gunzip;
    const auto text = gunzip(stored, most);
    return text ? "good" : text.error().message;
}

TEST(Gunzip, WholeMemberIsDecompressed) {
    Gunzip gunzip;
    for (const std::size_t size : {0U, 1U, 1000U, 300'000U, 5'000'000U, 10U}) {
        const std::string text(size, 'x');
        const auto read = gunzip(gzip(text), kMostLogBytes);
        ASSERT_TRUE(read) << size;
        EXPECT_EQ(*read, text);
    }
}

TEST(Gunzip, EveryOtherEndHasItsReason) {
    const std::string good = gzip("{\"Records\":[]}");
    EXPECT_EQ(why(good), "good");
    EXPECT_EQ(why(good + good), "has a second gzip member, which no hash covers and most readers show");
    EXPECT_EQ(why(good + "x"), "has 1 bytes behind its end");
    EXPECT_EQ(why(good + std::string(4, '\0')), "has 4 bytes behind its end");
    for (std::size_t cut = 1; cut <= 8; ++cut)
        EXPECT_EQ(why(good.substr(0, good.size() - cut)), "is cut off: its checksum is not there") << cut;
    for (std::size_t length = 0; length < good.size(); ++length) EXPECT_NE(why(good.substr(0, length)), "good") << length;
}

TEST(Gunzip, EveryChangedBitIsNoticedWhereItSaysSomething) {
    const std::string text = "{\"Records\":[]}";
    const std::string good = gzip(text);
    Gunzip gunzip;
    for (std::size_t at = 0; at < good.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            std::string bad = good;
            bad[at] = static_cast<char>(static_cast<unsigned char>(bad[at]) ^ (1U << static_cast<unsigned>(bit)));
            const auto read = gunzip(bad, kMostLogBytes);
            EXPECT_TRUE(!read || *read == text) << at << " bit " << bit;
        }
    }
}

TEST(Gunzip, HeaderMayHaveEveryField) {
    const std::string good = gzip("text");
    const std::string body = good.substr(10);
    const std::string head("\x1f\x8b\x08\x1e\0\0\0\0\0\xff", 10);
    EXPECT_EQ(why(head + std::string("\x03\0abc", 5) + std::string("name\0", 5) + std::string("note\0", 5) + "cc" + body), "good");
    EXPECT_EQ(why(head + std::string("\xff\xff", 2)), "is not in the gzip format");
    EXPECT_EQ(why(std::string("\x1f\x8b\x08\x08\0\0\0\0\0\xff", 10) + "name without its end"), "is not in the gzip format");
    EXPECT_EQ(why(std::string("\x1f\x8b\x08\xe0\0\0\0\0\0\xff", 10) + body), "is not in the gzip format");
    EXPECT_EQ(why("{}"), "is not in the gzip format");
}

TEST(Gunzip, BombIsStoppedAtItsLimit) {
    const std::string bomb = gzip(std::string(std::size_t{64} << 20U, '\0'));
    EXPECT_LT(bomb.size(), 100'000U);
    EXPECT_EQ(why(bomb, 1 << 20), "has more than 1048576 bytes when it is decompressed");
    EXPECT_EQ(why(bomb), "good");
    std::string lying = bomb;
    lying.replace(lying.size() - 4, 4, std::string("\x01\0\0\0", 4));
    EXPECT_EQ(why(lying), "is damaged: its length is that of other bytes");
    EXPECT_EQ(why(lying, 1 << 20), "has more than 1048576 bytes when it is decompressed");
}

}  // namespace
}  // namespace vouch::trail
