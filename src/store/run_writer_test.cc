// SPDX-License-Identifier: Apache-2.0
#include "store/run_writer.h"

#include <array>
#include <csignal>
#include <filesystem>
#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/layout.h"
#include "store/read_run.h"
#include "store/testing/temporary_store.h"
#include "value/write.h"

namespace vouch::store {
namespace {

namespace fs = std::filesystem;

using Writing = TemporaryStore;

constexpr const char* kName = "20261122T140305Z-abcd";

// A run with two answers in the store.
void keep(const std::string& store, const std::string& name) {
    auto writer = RunWriter::begin(store, info(name));
    ASSERT_TRUE(writer) << writer.error().message;
    ASSERT_TRUE(writer->add(kAccount, answer("ListBuckets", R"({"Buckets":[]})")));
    ASSERT_TRUE(writer->add(kAccount, denial("GetBucketAcl")));
    ASSERT_TRUE(writer->finish(info(name), "{\"findings\": []}\n", ""));
}

TEST_F(Writing, KeepsARunThatIsReadAgain) {
    keep(store(), kName);
    const auto run = read_run(store(), kName);
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_EQ(run->state, RunState::complete);
    EXPECT_EQ(run->info.options, "--row A5 --service s3");
    EXPECT_EQ(run->info.accounts.at(0).failed, std::vector<std::string>{"s3:ListBuckets: denied"});
    EXPECT_EQ(run->findings, "{\"findings\": []}\n");
    EXPECT_EQ(run->inventory, "");
    EXPECT_TRUE(run->notes.empty());
    const auto& exchanges = run->exchanges.at(kAccount);
    ASSERT_EQ(exchanges.size(), 2U);
    EXPECT_EQ(value::to_json(exchanges[0].output->root), R"({"Buckets":[]})");
    EXPECT_EQ(exchanges[1].code, "AccessDenied");
}

TEST_F(Writing, IsForTheOwnerAlone) {
    keep(store(), kName);
    for (const auto& entry : fs::recursive_directory_iterator(store())) {
        struct stat there{};
        ASSERT_EQ(stat(entry.path().c_str(), &there), 0);
        EXPECT_EQ(there.st_mode & 0777U, entry.is_directory() ? 0700U : 0600U) << entry.path();
    }
    EXPECT_EQ(std::distance(fs::directory_iterator(path(std::string("runs/") + kName)), {}), 3);
}

TEST_F(Writing, AccountsMayBeCalledAnything) {
    const std::array<std::string, 5> names{"111122223333", "../../etc/passwd", "a b%2F", ".", "ä"};
    auto writer = RunWriter::begin(store(), info(kName));
    for (const std::string& name : names) ASSERT_TRUE(writer->add(name, denial("A"))) << name;
    const auto running = read_run(store(), kName);
    ASSERT_TRUE(running);
    for (const std::string& name : names) EXPECT_TRUE(running->exchanges.contains(name)) << name;
    EXPECT_FALSE(writer->add("", denial("A")));
    EXPECT_FALSE(writer->add(std::string(300, 'x'), denial("A")));
    for (const std::string_view file : {"%.ndjson", "%2.ndjson", "%2f.ndjson", "a.json", "a/b.ndjson"})
        EXPECT_FALSE(account_of(file)) << file;
}

TEST_F(Writing, GoesOnWhileItIsReadAndIsToldFromOneThatStopped) {
    {
        auto writer = RunWriter::begin(store(), info(kName));
        ASSERT_TRUE(writer->add(kAccount, denial("A")));
        const auto run = read_run(store(), "latest");
        ASSERT_TRUE(run) << run.error().message;
        EXPECT_EQ(run->state, RunState::running);
        EXPECT_EQ(run->notes,
                  std::vector<std::string>{"run `20261122T140305Z-abcd` is still being written: 1 answers of 1 accounts are there"});
        EXPECT_EQ(list_runs(store())->at(0).state, RunState::running);
    }
    const auto runs = list_runs(store());
    ASSERT_TRUE(runs);
    EXPECT_EQ(runs->at(0).state, RunState::interrupted);
    EXPECT_EQ(runs->at(0).answers, 1U);
    EXPECT_EQ(runs->at(0).info.options, "--row A5 --service s3");
}

TEST_F(Writing, AnAnswerThatCannotBeKeptMakesTheRunIncomplete) {
    auto writer = RunWriter::begin(store(), info(kName));
    model::Exchange bad = denial("A");
    model::CallMade made = *bad.made;
    made.question.input = "{";
    bad.made = std::make_shared<model::CallMade>(made);
    EXPECT_EQ(writer->add(kAccount, bad).error().code, base::Code::syntax);
    ASSERT_TRUE(writer->add(kAccount, denial("B")));
    ASSERT_TRUE(writer->finish(info(kName), "", ""));
    const auto run = read_run(store(), kName);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->state, RunState::incomplete);
    EXPECT_EQ(run->exchanges.at(kAccount).size(), 1U);
    EXPECT_EQ(run->notes.size(), 1U);
}

TEST_F(Writing, TwoAtOnceDoNotMeet) {
    std::thread other([&] { keep(store(), "20261122T140305Z-efgh"); });
    keep(store(), kName);
    other.join();
    EXPECT_EQ(list_runs(store())->size(), 2U);
    EXPECT_TRUE(read_run(store(), "20261122T140305Z-efgh"));
    EXPECT_TRUE(read_run(store(), kName));
}

TEST_F(Writing, TwoOfOneNameAreRefused) {
    keep(store(), kName);
    const auto second = RunWriter::begin(store(), info(kName));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, base::Code::unwritable);
    EXPECT_NE(second.error().message.find("File exists"), std::string::npos) << second.error().message;
    EXPECT_TRUE(read_run(store(), kName));
    EXPECT_EQ(RunWriter::begin(store(), info("../x")).error().code, base::Code::invalid_usage);
}

