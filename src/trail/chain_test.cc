// SPDX-License-Identifier: Apache-2.0
#include "trail/chain.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/area.h"
#include "trail/seen.h"
#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::Draft;
using testing::MemoryObjects;
using testing::TrailMaker;

// A chain of six digests, from midnight to six.
class Chain : public ::testing::Test {
protected:
    void make(int count = 6) { maker.write(objects, count); }

    JudgedChain judge(std::string_view from = "2025-03-01T00:00:00Z", std::string_view to = "2025-03-01T06:00:00Z") {
        DigestReader reader(objects);
        ChainTable chains = reader.chains({maker.root, {}, maker.account, maker.region}, {kFirstTime, kLastTime}, kFirstTime, {});
        EXPECT_EQ(chains.size(), 1U);
        seen = chains.empty() ? std::vector<SeenDigest>() : std::move(chains.begin()->second);
        const PublicKeys keys = testing::usual_keys();
        return judge_chain(seen, {keys, objects.is_exact, {at(from), at(to)}});
    }

    // The only deviation in words, or how many there are.
    static std::string only(const JudgedChain& judged) {
        if (judged.deviations.size() != 1) return fmt::format("{} deviations", judged.deviations.size());
        return fmt::format("{}: {}", name(judged.deviations[0].verdict), judged.deviations[0].why);
    }
    Metadata& metadata(std::size_t digest) { return *objects.stored[maker.digests[digest]].metadata; }
    // From the digest with that number on, drafts are changed before they are signed.
    void spoil(std::size_t digest, std::function<void(Draft&)> how) {
        maker.before_signing = [this, digest, how = std::move(how)](Draft& draft) {
            if (maker.digests.size() == digest) how(draft);
        };
    }

    MemoryObjects objects;
    TrailMaker maker;
    std::vector<SeenDigest> seen;
};

TEST_F(Chain, OneThatIsWholeIsValidAndHasAHead) {
    make();
    const JudgedChain judged = judge();
    EXPECT_TRUE(judged.deviations.empty()) << only(judged);
    EXPECT_TRUE(judged.holes.empty());
    for (const Standing& standing : judged.standings) EXPECT_TRUE(standing.valid);
    ASSERT_TRUE(judged.head);
    EXPECT_EQ(judged.head->path, maker.digests.back());
    EXPECT_EQ(judged.head->signature, maker.last_signature);
}

TEST_F(Chain, MissingDigestIsNamedAndLeavesAHole) {
    make();
    objects.stored.erase(maker.digests[3]);
    const JudgedChain judged = judge();
    EXPECT_EQ(only(judged), fmt::format("missing: is not there; `{}` names it as the one before it", maker.digests[4]));
    EXPECT_EQ(judged.deviations[0].path, maker.digests[3]);
    ASSERT_EQ(judged.holes.size(), 1U);
    EXPECT_EQ(judged.holes[0].when, (Interval{at("2025-03-01T03:00:00Z"), at("2025-03-01T04:00:00Z")}));
    EXPECT_FALSE(judged.begins_again[0]);
}

TEST_F(Chain, NewestDigestsThatAreGoneLeaveAHoleAtTheEnd) {
    make();
    objects.stored.erase(maker.digests[5]);
    objects.stored.erase(maker.digests[4]);
    const JudgedChain judged = judge();
    EXPECT_TRUE(judged.deviations.empty());
    ASSERT_EQ(judged.holes.size(), 1U);
    EXPECT_EQ(judged.holes[0].cause, "no digest ends later");
}

TEST_F(Chain, HalfAnHourBetweenDigestsIsAHole) {
    spoil(3, [](Draft& draft) { draft.start = "2025-03-01T03:30:00Z"; });
    make();
    const JudgedChain judged = judge();
    ASSERT_EQ(judged.holes.size(), 1U);
    EXPECT_EQ(judged.holes[0].when.length(), std::chrono::minutes(30));
    EXPECT_EQ(judged.holes[0].cause, "the next digest begins later than the one before it ends");
    EXPECT_FALSE(judged.begins_again[0]);
}

TEST_F(Chain, OtherHashOrSignatureOfTheDigestBeforeIsInvalid) {
    spoil(3, [](Draft& draft) { draft.previous_hash = std::string(64, '0'); });
    make();
    EXPECT_EQ(only(judge()), "invalid: does not continue the digest before it: it names another hash");
    objects.stored.clear();
    maker = TrailMaker();
    spoil(3, [](Draft& draft) { draft.previous_signature = std::string(512, '0'); });
    make();
    EXPECT_EQ(only(judge()), "invalid: does not continue the digest before it: it names another signature");
}

TEST_F(Chain, MetadataThatWasChangedIsInvalidAndTheBytesAreStillGenuine) {
    make();
    char& digit = metadata(2).signature[40];
    digit = digit == '0' ? '1' : '0';
    const JudgedChain judged = judge();
    EXPECT_EQ(only(judged),
              "invalid: is not as it was signed: the signature in its metadata is not one of these bytes; the next digest holds the "
              "signature that fits");
    EXPECT_TRUE(judged.standings[2].genuine);
    EXPECT_FALSE(judged.standings[2].valid);
    EXPECT_TRUE(judged.holes.empty());
}

