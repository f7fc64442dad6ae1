// SPDX-License-Identifier: Apache-2.0
#include "trail/verify.h"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;
using testing::MemoryObjects;
using testing::TrailMaker;

class Verify : public ::testing::Test {
protected:
    Verify() {
        asked.start = at("2025-03-01T00:00:00Z");
        asked.end = at("2025-03-01T06:00:00Z");
        asked.now = at("2025-03-10T00:00:00Z");
    }

    Report run(const Heads& known = {}) {
        const PublicKeys keys = testing::usual_keys();
        auto report =
            verify(objects, [&](const std::string&, const Interval&) -> base::Result<const PublicKeys*> { return &keys; }, asked, known);
        EXPECT_TRUE(report) << base::render(report.error());
        return report ? *std::move(report) : Report();
    }

    // "verdict what" of every deviation.
    static std::vector<std::string> deviations(const Report& report) {
        std::vector<std::string> all;
        for (const Deviation& deviation : report.deviations)
            all.push_back(fmt::format("{} {}", name(deviation.verdict), name(deviation.what)));
        for (const AreaReport& area : report.areas)
            for (const Deviation& deviation : area.deviations)
                all.push_back(fmt::format("{} {}", name(deviation.verdict), name(deviation.what)));
        return all;
    }
    using Found = std::vector<std::string>;

    MemoryObjects objects;
    TrailMaker maker;
    Asked asked;
};

TEST_F(Verify, WholeTrailIsIntact) {
    maker.write(objects, 8);
    const Report report = run();
    EXPECT_EQ(deviations(report), Found());
    EXPECT_EQ(report.outcome(), Outcome::intact);
    ASSERT_EQ(report.areas.size(), 1U);
    EXPECT_EQ(report.counts().logs_valid, 16U);
    EXPECT_EQ(report.counts().digests_valid, 8U);
}

TEST_F(Verify, LogsAreComparedWithTheirDigests) {
    maker.write(objects, 8);
    objects.stored[maker.logs_of[1][0]].bytes = testing::gzip("{}");
    objects.stored.erase(maker.logs_of[2][0]);
    objects.stored[maker.logs_of[3][0]].bytes += testing::gzip("more");
    objects.stored[maker.logs_of[4][0]].bytes = "";
    const Report report = run();
    EXPECT_EQ(deviations(report), (Found{"invalid log", "missing log", "invalid log", "invalid log"}));
    EXPECT_EQ(report.outcome(), Outcome::not_intact);
    EXPECT_EQ(report.counts().logs_valid, 12U);
}

TEST_F(Verify, LogThatNoDigestListsIsTold) {
    maker.write(objects, 8);
    std::string extra = maker.logs_of[3][0];
    extra.replace(extra.size() - 11, 3, "xyz");
    objects.stored[extra] = {testing::gzip("{}")};
    EXPECT_EQ(deviations(run()), Found{"undigested object log"});
}

TEST_F(Verify, NewLogsWaitForTheirDigest) {
    maker.write(objects, 6);
    asked.now = at("2025-03-01T08:00:00Z");
    std::string fresh = maker.logs_of[5][1];
    fresh.replace(fresh.find("T05"), 5, "T0559");
    objects.stored[fresh] = {testing::gzip("{}")};
    const Report report = run();
    EXPECT_EQ(deviations(report), Found());
    EXPECT_EQ(report.counts().waiting, 1U);
}

TEST_F(Verify, LogsOfAMissingDigestAreUncheckedNotForeign) {
    maker.write(objects, 8);
    objects.stored.erase(maker.digests[3]);
    const Report report = run();
    EXPECT_EQ(deviations(report), (Found{"gap time", "missing digest"}));
    EXPECT_EQ(report.counts().logs_unchecked, 2U);
}

TEST_F(Verify, EmptyBucketIsNotIntactWhereATimeIsAskedFor) {
    EXPECT_EQ(deviations(run()), Found{"gap time"});
    asked.start.reset();
    asked.end.reset();
    EXPECT_EQ(run().outcome(), Outcome::incomplete);
}

TEST_F(Verify, DigestsThatAreAllGoneAreNotIntact) {
    maker.write(objects, 8);
    for (const std::string& path : maker.digests) objects.stored.erase(path);
    const Report report = run();
    EXPECT_EQ(report.outcome(), Outcome::not_intact);
    EXPECT_TRUE(std::ranges::count(deviations(report), "gap time") == 1);
}

