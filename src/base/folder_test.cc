// SPDX-License-Identifier: Apache-2.0
#include "base/folder.h"

#include <filesystem>
#include <fstream>
#include <optional>

#include <gtest/gtest.h>
#include <sys/stat.h>

namespace vouch::base {
namespace {

namespace fs = std::filesystem;

class Folder : public ::testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vouch-folder-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        root_ = pattern;
    }
    void TearDown() override { fs::remove_all(root_); }
    std::string path(std::string_view name) const { return root_ + "/" + std::string(name); }

    std::string root_;
};

TEST_F(Folder, IsMadeForItsOwnerWithThoseAbove) {
    ASSERT_TRUE(make_folders(path("a/b/c")));
    ASSERT_TRUE(make_folders(path("a/b/c")));
    struct stat there{};
    ASSERT_EQ(stat(path("a/b").c_str(), &there), 0);
    EXPECT_EQ(there.st_mode & 0777U, 0700U);
}

TEST_F(Folder, IsNotMadeWhereAFileIs) {
    std::ofstream(path("file")) << "x";
    for (const auto& one : {path("file"), path("file/below")}) {
        const auto made = make_folders(one);
        ASSERT_FALSE(made);
        EXPECT_EQ(made.error().code, Code::unwritable);
        EXPECT_NE(made.error().message.find("Not a directory"), std::string::npos) << made.error().message;
    }
}

TEST_F(Folder, ThatIsNewIsMadeOnce) {
    ASSERT_TRUE(make_new_folder(path("new")));
    EXPECT_EQ(make_new_folder(path("new")).error().code, Code::unwritable);
    EXPECT_EQ(make_new_folder(path("none/new")).error().code, Code::unwritable);
}

TEST_F(Folder, RenamesOverWhatIsThere) {
    std::ofstream(path("a")) << "new";
    std::ofstream(path("b")) << "old";
    ASSERT_TRUE(rename_file(path("a"), path("b")));
    std::ifstream file(path("b"));
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(file), {}), "new");
    EXPECT_EQ(rename_file(path("a"), path("b")).error().code, Code::unwritable);
}

TEST_F(Folder, IsLockedOnceAndFreeAfterwards) {
    EXPECT_FALSE(FolderLock::is_held(root_));
    {
        auto lock = FolderLock::take(root_);
        ASSERT_TRUE(lock);
        EXPECT_TRUE(FolderLock::is_held(root_));
        EXPECT_EQ(FolderLock::take(root_).error().code, Code::unwritable);
        const FolderLock moved = *std::move(lock);
        EXPECT_TRUE(FolderLock::is_held(root_));
    }
    EXPECT_FALSE(FolderLock::is_held(root_));
    EXPECT_EQ(FolderLock::take(path("none")).error().code, Code::not_found);
    EXPECT_FALSE(FolderLock::is_held(path("none")));
}

}  // namespace
}  // namespace vouch::base
