// SPDX-License-Identifier: Apache-2.0
// Every way in which up to three outcomes combine, and what a condition makes of a body.
#include "guard/status.h"

#include <algorithm>
#include <array>
#include <vector>

#include <gtest/gtest.h>

namespace vouch::guard {
namespace {

constexpr std::array kFour{Status::pass, Status::fail, Status::skip, Status::unknown};
constexpr std::array kThree{Status::pass, Status::fail, Status::skip};

Status all(const std::vector<Status>& statuses) {
    Tally tally;
    for (const Status each : statuses) tally.add(each);
    return tally.all();
}
Status any(const std::vector<Status>& statuses) {
    Tally tally;
    for (const Status each : statuses) tally.add(each);
    return tally.any();
}
bool holds(const std::vector<Status>& statuses, Status wanted) { return std::ranges::find(statuses, wanted) != statuses.end(); }

// Every list of `length` of the four outcomes.
std::vector<std::vector<Status>> lists(std::size_t length) {
    std::vector<std::vector<Status>> made{{}};
    for (std::size_t i = 0; i < length; ++i) {
        std::vector<std::vector<Status>> longer;
        for (const auto& each : made)
            for (const Status status : kFour) {
                longer.push_back(each);
                longer.back().push_back(status);
            }
        made = std::move(longer);
    }
    return made;
}

// Every way to put a known outcome in the place of each unknown.
std::vector<std::vector<Status>> settled(const std::vector<Status>& statuses) {
    std::vector<std::vector<Status>> made{{}};
    for (const Status each : statuses) {
        std::vector<std::vector<Status>> longer;
        for (const auto& before : made)
            for (const Status known : kThree) {
                if (each != Status::unknown && each != known) continue;
                longer.push_back(before);
                longer.back().push_back(known);
            }
        made = std::move(longer);
    }
    return made;
}

TEST(Tally, AConjunctionFailsByOneFailElseIsUnknownByOneUnknownElsePassesByOnePass) {
    for (std::size_t length = 0; length <= 3; ++length)
        for (const auto& each : lists(length)) {
            const Status wanted = holds(each, Status::fail)      ? Status::fail
                                  : holds(each, Status::unknown) ? Status::unknown
                                  : holds(each, Status::pass)    ? Status::pass
                                                                 : Status::skip;
            EXPECT_EQ(all(each), wanted);
        }
}

TEST(Tally, ADisjunctionPassesByOnePassElseIsUnknownByOneUnknownElseFailsByOneFail) {
    for (std::size_t length = 0; length <= 3; ++length)
        for (const auto& each : lists(length)) {
            const Status wanted = holds(each, Status::pass)      ? Status::pass
                                  : holds(each, Status::unknown) ? Status::unknown
                                  : holds(each, Status::fail)    ? Status::fail
                                                                 : Status::skip;
            EXPECT_EQ(any(each), wanted);
        }
}

TEST(Tally, AnOutcomeThatIsKnownStaysWhateverTheUnknownsTurnOutToBe) {
    for (const auto& each : lists(3))
        for (const auto& known : settled(each)) {
            EXPECT_TRUE(all(each) == Status::unknown || all(each) == all(known));
            EXPECT_TRUE(any(each) == Status::unknown || any(each) == any(known));
        }
}

TEST(Status, InverseSwapsPassAndFailOnly) {
    EXPECT_EQ(inverse(Status::pass), Status::fail);
    EXPECT_EQ(inverse(Status::fail), Status::pass);
    EXPECT_EQ(inverse(Status::skip), Status::skip);
    EXPECT_EQ(inverse(Status::unknown), Status::unknown);
}

TEST(Status, ABodyCountsUnderAConditionThatPassesAndIsSkippedUnderOneThatDoesNot) {
    for (const Status body : kFour) {
        EXPECT_EQ(guarded(Status::pass, body), body);
        EXPECT_EQ(guarded(Status::fail, body), Status::skip);
        EXPECT_EQ(guarded(Status::skip, body), Status::skip);
    }
}

TEST(Status, UnderAnUnknownConditionOnlyASkippedBodyIsKnown) {
    for (const Status body : kFour) EXPECT_EQ(guarded(Status::unknown, body), body == Status::skip ? Status::skip : Status::unknown);
}

TEST(Status, HasTheNamesThatReportsUse) {
    EXPECT_EQ(name(Status::pass), "PASS");
    EXPECT_EQ(name(Status::fail), "FAIL");
    EXPECT_EQ(name(Status::skip), "SKIP");
    EXPECT_EQ(name(Status::unknown), "UNKNOWN");
    EXPECT_EQ(name(Status::broken), "ERROR");
}

}  // namespace
}  // namespace vouch::guard
