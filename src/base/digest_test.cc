// SPDX-License-Identifier: Apache-2.0
#include "base/digest.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

// The examples of FIPS 180-4.
TEST(Sha256, KnownTextsHaveTheirDigests) {
    EXPECT_EQ(*sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(*sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(*sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256, Base64HoldsTheSameDigest) { EXPECT_EQ(*sha256_base64(""), "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="); }

TEST(Sha256, OfPiecesIsThatOfTheWhole) {
    Sha256 pieces;
    EXPECT_EQ(*pieces.hex(), *sha256_hex(""));
    pieces.add("ab");
    EXPECT_EQ(*pieces.hex(), *sha256_hex("ab"));
    pieces.add("");
    pieces.add("c");
    EXPECT_EQ(*pieces.hex(), *sha256_hex("abc"));
}

}  // namespace
}  // namespace vouch::base