TEST_F(Verify, AccountsAndRegionsThatAreNamedMustBeThere) {
    maker.write(objects, 8);
    asked.regions = {"eu-west-1", "us-east-1"};
    EXPECT_EQ(deviations(run()), Found{"gap time"});
    asked.regions = {};
    asked.accounts = {"111122223333", "444455556666"};
    EXPECT_EQ(deviations(run()), Found{"missing time"});
    asked.accounts = {"444455556666"};
    asked.regions = {"eu-west-1"};
    EXPECT_EQ(deviations(run()), Found{"gap time"});
}

TEST_F(Verify, TrailThatWasStoppedHasItsReason) {
    maker.write(objects, 2);
    maker.write(
        objects, 1,
        testing::switch_record("StopLogging", "arn:aws:cloudtrail:eu-west-1:111122223333:trail/main_trail", "2025-03-01T02:40:00Z"));
    maker.pause(std::chrono::hours(2));
    maker.write(objects, 3);
    const Report report = run();
    EXPECT_EQ(deviations(report), Found());
    ASSERT_EQ(report.areas[0].chains[0].holes.size(), 1U);
    EXPECT_EQ(report.areas[0].chains[0].holes[0].reason, "StopLogging by arn:aws:iam::111122223333:user/ops, 2025-03-01T02:40:00Z");
}

TEST_F(Verify, StopInALogThatWasChangedIsNoReason) {
    maker.write(objects, 3);
    objects.stored[maker.logs_of[2][0]].bytes =
        testing::gzip(R"({"Records":[)" + testing::switch_record("StopLogging", "main_trail", "2025-03-01T02:40:00Z") + "]}");
    maker.pause(std::chrono::hours(2));
    maker.write(objects, 3);
    EXPECT_EQ(deviations(run()), (Found{"invalid log", "gap time"}));
}

TEST_F(Verify, StopInTheHomeRegionExplainsTheOtherRegions) {
    TrailMaker other = maker;
    other.region = "us-east-1";
    for (TrailMaker* each : {&maker, &other}) {
        each->write(objects, 2);
        each->write(objects, 1, each == &maker ? testing::switch_record("StopLogging", "main_trail", "2025-03-01T02:40:00Z") : "");
        each->pause(std::chrono::hours(2));
        each->write(objects, 3);
    }
    const Report report = run();
    EXPECT_EQ(deviations(report), Found());
    EXPECT_EQ(report.areas.size(), 2U);
}

TEST_F(Verify, TrailThatBeganLaterHasItsReason) {
    asked.start = at("2025-02-28T20:00:00Z");
    maker.write(objects, 8);
    EXPECT_EQ(deviations(run()), Found{"gap time"});
    objects.stored.clear();
    maker = TrailMaker();
    maker.write(objects, 1, testing::switch_record("CreateTrail", "main_trail", "2025-03-01T00:10:00Z"));
    maker.write(objects, 7);
    EXPECT_EQ(deviations(run()), Found());
}

TEST_F(Verify, OrganizationsAndSeveralTrailsHaveChainsOfTheirOwn) {
    maker.organization = "o-a1b2c3d4e5";
    TrailMaker second = maker;
    second.trail = "second";
    maker.write(objects, 8);
    second.write(objects, 8);
    Report report = run();
    EXPECT_EQ(deviations(report), Found());
    ASSERT_EQ(report.areas.size(), 1U);
    EXPECT_EQ(report.areas[0].organization, "o-a1b2c3d4e5");
    EXPECT_EQ(report.areas[0].chains.size(), 2U);
}

TEST_F(Verify, BackfillDigestsHaveAChainAndNoHoles) {
    TrailMaker late = maker;
    late.backfill = true;
    late.logs = 1;
    maker.write(objects, 8);
    late.next = at("2025-03-01T02:00:00Z");
    late.write(objects, 1);
    late.next = at("2025-03-01T05:00:00Z");
    late.write(objects, 1);
    EXPECT_EQ(deviations(run()), Found());
    objects.stored.erase(late.logs_of[0][0]);
    EXPECT_EQ(deviations(run()), (Found{"missing log", "missing log"}));  // both chains list it
}

TEST_F(Verify, ChainMayGoOnInAnotherBucket) {
    maker.write(objects, 3);
    maker.root = "other/AWSLogs/";
    maker.write(objects, 5);
    Report report = run();
    EXPECT_EQ(deviations(report), Found());
    ASSERT_EQ(report.areas.size(), 2U);
    EXPECT_EQ(report.areas[0].chains[0].holes[0].reason, "the chain goes on below `other/AWSLogs/`");
    EXPECT_EQ(report.areas[1].counts.digests_valid, 8U);
    objects.stored.erase(maker.digests[5]);
    EXPECT_EQ(deviations(run()), (Found{"gap time", "gap time", "missing digest"}));
}

