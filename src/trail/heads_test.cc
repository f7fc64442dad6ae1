// SPDX-License-Identifier: Apache-2.0
#include "trail/heads.h"

#include <gtest/gtest.h>

#include "trail/testing/maker.h"

namespace vouch::trail {
namespace {

using testing::at;

Head head(std::string_view end) { return {"logs/AWSLogs/x", at(end), std::string(64, 'a'), "00ff", at("2025-03-01T00:00:00Z")}; }
const HeadId kId{"logs/AWSLogs/", "o-a1b2c3d4e5", "111122223333", "eu-west-1", {"main", "us-east-1", true}};

base::Result<Heads> heads_in(const std::string& text) { return parse_heads(std::make_shared<base::Source>("state.json", text)); }

TEST(Heads, WhatIsWrittenIsReadAgain) {
    Heads heads{{kId, head("2025-03-02T00:00:00Z")}};
    EXPECT_EQ(*heads_in(to_json(heads)), heads);
    HeadId other = kId;
    other.account = "444455556666";
    heads.emplace(other, head("2025-03-03T00:00:00Z"));
    EXPECT_EQ(*heads_in(to_json(heads)), heads);
    EXPECT_TRUE(heads_in(to_json({}))->empty());
}

TEST(Heads, OtherFilesAreRefused) {
    const std::string good = to_json({{kId, head("2025-03-02T00:00:00Z")}});
    const auto with = [&](std::string_view from, std::string_view to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    for (const std::string& bad :
         {std::string(), std::string("[]"), std::string("{}"), with("heads/1", "heads/2"), with("\"end\"", "\"ende\""),
          with("2025-03-02", "2025-02-02"), with(std::string(64, 'a'), "aa"), with("\"o-a1b2c3d4e5\"", "1")})
        EXPECT_FALSE(heads_in(bad)) << bad;
}

TEST(Heads, OnlyWhatIsGoodMovesAHead) {
    Report report;
    AreaReport area{kId.root, kId.organization, kId.account, kId.region, {}, {}, {}, 0};
    ChainReport chain;
    chain.id = kId.chain;
    chain.head = head("2025-03-02T00:00:00Z");
    area.chains.push_back(chain);
    report.areas.push_back(area);
    EXPECT_EQ(heads_of(report, {}), (Heads{{kId, head("2025-03-02T00:00:00Z")}}));
    const Heads later{{kId, head("2025-03-03T00:00:00Z")}};
    EXPECT_EQ(heads_of(report, later), later);
    const Heads earlier{{kId, head("2025-03-01T12:00:00Z")}};
    report.areas[0].add({Verdict::gap, What::time, {}, {}, "why"});
    EXPECT_EQ(heads_of(report, earlier), earlier);
}

}  // namespace
}  // namespace vouch::trail
