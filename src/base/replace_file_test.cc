// SPDX-License-Identifier: Apache-2.0
#include "base/replace_file.h"

#include <filesystem>
#include <fstream>
#include <iterator>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vouch::base {
namespace {

namespace fs = std::filesystem;

class ReplaceFile : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vouch-replace-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        path_ = (folder_ / "t.yaml").string();
        std::ofstream(path_) << "old";
    }
    void TearDown() override { fs::remove_all(folder_); }

    std::string content() const {
        std::ifstream file(path_);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::size_t files() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder_), fs::directory_iterator())); }

    fs::path folder_;
    std::string path_;
};

TEST_F(ReplaceFile, KeepsThePermissionsAndLeavesNothingBehind) {
    ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
    ASSERT_TRUE(replace_file(path_, "new text"));
    EXPECT_EQ(content(), "new text");
    struct stat there{};
    ASSERT_EQ(stat(path_.c_str(), &there), 0);
    EXPECT_EQ(there.st_mode & 07777U, 0640U);
    EXPECT_EQ(files(), 1U);
}

TEST_F(ReplaceFile, RefusesALinkAndLeavesItsTargetAlone) {
    const std::string link = (folder_ / "link.yaml").string();
    fs::create_symlink(path_, link);
    const auto done = replace_file(link, "new");
    ASSERT_FALSE(done);
    EXPECT_NE(done.error().message.find("symbolic link"), std::string::npos);
    EXPECT_EQ(content(), "old");
    EXPECT_TRUE(fs::is_symlink(link));
}

TEST_F(ReplaceFile, RefusesAFolder) { EXPECT_EQ(replace_file(folder_.string(), "x").error().code, Code::unreadable); }

TEST_F(ReplaceFile, ThatIsNotThereIsNotMade) {
    EXPECT_EQ(replace_file((folder_ / "none").string(), "x").error().code, Code::not_found);
    EXPECT_EQ(files(), 1U);
}

}  // namespace
}  // namespace vouch::base
