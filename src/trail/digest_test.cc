// SPDX-License-Identifier: Apache-2.0
#include "trail/digest.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

testing::Draft draft() {
    testing::Draft draft;
    draft.account = "111122223333";
    draft.start = "2025-03-01T00:00:00Z";
    draft.end = "2025-03-01T01:00:00Z";
    draft.bucket = "logs";
    draft.key = "AWSLogs/x";
    draft.fingerprint = "abc";
    draft.previous_bucket = "logs";
    draft.previous_key = "AWSLogs/w";
    draft.previous_hash = std::string(64, 'a');
    draft.previous_signature = "00ff";
    draft.logs = {{"logs/AWSLogs/l", std::string(64, 'b')}};
    return draft;
}

base::Result<Digest> digest_in(const std::string& text) { return parse_digest(std::make_shared<base::Source>("digest", text)); }

TEST(Digest, EveryMemberIsRead) {
    const auto digest = digest_in(draft().json());
    ASSERT_TRUE(digest) << base::render(digest.error());
    EXPECT_EQ(digest->account, "111122223333");
    EXPECT_EQ(digest->path, "logs/AWSLogs/x");
    EXPECT_EQ(digest->key, "abc");
    ASSERT_TRUE(digest->previous);
    EXPECT_EQ(digest->previous->path, "logs/AWSLogs/w");
    EXPECT_EQ(digest->previous->sha256, std::string(64, 'a'));
    ASSERT_EQ(digest->logs.size(), 1U);
    EXPECT_EQ(digest->logs[0], (ListedLog{"logs/AWSLogs/l", std::string(64, 'b')}));
    EXPECT_EQ(string_to_sign(*digest, "HASH"), "2025-03-01T01:00:00Z\nlogs/AWSLogs/x\nHASH\n00ff");
}

TEST(Digest, BeginOfAChainSignsTheWordNull) {
    testing::Draft first = draft();
    first.previous_bucket = first.previous_key = first.previous_hash = first.previous_signature = "";
    const auto digest = digest_in(first.json());
    ASSERT_TRUE(digest);
    EXPECT_FALSE(digest->previous);
    EXPECT_TRUE(string_to_sign(*digest, "HASH").ends_with("\nHASH\nnull"));
}

TEST(Digest, WhatNoDigestSaysIsRefused) {
    const std::string good = draft().json();
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    const std::pair<std::string, std::string_view> rows[] = {
        {with("SHA256withRSA", "MD5withRSA"), "`digestSignatureAlgorithm` is `MD5withRSA`"},
        {with("\"SHA-256\"", "\"MD5\""), "`previousDigestHashAlgorithm` is `MD5`"},
        {with("2025-03-01T01:00:00Z", "2025-02-01T01:00:00Z"), "`digestEndTime` is not after"},
        {with("2025-03-01T01:00:00Z", "9999-03-01T01:00:00Z"), "`digestEndTime` is no time"},
        {with(std::string(64, 'b'), "bb"), "`hashValue` is no SHA-256 hash"},
        {with("00ff", "00f"), "`previousDigestSignature` is no signature"},
        {with("00ff", "zz"), "`previousDigestSignature` is no signature"},
        {with("\"00ff\"", "null"), "`previousDigestSignature` is no text"},
        {with("\"111122223333\"", "111122223333"), "`awsAccountId` is no text"},
        {with("\"awsAccountId\":\"111122223333\",", ""), "`awsAccountId` is missing"},
        {with("\"logs\"", "\"a/b\""), "`digestS3Bucket` is no name of a bucket"},
        {with("\"logFiles\":[", "\"logFiles\":[1,"), "`logFiles` holds something that is no log"},
        {with("\"logFiles\":[", "\"logFiles\":{\"a\":[") + "}", "`logFiles` is no list"},
        {with("AWSLogs/x", std::string(5000, 'x')), "`digestS3Object` is too long"},
    };
    for (const auto& [text, why] : rows) {
        const auto digest = digest_in(text);
        ASSERT_FALSE(digest) << why;
        EXPECT_TRUE(digest.error().message.find(why) != std::string::npos) << digest.error().message << "\nwanted: " << why;
    }
}

TEST(Digest, DuplicateKeysAndOtherDocumentsAreRefused) {
    EXPECT_EQ(digest_in(R"({"awsAccountId": "1", "awsAccountId": "2"})").error().code, base::Code::duplicate_key);
    EXPECT_FALSE(digest_in("[]"));
    EXPECT_FALSE(digest_in(""));
    EXPECT_FALSE(digest_in(std::string(100, '[')));
}

TEST(Digest, OneThatIsTooLargeIsNotRead) {
    EXPECT_EQ(digest_in(std::string(kMostDigestBytes + 1, ' ')).error().code, base::Code::too_large);
}

TEST(Digest, HexadecimalDigitsComeInPairs) {
    EXPECT_EQ(hexadecimal("00FFa1"), "00ffa1");
    for (const char* text : {"", "0", "0g", "0x", " 0"}) EXPECT_FALSE(hexadecimal(text)) << text;
}

}  // namespace
}  // namespace vouch::trail
