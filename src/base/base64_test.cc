// SPDX-License-Identifier: Apache-2.0
#include "base/base64.h"

#include <gtest/gtest.h>

namespace vouch::base {
namespace {

TEST(Base64, TextsOfEveryRemainderComeBack) {
    const std::pair<std::string_view, std::string_view> kPairs[] = {
        {"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"\xFF\xFE\xFB", "//77"}};
    for (const auto& [bytes, text] : kPairs) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), std::string(bytes));
    }
}

TEST(Base64, PaddingMayBeLeftOut) { EXPECT_EQ(from_base64("aGk"), "hi"); }

TEST(Base64, AnotherCharacterIsNoBase64) {
    for (const std::string_view text : {"#!/bin/sh", "aG k", "aG=k", "aGk\n", "a-_b"}) EXPECT_EQ(from_base64(text), std::nullopt) << text;
}

}  // namespace
}  // namespace vouch::base
