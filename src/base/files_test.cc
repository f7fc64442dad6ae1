// SPDX-License-Identifier: Apache-2.0
// Files, folders and the ways out of them.
#include "base/files.h"

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/detail/descriptor.h"

namespace vouch::base {
namespace {

namespace fs = std::filesystem;

// A fresh folder with a file `secret.json` beside it, both gone afterwards.
class FilesTest : public testing::Test {
protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "vouch-files-XXXXXX").string();
        ASSERT_NE(mkdtemp(pattern.data()), nullptr);
        home_ = pattern;
        fs::create_directories(root() / "inner");
        write("a.json", "{}");
        write("inner/b.yaml", "k: v");
        write("inner/c.txt", "text");
        std::ofstream(home_ / "secret.json") << "secret";
    }
    void TearDown() override { fs::remove_all(home_); }

    fs::path root() const { return home_ / "root"; }
    std::string at(const std::string& relative) const { return (root() / relative).string(); }
    void write(const std::string& relative, const std::string& text) const { std::ofstream(root() / relative) << text; }
    void link(const std::string& target, const std::string& relative) const { fs::create_symlink(target, root() / relative); }

    Code read_code(const std::string& path, std::size_t most = kLargestFile) const {
        const auto text = files_.read(path, most);
        return text ? Code::internal : text.error().code;
    }

    std::vector<std::string> names(const Listing& listing) const {
        std::vector<std::string> names;
        for (const std::string& file : listing.files) names.push_back(fs::path(file).lexically_relative(root()).string());
        return names;
    }

    fs::path home_;
    DiskFiles files_;
};

using Names = std::vector<std::string>;

TEST_F(FilesTest, RegularFileIsReadWhole) {
    const auto text = files_.read(at("a.json"));
    ASSERT_TRUE(text);
    EXPECT_EQ((*text)->text(), "{}");
    EXPECT_EQ((*text)->name(), at("a.json"));
}

TEST_F(FilesTest, EmptyFileIsAnEmptyText) {
    write("empty.json", "");
    EXPECT_EQ((*files_.read(at("empty.json")))->text(), "");
}

TEST_F(FilesTest, FileOfExactlyTheLimitIsReadAndOneMoreIsTooLarge) {
    write("ten", "0123456789");
    EXPECT_TRUE(files_.read(at("ten"), 10));
    EXPECT_EQ(read_code(at("ten"), 9), Code::too_large);
}

TEST_F(FilesTest, FileWithoutASizeIsReadUpToTheLimit) {
    EXPECT_TRUE(files_.read("/proc/self/status"));
    EXPECT_EQ(read_code("/proc/self/status", 10), Code::too_large);
}

TEST_F(FilesTest, MissingFileIsNotFound) { EXPECT_EQ(read_code(at("none")), Code::not_found); }

TEST_F(FilesTest, FolderIsUnreadable) { EXPECT_EQ(read_code(at("inner")), Code::unreadable); }

TEST_F(FilesTest, PipeIsUnreadableAndNotWaitedFor) {
    ASSERT_EQ(mkfifo(at("pipe.json").c_str(), 0600), 0);
    EXPECT_EQ(read_code(at("pipe.json")), Code::unreadable);
}

TEST_F(FilesTest, DeviceIsUnreadable) { EXPECT_EQ(read_code("/dev/zero"), Code::unreadable); }