TEST_F(Writing, AStoreThatIsAFileIsSaid) {
    write(root_ + "/file", "x");
    const auto writer = RunWriter::begin(root_ + "/file", info(kName));
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, base::Code::unwritable);
    EXPECT_FALSE(writer.error().help.empty());
    EXPECT_EQ(content(root_ + "/file"), "x");
}

TEST_F(Writing, WithoutPermissionIsSaid) {
    if (geteuid() == 0) GTEST_SKIP() << "root may write everywhere";
    fs::create_directory(root_ + "/closed");
    fs::permissions(root_ + "/closed", fs::perms::owner_read | fs::perms::owner_exec);
    const auto writer = RunWriter::begin(root_ + "/closed/store", info(kName));
    ASSERT_FALSE(writer);
    EXPECT_NE(writer.error().message.find("Permission denied"), std::string::npos);
}

// The exit code of what `work` answers in a process of its own.
template <class Work>
int in_child(Work work) {
    const pid_t child = fork();
    if (child == 0) _exit(work());
    int status = 0;
    return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A limit on the size of files stands for a full disk.
TEST_F(Writing, AFullDiskIsOneErrorAndOtherRunsStay) {
    keep(store(), "20261122T140304Z-aaaa");
    const int code = in_child([&] {
        std::signal(SIGXFSZ, SIG_IGN);
        auto writer = RunWriter::begin(store(), info(kName));
        const rlimit limit{1500, 1500};
        if (!writer || setrlimit(RLIMIT_FSIZE, &limit) != 0) return 1;
        int kept = 0;
        while (kept < 1000 && writer->add(kAccount, denial("A"))) ++kept;
        if (kept == 0 || kept == 1000) return 2;
        const auto failed = writer->add(kAccount, denial("A"));
        if (failed || failed.error().code != base::Code::unwritable || failed.error().help.empty()) return 3;
        const auto finished = writer->finish(info(kName), std::string(2000, 'x'), "");
        return !finished && finished.error().code == base::Code::unwritable ? 0 : 4;
    });
    EXPECT_EQ(code, 0);
    const auto run = read_run(store(), kName);
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_EQ(run->state, RunState::interrupted);
    EXPECT_GT(run->exchanges.at(kAccount).size(), 0U);
    EXPECT_EQ(read_run(store(), "20261122T140304Z-aaaa")->state, RunState::complete);
    EXPECT_EQ(read_run(store(), "latest")->info.name, "20261122T140304Z-aaaa");
}

// A child writes runs until it is killed; it says by a byte in a pipe what it was told to be kept.
int write_until_killed(const std::string& store, int told) {
    const std::string text(3000, 'x');
    for (int n = 0;; ++n) {
        const std::string name = run_name(base::Time(std::chrono::seconds(n)), 0);
        auto writer = RunWriter::begin(store, info(name));
        if (!writer) return 1;
        for (int i = 0; i < 50; ++i) {
            if (!writer->add(i % 2 == 0 ? kAccount : "444455556666", answer("A", "{\"a\":\"" + text + "\"}"))) return 2;
            if (::write(told, ".", 1) != 1) return 3;
        }
        if (!writer->finish(info(name), "{}", "{}")) return 4;
    }
}

std::size_t kill_after(const std::string& store, std::chrono::microseconds time) {
    std::array<int, 2> ends{};
    if (pipe(ends.data()) != 0) return 0;
    const pid_t child = fork();
    if (child == 0) _exit(write_until_killed(store, ends[1]));
    close(ends[1]);
    std::array<char, 1> first{};
    std::size_t told = ::read(ends[0], first.data(), 1) == 1 ? 1 : 0;
    std::thread reader([&] {  // an empty pipe lets the child write on
        std::array<char, 4096> bytes{};
        for (ssize_t count = 0; (count = ::read(ends[0], bytes.data(), bytes.size())) > 0;) told += static_cast<std::size_t>(count);
    });
    std::this_thread::sleep_for(time);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    reader.join();
    close(ends[0]);
    EXPECT_TRUE(WIFSIGNALED(status)) << WEXITSTATUS(status);
    return told;
}

TEST_F(Writing, KilledAtAnyMomentLosesNothingThatWasKept) {
    for (int round = 0; round < 25; ++round) {
        const std::string one = root_ + "/" + std::to_string(round);
        const std::size_t told = kill_after(one, std::chrono::microseconds(500 + (997 * round)));
        const auto runs = list_runs(one);
        ASSERT_TRUE(runs) << runs.error().message;
        std::size_t there = 0;
        for (const RunSummary& each : *runs) {
            ASSERT_FALSE(each.problem) << each.problem->message;
            const auto run = read_run(one, each.info.name);
            ASSERT_TRUE(run) << run.error().message;
            // The last one may have ended just before.
            EXPECT_TRUE(run->state == RunState::complete || (&each == &runs->back() && run->state == RunState::interrupted));
            std::size_t answers = 0;
            for (const auto& [account, exchanges] : run->exchanges) answers += exchanges.size();
            EXPECT_EQ(answers, each.answers);
            there += answers;
        }
        EXPECT_GE(there, told);
        EXPECT_LE(there, told + 1);
    }
}

// Every moment of the making of a run: what is there after each file operation is a folder cut off somewhere.
TEST_F(Writing, CutOffAsItBeginsIsInterrupted) {
    fs::create_directories(path(std::string("runs/") + kName));
    auto runs = list_runs(store());
    ASSERT_TRUE(runs);
    EXPECT_EQ(runs->at(0).state, RunState::interrupted);
    EXPECT_FALSE(runs->at(0).problem);
    write(path(std::string("runs/") + kName + "/run.json.new"), "{\"for");
    EXPECT_EQ(list_runs(store())->at(0).info.name, kName);
    const auto run = read_run(store(), "latest");
    ASSERT_TRUE(run) << run.error().message;
    EXPECT_EQ(run->notes.size(), 1U);
}

}  // namespace
}  // namespace vouch::store
