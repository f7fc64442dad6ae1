// SPDX-License-Identifier: Apache-2.0
#include "trail/sample.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::MemoryObjects;
using testing::TrailMaker;

class Sample : public ::testing::Test {
protected:
    Sample() { maker.write(objects, 40); }

    Sampled run(std::size_t count, std::uint64_t seed = 1) {
        const PublicKeys keys = testing::usual_keys();
        const Head head{maker.last_path, maker.next, maker.last_hash, maker.last_signature, at("2025-03-01T00:00:00Z")};
        return sample_chain(
            {maker.root, {}, maker.account, maker.region}, {maker.trail, maker.home, false}, head,
            [&](const std::string&, const Interval&) -> base::Result<const PublicKeys*> { return &keys; }, objects, count, seed);
    }

    MemoryObjects objects;
    TrailMaker maker;
};

TEST_F(Sample, WholeChainHasNothingToSay) {
    for (const bool metadata : {true, false}) {
        objects.keeps_metadata = metadata;
        const Sampled sampled = run(500);
        EXPECT_EQ(sampled.digests, 40U);
        EXPECT_TRUE(sampled.deviations.empty());
        EXPECT_TRUE(sampled.problems.empty());
    }
}

TEST_F(Sample, WhatWasChangedSinceIsFoundWhereItIsDrawn) {
    objects.stored[maker.logs_of[20][1]].bytes = testing::gzip("{}");
    objects.stored.erase(maker.digests[10]);
    const Sampled all = run(500);
    ASSERT_EQ(all.deviations.size(), 2U);
    EXPECT_EQ(all.deviations[0].path, maker.digests[10]);
    EXPECT_EQ(all.deviations[0].verdict, Verdict::missing);
    EXPECT_EQ(all.deviations[1].path, maker.logs_of[20][1]);
    std::size_t found = 0;
    for (std::uint64_t seed = 0; seed < 30; ++seed) found += run(3, seed).deviations.size();
    EXPECT_GT(found, 0U);
    EXPECT_LT(found, 30U);
}

TEST_F(Sample, SameSeedDrawsTheSame) {
    objects.reads = 0;
    EXPECT_EQ(run(3, 7).digests, run(3, 7).digests);
    EXPECT_EQ(run(0).digests, 0U);
}

}  // namespace
}  // namespace vouch::trail
