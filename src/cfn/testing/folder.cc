// SPDX-License-Identifier: Apache-2.0
// Implementation of folder.h.
#include "cfn/testing/folder.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include <gtest/gtest.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

namespace vouch::cfn::testing {

Folder::Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "vouch-cfn-XXXXXX").string();
    const char* made = ::mkdtemp(pattern.data());
    EXPECT_NE(made, nullptr);
    path_ = made != nullptr ? made : ".";
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void Folder::write(std::string_view name, std::string_view text) const {
    const std::filesystem::path path = *this / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

void Folder::link(std::string_view name, const std::string& target) const {
    const std::filesystem::path path = *this / name;
    std::filesystem::create_directories(path.parent_path());
    std::filesystem::create_symlink(target, path);
}

void Folder::fifo(std::string_view name) const { EXPECT_EQ(::mkfifo((*this / name).c_str(), 0600), 0); }

model::Inventory load_one(const std::string& path, const Options& options) { return load(std::vector<std::string>{path}, options); }

OpenWatch::OpenWatch(const std::string& file) : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
    EXPECT_GE(::inotify_add_watch(descriptor_, file.c_str(), IN_OPEN | IN_ACCESS), 0) << file;
}

OpenWatch::~OpenWatch() { ::close(descriptor_); }

bool OpenWatch::opened() const {
    char events[4096];
    return ::read(descriptor_, events, sizeof events) > 0;
}

}  // namespace vouch::cfn::testing