TEST_F(Verify, HeadOfAnEarlierRunMustStillBeThere) {
    maker.write(objects, 8);
    const Heads heads = heads_of(run(), {});
    ASSERT_EQ(heads.size(), 1U);
    EXPECT_EQ(run(heads).outcome(), Outcome::intact);
    EXPECT_EQ(run(heads).areas[0].chains[0].anchor, Anchor::confirmed);
    for (const std::size_t gone : {6U, 7U}) {
        objects.stored.erase(maker.digests[gone]);
        for (const std::string& log : maker.logs_of[gone]) objects.stored.erase(log);
    }
    const Report report = run(heads);
    EXPECT_EQ(deviations(report), Found{"missing digest"});
    EXPECT_EQ(report.areas[0].chains[0].anchor, Anchor::broken);
    EXPECT_EQ(heads_of(report, heads), heads);
    objects.stored.clear();
    EXPECT_EQ(run(heads).outcome(), Outcome::not_intact);
}

TEST_F(Verify, NextRunReadsOnlyWhatIsNew) {
    maker.write(objects, 6);
    const Heads heads = heads_of(run(), {});
    maker.write(objects, 2);
    asked = Asked();
    asked.now = at("2025-03-01T10:00:00Z");
    asked.live = asked.resume = true;
    asked.sample = 0;
    objects.reads = 0;
    const Report report = run(heads);
    EXPECT_EQ(deviations(report), Found());
    EXPECT_EQ(report.counts().logs_valid, 4U);
    EXPECT_LE(objects.reads, 8U);
    const Heads next = heads_of(report, heads);
    EXPECT_EQ(next.begin()->second.end, at("2025-03-01T08:00:00Z"));
    EXPECT_EQ(next.begin()->second.since, at("2025-03-01T00:00:00Z"));
    EXPECT_EQ(deviations(run(next)), Found());
}

TEST_F(Verify, NextRunReadsBackfillDigestsOfATimeLongPast) {
    TrailMaker late = maker;
    late.backfill = true;
    late.logs = 1;
    asked.end = at("2025-03-06T00:00:00Z");
    maker.write(objects, 120);
    const Heads heads = heads_of(run(), {});
    ASSERT_EQ(heads.size(), 1U);
    // Of the second of March, and there only now.
    late.next = at("2025-03-02T00:00:00Z");
    late.write(objects, 1);
    asked = Asked();
    asked.now = at("2025-03-06T03:00:00Z");
    asked.live = asked.resume = true;
    asked.sample = 0;
    maker.write(objects, 1);
    objects.reads = 0;
    const Report report = run(heads);
    EXPECT_EQ(deviations(report), Found());
    ASSERT_EQ(report.areas[0].chains.size(), 2U);
    EXPECT_EQ(report.counts().logs_valid, 3U);
    EXPECT_LE(objects.reads, 6U);  // two digests of the hours and one of backfill, and the logs of what is new
    const Heads next = heads_of(report, heads);
    ASSERT_EQ(next.size(), 2U);
    // It is looked at again, and so is what comes after it.
    late.next = at("2025-03-02T05:00:00Z");
    late.write(objects, 1);
    EXPECT_EQ(run(next).counts().logs_valid, 2U);
    objects.stored.erase(late.logs_of[0][0]);
    EXPECT_EQ(deviations(run(next)), Found{"missing log"});
    objects.stored.erase(late.digests[0]);
    EXPECT_EQ(run(next).outcome(), Outcome::not_intact);
}

TEST_F(Verify, WhatCannotBeReadMakesARunIncomplete) {
    maker.write(objects, 8);
    objects.failing[maker.logs_of[3][0]] = base::Code::network;
    const Report report = run();
    EXPECT_EQ(report.outcome(), Outcome::incomplete);
    EXPECT_EQ(report.problems.size(), 1U);
}

TEST_F(Verify, StrangeObjectsAmongDigestsAreTold) {
    maker.write(objects, 8);
    objects.stored["logs/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2025/03/01/strange.json.gz"] = {"x"};
    objects.stored["logs/AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2025/03/01/"] = {""};
    objects.stored["logs/AWSLogs/111122223333/CloudTrail/eu-west-1/2025/03/01/strange.json"] = {"x"};
    EXPECT_EQ(deviations(run()), (Found{"invalid digest", "undigested object log"}));
}

}  // namespace
}  // namespace vouch::trail
