// SPDX-License-Identifier: Apache-2.0
#include "remedy/live/journal.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "remedy/live/carry_out.h"
#include "remedy/testing/live.h"

namespace vouch::remedy {
namespace {

namespace fs = std::filesystem;

class JournalTest : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vouch-journal-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        path_ = folder_ + "/journal.ndjson";
        const auto estate = testing::live("{}", "Estate", "Vouch::Estate");
        const std::string make =
            "id: make\ntitle: t\ncontrols: [c]\nrisk: none\ncreate:\n  - {type: T, name: thing, properties: {Kind: k}}\n";
        plan_ = testing::planned(testing::remedies({make}), writers_, {testing::fault("c", estate)});
        ASSERT_EQ(plan_.changes.size(), 1U);
        plan_that_finds_ = testing::planned(testing::remedies({make}), writers_that_find_, {testing::fault("c", estate)});
        ASSERT_EQ(plan_that_finds_.changes.size(), 1U);
    }
    void TearDown() override { fs::remove_all(folder_); }

    const Change& change() const { return plan_.changes.front(); }
    Journal begin() { return *Journal::begin(path_, clock_, plan_, "arn:me"); }
    base::Result<Journal> go_on() const { return Journal::go_on(path_, clock_, plan_); }
    std::string text() const {
        std::ifstream file(path_);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    // Answers of an account that knows these operations; `sent` gets what was asked.
    MakeCall account(std::vector<std::string>& sent, std::map<std::string, Deed> deeds) {
        return [&sent, all = std::move(deeds)](const std::string& account, const PlannedCall& call) {
            sent.push_back(account + " " + call.operation + " " + call.input);
            const auto found = all.find(call.operation);
            return found == all.end() ? Deed{.done = true} : found->second;
        };
    }

    Writers writers_ = testing::bucket_writers();
    base::FixedClock clock_{base::Time(std::chrono::seconds(1'800'000'000))};
    std::string folder_;
    std::string path_;
    Plan plan_;
    Writers writers_that_find_ = testing::writers_that_find();
    Plan plan_that_finds_;
};

const Deed kMade{.done = true, .request_id = "r1", .answer = R"({"Id":"i-1"})"};

TEST_F(JournalTest, AChangeIsMadeWithTheAnswersOfItsOwnCallsAndUndone) {
    Journal journal = begin();
    std::vector<std::string> sent;
    ASSERT_TRUE(carry_out(Way::there, change(), writers_, journal, account(sent, {{"Make", kMade}})));
    EXPECT_EQ(sent, (std::vector<std::string>{R"(111122223333 Make {"Kind":"k"})", R"(111122223333 Start {"Id":"i-1"})"}));
    EXPECT_TRUE(journal.progress().is_whole(Way::there, change()));
    sent.clear();
    auto again = go_on();
    ASSERT_TRUE(again) << base::render(again.error());
    ASSERT_TRUE(carry_out(Way::back, change(), writers_, *again, account(sent, {})));
    EXPECT_EQ(sent, std::vector<std::string>{R"(111122223333 Take {"Id":"i-1"})"});
}

TEST_F(JournalTest, WhoeverWasKilledGoesOnWithTheCallThatNobodyKnowsOf) {
    std::vector<std::string> sent;
    {
        Journal journal = begin();
        ASSERT_TRUE(carry_out(Way::there, change(), writers_, journal, account(sent, {{"Make", kMade}})));
    }
    const std::string whole = text();
    // Killed behind every byte of the journal: what it has as done is not done again, everything else is.
    for (std::size_t bytes = whole.find('\n') + 1; bytes <= whole.size(); bytes += 7) {
        std::ofstream(path_) << whole.substr(0, bytes);
        const std::string kept = whole.substr(0, bytes).substr(0, whole.substr(0, bytes).rfind('\n') + 1);
        auto journal = go_on();
        ASSERT_TRUE(journal) << bytes << base::render(journal.error());
        sent.clear();
        ASSERT_TRUE(carry_out(Way::there, change(), writers_, *journal, account(sent, {{"Make", kMade}}))) << bytes;
        std::size_t done = 0;
        for (std::size_t at = kept.find("\"done\""); at != std::string::npos; at = kept.find("\"done\"", at + 1)) ++done;
        EXPECT_EQ(sent.size(), 2 - done) << bytes;
        EXPECT_TRUE(journal->progress().is_whole(Way::there, change()));
    }
}

TEST_F(JournalTest, ACallThatIsRefusedIsToldAndTriedAgainLater) {
    Journal journal = begin();
    std::vector<std::string> sent;
    const auto done = carry_out(Way::there, change(), writers_, journal,
                                account(sent, {{"Make", kMade}, {"Start", {.code = "AccessDenied", .message = "not you"}}}));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().message, "s:Start eu-west-1 was not done: AccessDenied not you");
    EXPECT_FALSE(journal.progress().is_whole(Way::there, change()));
    sent.clear();
    ASSERT_TRUE(carry_out(Way::there, change(), writers_, journal, account(sent, {})));
    EXPECT_EQ(sent, std::vector<std::string>{R"(111122223333 Start {"Id":"i-1"})"});
}

TEST_F(JournalTest, WhatIsThereAlreadyIsDone) {
    Journal journal = begin();
    std::vector<std::string> sent;
    const auto done = carry_out(Way::there, change(), writers_, journal, account(sent, {{"Make", {.code = "AlreadyThere"}}}));
    ASSERT_FALSE(done);  // who made it has its id, and we have not
    EXPECT_EQ(sent.size(), 1U);
    EXPECT_TRUE(journal.progress().is_done(Way::there, change(), 0));
    EXPECT_TRUE(journal.progress().was_there(change()));
    EXPECT_TRUE(go_on()->progress().was_there(change()));
}

TEST_F(JournalTest, WhatAKilledRunMayHaveMadeIsOurs) {
    {
        Journal journal = begin();
        ASSERT_TRUE(journal.starts(Way::there, change(), 0, change().calls.front()));
    }
    auto journal = go_on();
    ASSERT_TRUE(journal) << base::render(journal.error());
    std::vector<std::string> sent;
    const auto done = carry_out(Way::there, change(), writers_, *journal, account(sent, {{"Make", {.code = "AlreadyThere"}}}));
    ASSERT_FALSE(done);
    EXPECT_TRUE(journal->progress().is_done(Way::there, change(), 0));
    EXPECT_FALSE(journal->progress().was_there(change()));
    EXPECT_FALSE(go_on()->progress().was_there(change()));
}

TEST_F(JournalTest, WhatAnEarlierPlanMadeIsFoundAndNotMadeAgain) {
    struct Case {
        Deed found;
        std::vector<std::string> calls;
        std::string said;
    };
    const std::string find = R"(111122223333 Find {"Name":"k"})";
    const std::string make = R"(111122223333 Make {"Kind":"k"})";
    const Case cases[] = {
        {{.done = true, .answer = R"({"Thing":{"Id":"i-0","State":"on"}})"}, {find, R"(111122223333 Start {"Id":"i-0"})"}, ""},
        {{.code = "NoSuchThing"}, {find, make, R"(111122223333 Start {"Id":"i-1"})"}, ""},
        {{.done = true, .answer = R"({"Thing":{"Id":"i-0","State":"off"}})"},
         {find},
         "s:Make eu-west-1 was not done: NotUsable it is there already, but its `Thing.State` is `off` and not `on`"},
        {{.code = "AccessDenied", .message = "not you"}, {find}, "s:Make eu-west-1 was not done: AccessDenied not you"},
    };
    for (const Case& each : cases) {
        fs::remove(path_);
        Journal journal = *Journal::begin(path_, clock_, plan_that_finds_, "arn:me");
        std::vector<std::string> sent;
        const Deed made{.done = true, .answer = R"({"Thing":{"Id":"i-1","State":"on"}})"};
        const auto done = carry_out(Way::there, plan_that_finds_.changes.front(), writers_that_find_, journal,
                                    account(sent, {{"Find", each.found}, {"Make", made}}));
        EXPECT_EQ(done ? "" : done.error().message, each.said);
        EXPECT_EQ(sent, each.calls) << each.said;
    }
}

TEST_F(JournalTest, OfAnotherPlanIsRefused) {
    {
        begin();
    }
    Plan other = plan_;
    other.run = "another";
    ASSERT_TRUE(seal(other));
    const auto journal = Journal::go_on(path_, clock_, other);
    ASSERT_FALSE(journal);
    EXPECT_EQ(journal.error().code, base::Code::integrity);
    std::ofstream(path_) << "";
    EXPECT_FALSE(go_on());
    std::ofstream(path_) << "no journal\nand no end";
    EXPECT_FALSE(go_on());
    EXPECT_EQ(text(), "no journal\nand no end");  // what is not ours is not cut
}

TEST_F(JournalTest, ThatIsWrongIsToldWithTheLine) {
    {
        Journal journal = begin();
        ASSERT_TRUE(journal.verified(Way::there, change(), "abc", {}));
    }
    std::ofstream(path_, std::ios::app) << "{\"change\":\"a\",\"call\":1000}\n";
    EXPECT_EQ(base::render(go_on().error()), path_ + ":3:1: a line of the journal names no call [E0119]");
    std::ofstream(path_) << "{\"change\":\n";
    EXPECT_EQ(go_on().error().where->line, 1U);
}

TEST_F(JournalTest, KeepsTheStateThatWasReadBack) {
    {
        Journal journal = begin();
        ASSERT_TRUE(journal.verified(Way::there, change(), "abc", {{"c", "pass"}}));
    }
    EXPECT_EQ(go_on()->progress().state_after(change()), "abc");
}

}  // namespace
}  // namespace vouch::remedy
