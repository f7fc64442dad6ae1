// SPDX-License-Identifier: Apache-2.0
#include "report/roadmap.h"

#include <gtest/gtest.h>

#include "report/testing/live.h"
#include "value/read.h"

namespace vouch::report {
namespace {

using testing::Live;

const std::vector<model::Undertaking> kUndertakings{{"A5", "data team", "2000-01-31"}, {"B3", "platform", "2999-01-31"}};

std::string roadmap(const Live& live, const View& view = {}) {
    std::string out;
    write_roadmap(out, live.report(), kUndertakings, view);
    return out;
}

TEST(Roadmap, NamesPhasesRowsOwnersAndWhatIsOverdue) {
    const Live live;
    const std::string text = roadmap(live);
    const std::size_t first = text.find("Phase 1: foundation");
    ASSERT_NE(first, std::string::npos) << text;
    EXPECT_LT(first, text.find("Phase 2: advanced"));
    EXPECT_LT(text.find("Phase 2: advanced"), text.find("Phase 3: continuous"));
    EXPECT_NE(text.find("data team  was due 2000-01-31"), std::string::npos) << text;
    EXPECT_NE(text.find("platform  due 2999-01-31"), std::string::npos) << text;
    EXPECT_NE(text.find("to mend"), std::string::npos) << text;
}

TEST(Roadmap, WhatIsDoneIsToldOnRequest) {
    const Live live;
    EXPECT_EQ(roadmap(live).find("  done\n"), std::string::npos) << roadmap(live);
    EXPECT_EQ(roadmap(live, {.summary_only = true}).find("to mend"), std::string::npos);
}

TEST(Roadmap, AsJsonHasTheSame) {
    const Live live;
    std::string out;
    write_roadmap_json(out, live.report(), kUndertakings);
    const auto document = value::read_json(std::make_shared<base::Source>("r", out));
    ASSERT_TRUE(document) << out;
    EXPECT_EQ(document->root.find("phases")->length(), 3U);
    EXPECT_NE(out.find("\"overdue\": true"), std::string::npos) << out;
}

}  // namespace
}  // namespace vouch::report
