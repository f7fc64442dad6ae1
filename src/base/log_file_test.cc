// SPDX-License-Identifier: Apache-2.0
#include "base/log_file.h"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace vouch::base {
namespace {

namespace fs = std::filesystem;

class Log : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vouch-log-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        root_ = pattern;
        path_ = root_ + "/log";
    }
    void TearDown() override { fs::remove_all(root_); }
    std::string content() const {
        std::ifstream file(path_);
        return {std::istreambuf_iterator<char>(file), {}};
    }

    std::string root_;
    std::string path_;
};

TEST_F(Log, GoesOnBehindItsLastWholeLine) {
    {
        auto file = LogFile::create(path_);
        ASSERT_TRUE(file);
        ASSERT_TRUE(file->append("one\ntw"));
    }
    auto file = LogFile::go_on(path_, "one\n");
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append("two\n"));
    EXPECT_EQ(content(), "one\ntwo\n");
    EXPECT_EQ(*file->sha256(), *sha256_hex("one\ntwo\n"));
    EXPECT_FALSE(LogFile::go_on(path_, "one\ntwo\nthree\n"));
    EXPECT_FALSE(LogFile::go_on(path_ + "-not-there", ""));
}

TEST_F(Log, GrowsAndKnowsItsDigest) {
    auto file = LogFile::create(path_);
    ASSERT_TRUE(file);
    ASSERT_TRUE(file->append("one\n"));
    ASSERT_TRUE(file->append("two\n"));
    ASSERT_TRUE(file->sync());
    EXPECT_EQ(content(), "one\ntwo\n");
    EXPECT_EQ(file->size(), 8U);
    EXPECT_EQ(*file->sha256(), *sha256_hex("one\ntwo\n"));
    struct stat there{};
    ASSERT_EQ(stat(path_.c_str(), &there), 0);
    EXPECT_EQ(there.st_mode & 0777U, 0600U);
}

TEST_F(Log, IsMadeOnce) {
    ASSERT_TRUE(LogFile::create(path_));
    EXPECT_EQ(LogFile::create(path_).error().code, Code::unwritable);
    EXPECT_EQ(LogFile::create(root_ + "/none/log").error().code, Code::unwritable);
}

TEST_F(Log, NoticesAnotherWriter) {
    auto file = LogFile::create(path_);
    ASSERT_TRUE(file->append("one\n"));
    std::ofstream(path_, std::ios::app) << "x";
    EXPECT_EQ(file->append("two\n").error().code, Code::integrity);
    EXPECT_EQ(content(), "one\nx");
    fs::remove(path_);
    EXPECT_EQ(file->append("two\n").error().code, Code::unwritable);
}

// A limit on the size of files stands for a full disk: a part of the text is written before the system says no.
TEST_F(Log, WithoutRoomStaysWhatItWas) {
    const pid_t child = fork();
    if (child == 0) {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{6, 6};
        auto file = LogFile::create(path_);
        if (!file || !file->append("one\n") || setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(1);
        const auto second = file->append("two\n");
        _exit(!second && second.error().code == Code::unwritable && !second.error().help.empty() && file->size() == 4 ? 0 : 2);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
    EXPECT_EQ(content(), "one\n");
}

}  // namespace
}  // namespace vouch::base