TEST_F(FilesTest, SocketIsUnreadable) {
    const detail::Descriptor socket_descriptor(socket(AF_UNIX, SOCK_STREAM, 0));
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    at("s").copy(address.sun_path, sizeof address.sun_path - 1);
    ASSERT_EQ(bind(socket_descriptor.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(read_code(at("s")), Code::unreadable);
}

TEST_F(FilesTest, FileWithoutPermissionIsUnreadable) {
    if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
    fs::permissions(root() / "a.json", fs::perms::none);
    EXPECT_EQ(read_code(at("a.json")), Code::unreadable);
}

TEST_F(FilesTest, ListingIsSortedAndFilteredByExtension) {
    write("z.json", "{}");
    const auto listing = files_.list(root().string(), {.extensions = {".json", ".yaml"}});
    ASSERT_TRUE(listing);
    EXPECT_EQ(names(*listing), (Names{"a.json", "inner/b.yaml", "z.json"}));
    EXPECT_TRUE(listing->warnings.empty());
}

TEST_F(FilesTest, ListingWithoutExtensionsHasEveryFile) { EXPECT_EQ(files_.list(root().string(), {})->files.size(), 3U); }

TEST_F(FilesTest, HiddenAndSkippedFoldersAreNotEntered) {
    for (const char* folder : {".git", "node_modules"}) {
        fs::create_directory(root() / folder);
        write(std::string(folder) + "/x.json", "{}");
    }
    EXPECT_EQ(names(*files_.list(root().string(), {.extensions = {".json"}})), (Names{"a.json"}));
}

TEST_F(FilesTest, LinkOutOfTheFolderIsLeftOutWithAWarning) {
    link("../secret.json", "out.json");
    const auto listing = files_.list(root().string(), {.extensions = {".json"}});
    EXPECT_EQ(names(*listing), (Names{"a.json"}));
    ASSERT_EQ(listing->warnings.size(), 1U);
    EXPECT_EQ(listing->warnings[0].code, Code::outside_root);
    EXPECT_EQ(listing->warnings[0].where->file, at("out.json"));
}

TEST_F(FilesTest, LinkToASiblingFolderWithTheSamePrefixIsOutside) {
    fs::create_directory(home_ / "root2");
    std::ofstream(home_ / "root2" / "x.json") << "{}";
    link("../root2/x.json", "out.json");
    EXPECT_EQ(files_.list(root().string(), {.extensions = {".json"}})->warnings.size(), 1U);
}

TEST_F(FilesTest, LinkToAListedFileDoesNotListItTwice) {
    link("a.json", "again.json");
    EXPECT_EQ(names(*files_.list(root().string(), {.extensions = {".json"}})), (Names{"a.json"}));
}

TEST_F(FilesTest, LinkToAFileThatIsNotListedItselfIsListed) {
    link("inner/c.txt", "c.json");
    EXPECT_EQ(names(*files_.list(root().string(), {.extensions = {".json"}})), (Names{"a.json", "c.json"}));
}

TEST_F(FilesTest, LoopOfFoldersEnds) {
    link("..", "inner/up");
    EXPECT_EQ(names(*files_.list(root().string(), {.extensions = {".yaml"}})), (Names{"inner/b.yaml"}));
}

TEST_F(FilesTest, LinkToNothingGivesAWarning) {
    link("nothing", "broken.json");
    link("loop.json", "loop.json");
    EXPECT_EQ(files_.list(root().string(), {.extensions = {".json"}})->warnings.size(), 2U);
}

TEST_F(FilesTest, PipeInAFolderGivesAWarning) {
    ASSERT_EQ(mkfifo(at("pipe.json").c_str(), 0600), 0);
    const auto listing = files_.list(root().string(), {.extensions = {".json"}});
    EXPECT_EQ(names(*listing), (Names{"a.json"}));
    EXPECT_EQ(listing->warnings.size(), 1U);
}

TEST_F(FilesTest, ListingHasALimitOfEntries) {
    const auto listing = files_.list(root().string(), {.entries = 3});
    ASSERT_FALSE(listing);
    EXPECT_EQ(listing.error().code, Code::too_large);
}

TEST_F(FilesTest, FoldersBeyondTheDepthLimitGiveAWarning) {
    const auto listing = files_.list(root().string(), {.depth = 1});
    EXPECT_EQ(names(*listing), (Names{"a.json"}));
    EXPECT_EQ(listing->warnings.at(0).code, Code::too_large);
}

TEST_F(FilesTest, ListingOfNothingIsNotFound) { EXPECT_EQ(files_.list(at("none"), {}).error().code, Code::not_found); }

TEST_F(FilesTest, ListingOfAFileIsUnreadable) { EXPECT_EQ(files_.list(at("a.json"), {}).error().code, Code::unreadable); }

TEST_F(FilesTest, FileBeneathIsReadAndNamedAfterBoth) {
    const auto text = files_.read_beneath(root().string(), "inner/b.yaml");
    ASSERT_TRUE(text);
    EXPECT_EQ((*text)->text(), "k: v");
    EXPECT_EQ((*text)->name(), at("inner/b.yaml"));
}

TEST_F(FilesTest, PathsThatLeadOutAreRefused) {
    link("..", "up");
    link((home_ / "secret.json").string(), "absolute");
    link("inner/../../secret.json", "winding");
    for (const std::string path : {"../secret.json", "inner/../../secret.json", "/etc/hostname", "", "..", "https://example.com/a.json",
                                   "file:///etc/hostname", "up/secret.json", "absolute", "winding"}) {
        const auto text = files_.read_beneath(root().string(), path);
        ASSERT_FALSE(text) << path;
        EXPECT_EQ(text.error().code, Code::outside_root) << path;
    }
}

TEST_F(FilesTest, NulInAPathIsRefused) {
    EXPECT_EQ(files_.read_beneath(root().string(), std::string_view("a.json\0x", 8)).error().code, Code::outside_root);
}

TEST_F(FilesTest, LinkThatStaysInsideIsFollowed) {
    link("../a.json", "inner/back.json");
    EXPECT_EQ((*files_.read_beneath(root().string(), "inner/back.json"))->text(), "{}");
}

TEST_F(FilesTest, FolderBeneathIsUnreadable) { EXPECT_EQ(files_.read_beneath(root().string(), "inner").error().code, Code::unreadable); }

TEST_F(FilesTest, MissingFileBeneathIsNotFound) {
    EXPECT_EQ(files_.read_beneath(root().string(), "inner/none").error().code, Code::not_found);
}

// The walk must agree with the kernel on every path, because only one of them runs on a given machine.
TEST_F(FilesTest, WalkAgreesWithTheKernel) {
    link("..", "up");
    link("/etc/hostname", "absolute");
    link("inner", "folder");
    link("../a.json", "inner/back.json");
    link("self", "self");
    link("inner/../../root/a.json", "out-and-in");
    for (const std::string path : {"a.json", "inner/b.yaml", "./inner//b.yaml", "folder/b.yaml", "inner/back.json", "up/secret.json",
                                   "absolute", "self", "out-and-in", "none", "a.json/x", "inner"}) {
        const bool kernel = static_cast<bool>(detail::open_beneath(root().string(), path));
        const int kernel_error = kernel ? 0 : errno;
        const bool walk = static_cast<bool>(detail::walk_beneath(root().string(), path));
        const int walk_error = walk ? 0 : errno;
        EXPECT_EQ(kernel, walk) << path;
        EXPECT_EQ(kernel_error, walk_error) << path;
    }
}

}  // namespace
}  // namespace vouch::base