TEST_F(Chain, OtherAlgorithmInMetadataIsInvalid) {
    make();
    metadata(2).algorithm = "none";
    EXPECT_TRUE(only(judge()).find("it is signed with `none`") != std::string::npos);
    metadata(2) = {maker.key->sign("x", true), "MD5withRSA"};
    EXPECT_TRUE(only(judge()).find("it is signed with `MD5withRSA`") != std::string::npos);
}

TEST_F(Chain, DigestThatWasMovedIsInvalidAndItsTimeIsNotCovered) {
    make();
    objects.stored[maker.digests[2]].bytes = objects.stored[maker.digests[1]].bytes;
    const JudgedChain judged = judge();
    EXPECT_TRUE(only(judged).starts_with("invalid: was moved: it says that it lies at `logs/AWSLogs/"));
    EXPECT_EQ(judged.holes.size(), 1U);
}

TEST_F(Chain, DigestOfAnotherAccountIsInvalid) {
    spoil(2, [](Draft& draft) { draft.account = "999999999999"; });
    make();
    EXPECT_EQ(only(judge()), "invalid: is of account `999999999999`, not of that of its path");
}

TEST_F(Chain, LogsOfAnotherAccountOrRegionAreInvalid) {
    spoil(2, [](Draft& draft) {
        draft.logs[0].path =
            "logs/AWSLogs/999999999999/CloudTrail/eu-west-1/2025/03/01/999999999999_CloudTrail_eu-west-1_20250301T0210Z_a.json.gz";
    });
    make();
    EXPECT_TRUE(only(judge()).starts_with("invalid: lists a log of another account or region"));
}

TEST_F(Chain, KeyThatIsNotKnownIsInvalid) {
    const testing::SigningKey other;
    make(5);
    maker.key = &other;
    make(1);
    EXPECT_EQ(only(judge()),
              fmt::format("invalid: is not as it was signed: the signature in its metadata cannot be verified: no public key `{}` is known",
                          other.fingerprint()));
}

TEST_F(Chain, KeysMayRotate) {
    const testing::SigningKey second;
    make(3);
    maker.key = &second;
    make(3);
    DigestReader reader(objects);
    ChainTable chains = reader.chains({maker.root, {}, maker.account, maker.region}, {kFirstTime, kLastTime}, kFirstTime, {});
    const PublicKeys keys = testing::keys_of({&testing::usual_key(), &second});
    EXPECT_TRUE(judge_chain(chains.begin()->second, {keys, true, {}}).deviations.empty());
}

TEST_F(Chain, CopyWithoutMetadataIsVerifiedByWhatFollows) {
    make();
    objects.keeps_metadata = false;
    objects.is_exact = false;
    JudgedChain judged = judge();
    EXPECT_TRUE(only(judged).starts_with("unanchored head"));
    EXPECT_EQ(judged.deviations[0].path, maker.digests[5]);
    EXPECT_TRUE(judged.standings[4].valid);
    EXPECT_TRUE(judged.standings[5].unanchored);
    ASSERT_TRUE(judged.head);
    EXPECT_EQ(judged.head->path, maker.digests[4]);
    objects.stored[maker.digests[2]].bytes = testing::gzip("{}");
    judged = judge();
    EXPECT_EQ(judged.deviations.size(), 3U);  // the digest itself, the one before it without a signature, the head
}

TEST_F(Chain, BeginAnewAfterAPauseIsAHoleThatACallMayExplain) {
    make(2);
    maker.pause(std::chrono::hours(2));
    make(2);
    const JudgedChain judged = judge();
    EXPECT_TRUE(judged.deviations.empty()) << only(judged);
    ASSERT_EQ(judged.holes.size(), 1U);
    EXPECT_EQ(judged.holes[0].cause, "the next digest begins a chain anew");
    EXPECT_TRUE(judged.begins_again[0]);
}

TEST_F(Chain, DigestThatTheChainPassesOverStandsOutside) {
    make(3);
    const std::string path = maker.last_path;
    const std::string hash = maker.last_hash;
    const std::string signature = maker.last_signature;
    maker.pause(std::chrono::seconds(0));
    make(1);
    maker.last_path = path;
    maker.last_hash = hash;
    maker.last_signature = signature;
    make(2);
    const JudgedChain judged = judge();
    EXPECT_TRUE(only(judged).starts_with("invalid: stands outside of the chain"));
    EXPECT_EQ(judged.deviations[0].path, maker.digests[3]);
}

TEST_F(Chain, DigestThatCouldNotBeReadIsNoDeviation) {
    make();
    objects.failing[maker.digests[2]] = base::Code::network;
    const JudgedChain judged = judge();
    EXPECT_TRUE(judged.deviations.empty());
    EXPECT_EQ(judged.holes.size(), 1U);
    EXPECT_FALSE(judged.begins_again[0]);
}

TEST_F(Chain, WhatEndedBeforeTheTimeIsNotLookedFor) {
    make();
    objects.stored.erase(maker.digests[0]);
    EXPECT_TRUE(judge("2025-03-01T01:00:00Z").deviations.empty());
    EXPECT_EQ(judge("2025-03-01T00:30:00Z").deviations.size(), 1U);
}

}  // namespace
}  // namespace vouch::trail
