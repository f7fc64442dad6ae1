// SPDX-License-Identifier: Apache-2.0
#include "trail/public_keys.h"

#include <gtest/gtest.h>

#include "base/base64.h"
#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::SigningKey;

const Interval kHour{at("2025-03-01T00:00:00Z"), at("2025-03-01T01:00:00Z")};

base::Result<PublicKeys> keys_in(const std::string& text) { return parse_public_keys(std::make_shared<base::Source>("keys.json", text)); }

TEST(PublicKeys, SignatureOfTheTextIsVerified) {
    const PublicKeys keys = testing::usual_keys();
    const SigningKey& key = testing::usual_key();
    const std::string signature = key.sign("text");
    EXPECT_TRUE(keys.verify(key.fingerprint(), "text", signature, kHour));
    EXPECT_EQ(keys.verify(key.fingerprint(), "texts", signature, kHour).error().code, base::Code::integrity);
    EXPECT_EQ(keys.verify("other", "text", signature, kHour).error().code, base::Code::undefined_name);
}

TEST(PublicKeys, EveryChangedDigitAndLengthIsRefused) {
    const PublicKeys keys = testing::usual_keys();
    const SigningKey& key = testing::usual_key();
    const std::string good = key.sign("text");
    for (std::size_t i = 0; i < good.size(); i += 37) {
        std::string bad = good;
        bad[i] = bad[i] == '0' ? '1' : '0';
        EXPECT_FALSE(keys.verify(key.fingerprint(), "text", bad, kHour)) << i;
    }
    for (const std::string& bad :
         {std::string(), good.substr(2), good + "00", good + "0", "zz" + good.substr(2), std::string(1 << 20, '0')})
        EXPECT_EQ(keys.verify(key.fingerprint(), "text", bad, kHour).error().code, base::Code::integrity);
}

TEST(PublicKeys, AnotherHashThanSha256IsNeverTakenFromTheSignature) {
    const PublicKeys keys = testing::usual_keys();
    const SigningKey& key = testing::usual_key();
    EXPECT_EQ(keys.verify(key.fingerprint(), "text", key.sign("text", true), kHour).error().code, base::Code::integrity);
}

TEST(PublicKeys, WeakKeysCountForNothing) {
    const SigningKey small(1024);
    const SigningKey low(2048, 3);
    const PublicKeys keys = testing::keys_of({&small, &low});
    for (const SigningKey* key : {&small, &low}) {
        const auto verified = keys.verify(key->fingerprint(), "text", key->sign("text"), kHour);
        ASSERT_FALSE(verified);
        EXPECT_EQ(verified.error().code, base::Code::invalid_value);
    }
}

// With an exponent of 1 everybody can sign: the signature is the padded hash itself.
TEST(PublicKeys, ExponentOfOneCountsForNothing) {
    const std::string der = std::string("\x30\x82\x01\x08\x02\x82\x01\x01\0", 9) + std::string(256, '\xff') + "\x02\x01\x01";
    const auto keys = keys_in(R"([{"Fingerprint": "one", "Value": ")" + base::to_base64(der) + R"("}])");
    ASSERT_TRUE(keys);
    const auto verified = keys->verify("one", "text", std::string(512, '0'), kHour);
    ASSERT_FALSE(verified);
    EXPECT_EQ(verified.error().message, "counts for nothing: its key has an exponent that nothing secure has");
}

TEST(PublicKeys, KeyCountsOnlyForItsTime) {
    const SigningKey& key = testing::usual_key();
    const auto keys = keys_in("[" + key.row("2025-04-01T00:00:00Z", "2025-05-01T00:00:00Z") + "]");
    ASSERT_TRUE(keys);
    EXPECT_EQ(keys->verify(key.fingerprint(), "text", key.sign("text"), kHour).error().code, base::Code::invalid_value);
    const Interval later{at("2025-04-30T23:30:00Z"), at("2025-05-01T00:30:00Z")};
    EXPECT_TRUE(keys->verify(key.fingerprint(), "text", key.sign("text"), later));
}

TEST(PublicKeys, AnswersOfTheServiceAreReadInEveryForm) {
    const std::string row = testing::usual_key().row();
    EXPECT_EQ(keys_in("[" + row + "]")->size(), 1U);
    EXPECT_EQ(keys_in(R"({"PublicKeyList": [)" + row + "]}")->size(), 1U);
    EXPECT_EQ(
        keys_in(R"([{"Fingerprint": "f", "Value": "AAAA", "ValidityStartTime": 1740787200, "ValidityEndTime": 1740787200.5}])")->size(),
        1U);
    for (const char* text : {"{}", "1", R"([{"Fingerprint": "f"}])", R"({"PublicKeyList": 1})"}) EXPECT_FALSE(keys_in(text)) << text;
}

TEST(PublicKeys, WhatIsNoKeyIsToldWhenADigestNamesIt) {
    const auto keys = keys_in(R"([{"Fingerprint": "a", "Value": "AAAA"}, {"Fingerprint": "b", "Value": "no base 64!"}])");
    ASSERT_TRUE(keys);
    for (const char* name : {"a", "b"})
        EXPECT_EQ(keys->verify(name, "text", "00", kHour).error().message, "counts for nothing: its key is no RSA key");
}

}  // namespace
}  // namespace vouch::trail
