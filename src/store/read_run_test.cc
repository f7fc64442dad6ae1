// SPDX-License-Identifier: Apache-2.0
#include "store/read_run.h"

#include <filesystem>

#include "store/run_writer.h"
#include "store/testing/temporary_store.h"

namespace vouch::store {
namespace {

namespace fs = std::filesystem;

constexpr const char* kOld = "20261122T140305Z-abcd";
constexpr const char* kNew = "20261122T150000Z-abcd";

class Reading : public TemporaryStore {
protected:
    void keep(const std::string& name, bool finish = true) const {
        auto writer = RunWriter::begin(store(), info(name));
        ASSERT_TRUE(writer);
        for (const char* operation : {"A", "B", "C"}) ASSERT_TRUE(writer->add(kAccount, denial(operation)));
        if (finish) {
            ASSERT_TRUE(writer->finish(info(name), "{}", "[]"));
        }
    }
    std::string file(const std::string& run, const std::string& name) const { return path("runs/" + run + "/" + name); }
    base::Error error(const std::string& run, const ReadLimits& limits = {}) const {
        const auto read = read_run(store(), run, limits);
        EXPECT_FALSE(read);
        return read ? base::Error{} : read.error();
    }
};

TEST_F(Reading, LatestIsTheNewestThatEnded) {
    keep(kOld);
    keep(kNew);
    EXPECT_EQ(read_run(store(), "latest")->info.name, kNew);
    keep("20261122T160000Z-abcd", false);
    const auto run = read_run(store(), "latest");
    ASSERT_TRUE(run);
    EXPECT_EQ(run->info.name, kNew);
    EXPECT_EQ(run->notes, std::vector<std::string>{"run `20261122T160000Z-abcd` is newer but has not ended: it is passed over"});
}

TEST_F(Reading, ARunApartIsReadFromItsFolder) {
    const std::string folder = path("made/for/it");
    {
        auto writer = RunWriter::begin_apart(folder + "/", info(kOld));
        ASSERT_TRUE(writer);
        ASSERT_TRUE(writer->add(kAccount, denial("A")));
        ASSERT_TRUE(writer->finish(info(kOld), "{}", "[]"));
    }
    EXPECT_TRUE(is_run_folder(folder));
    EXPECT_FALSE(is_run_folder(path("made")));
    const auto run = read_run_folder(folder);
    ASSERT_TRUE(run);
    EXPECT_EQ(run->info.name, kOld);
    EXPECT_EQ(run->exchanges.at(kAccount).size(), 1U);
    EXPECT_FALSE(RunWriter::begin_apart(folder, info(kOld)));
    write(folder + "/added.ndjson", "{}");
    EXPECT_EQ(read_run_folder(folder).error().code, base::Code::integrity);
    EXPECT_EQ(read_run_folder(path("made")).error().code, base::Code::not_found);
}

TEST_F(Reading, WhatIsNotThereIsNotFound) {
    EXPECT_EQ(error("latest").code, base::Code::not_found);
    EXPECT_EQ(list_runs(store()).error().code, base::Code::not_found);
    fs::create_directories(path("runs"));
    EXPECT_EQ(error("latest").code, base::Code::not_found);
    EXPECT_TRUE(list_runs(store())->empty());
    keep(kOld);
    for (const std::string name : {"none", "..", "../runs", "", "/"}) EXPECT_EQ(error(name).code, base::Code::not_found) << name;
}

TEST_F(Reading, OtherThingsInTheFolderAreNoRuns) {
    keep(kOld);
    write(path("runs/.DS_Store"), "x");
    write(path("runs/notes.txt"), "x");
    write(path("runs/file"), "x");
    const auto runs = list_runs(store());
    ASSERT_TRUE(runs);
    ASSERT_EQ(runs->size(), 2U);
    EXPECT_FALSE(runs->at(0).problem);
    EXPECT_EQ(runs->at(1).info.name, "file");
    EXPECT_TRUE(runs->at(1).problem);
}

// Every byte of a run counts but those of its record, which the log of all runs is to hold.
TEST_F(Reading, AChangedFileIsAnErrorOfItsOwn) {
    for (const char* name : {"111122223333.ndjson", "findings.json", "inventory.json"}) {
        fs::remove_all(store());
        keep(kOld);
        const std::string before = content(file(kOld, name));
        std::string changed = before;
        changed.back() = changed.back() == 'x' ? 'y' : 'x';
        for (const std::string& text : {changed, before + "\n", before.substr(1), std::string()}) {
            write(file(kOld, name), text);
            const base::Error found = error(kOld);
            EXPECT_EQ(found.code, base::Code::integrity) << name;
            EXPECT_NE(found.message.find(name), std::string::npos) << found.message;
        }
        write(file(kOld, name), before);
        EXPECT_TRUE(read_run(store(), kOld));
        fs::remove(file(kOld, name));
        EXPECT_EQ(error(kOld).code, base::Code::integrity);
    }
}

TEST_F(Reading, AnAddedFileOfCallsIsAnErrorToo) {
    keep(kOld);
    fs::copy_file(file(kOld, "111122223333.ndjson"), file(kOld, "444455556666.ndjson"));
    EXPECT_EQ(error(kOld).code, base::Code::integrity);
}

TEST_F(Reading, ARecordOfAnotherRunIsAnErrorToo) {
    keep(kOld);
    keep(kNew);
    fs::copy_file(file(kOld, "run.json"), file(kNew, "run.json"), fs::copy_options::overwrite_existing);
    EXPECT_EQ(error(kNew).code, base::Code::integrity);
    const auto runs = list_runs(store());
    ASSERT_TRUE(runs);
    EXPECT_FALSE(runs->at(0).problem);
    EXPECT_EQ(runs->at(1).problem->code, base::Code::integrity);
    EXPECT_EQ(error("latest").code, base::Code::integrity) << "an older run is not taken for one that was changed";
}

TEST_F(Reading, ARecordDoesNotLeadOutOfItsFolder) {
    keep(kOld);
    std::string record = content(file(kOld, "run.json"));
    record.replace(record.find("\"findings.json\""), 15, "\"../findings.json\"");
    write(file(kOld, "run.json"), record);
    EXPECT_EQ(error(kOld).code, base::Code::integrity);
}

TEST_F(Reading, ATornLineOfAnInterruptedRunIsTold) {
    keep(kOld, false);
    const std::string lines = content(file(kOld, "111122223333.ndjson"));
    for (std::size_t cut = 1; cut < 20; cut += 6) {
        write(file(kOld, "111122223333.ndjson"), lines.substr(0, lines.size() - cut));
        const auto run = read_run(store(), kOld);
        ASSERT_TRUE(run) << run.error().message;
        EXPECT_EQ(run->exchanges.at(kAccount).size(), 2U);
        ASSERT_EQ(run->notes.size(), 2U);
        EXPECT_EQ(run->notes[0], "run `20261122T140305Z-abcd` was interrupted before it ended: 2 answers of 1 accounts are there");
        EXPECT_TRUE(run->notes[1].starts_with("the last line of `111122223333.ndjson` is torn and left out: ")) << run->notes[1];
    }
}

TEST_F(Reading, ABrokenLineSaysItsPlace) {
    keep(kOld, false);
    const std::string lines = content(file(kOld, "111122223333.ndjson"));
    write(file(kOld, "111122223333.ndjson"), lines.substr(3));
    const base::Error found = error(kOld);
    ASSERT_TRUE(found.where);
    EXPECT_EQ(found.where->line, 1U);
    EXPECT_TRUE(found.where->file.ends_with("111122223333.ndjson"));
}

TEST_F(Reading, IsBounded) {
    keep(kOld);
    keep(kNew);
    EXPECT_EQ(error(kOld, {.file = 100}).code, base::Code::too_large);
    EXPECT_EQ(error(kOld, {.files = 2}).code, base::Code::too_large);
    EXPECT_EQ(list_runs(store(), {.runs = 1}).error().code, base::Code::too_large);
}

}  // namespace
}  // namespace vouch::store
