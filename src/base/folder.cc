// SPDX-License-Identifier: Apache-2.0
// The lock is flock() on the folder itself: it leaves no file that could be forgotten. Tested by folder_test.cc.
#include "base/folder.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/detail/descriptor.h"
#include "base/text.h"

namespace vouch::base {
namespace {

std::unexpected<Error> folder_failed(Code code, std::string_view path, std::string_view what, int number) {
    return fail(code, fmt::format("{} `{}`: {}", what, excerpt(path, 200), std::strerror(number)));
}

bool is_folder(const std::string& path) {
    struct stat there{};
    return stat(path.c_str(), &there) == 0 && S_ISDIR(there.st_mode);
}

int open_folder(const std::string& path) { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); }

}  // namespace

Result<void> make_folders(const std::string& path) {
    for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
        const std::string one = path.substr(0, end);
        if (::mkdir(one.c_str(), 0700) != 0 && !is_folder(one)) {
            const int number = errno == EEXIST ? ENOTDIR : errno;
            return folder_failed(Code::unwritable, one, "cannot make the folder", number);
        }
        if (end == std::string::npos) return {};
    }
}

Result<void> make_new_folder(const std::string& path) {
    if (::mkdir(path.c_str(), 0700) == 0) return {};
    return folder_failed(Code::unwritable, path, "cannot make the folder", errno);
}

Result<void> rename_file(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) return folder_failed(Code::unwritable, to, "cannot write", errno);
    const std::size_t slash = to.rfind('/');
    const detail::Descriptor folder(open_folder(slash == std::string::npos ? "." : to.substr(0, slash)));
    if (!folder || ::fsync(folder.get()) != 0) return folder_failed(Code::unwritable, to, "cannot write", errno);
    return {};
}

Result<FolderLock> FolderLock::take(const std::string& path) {
    const int number = open_folder(path);
    if (number < 0) return folder_failed(errno == ENOENT ? Code::not_found : Code::unreadable, path, "cannot open the folder", errno);
    FolderLock lock(number);
    if (::flock(number, LOCK_EX | LOCK_NB) != 0) return folder_failed(Code::unwritable, path, "another process writes in", errno);
    return lock;
}

bool FolderLock::is_held(const std::string& path) {
    const detail::Descriptor folder(open_folder(path));
    return folder && ::flock(folder.get(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

FolderLock::FolderLock(FolderLock&& other) noexcept : number_(std::exchange(other.number_, -1)) {}
FolderLock& FolderLock::operator=(FolderLock&& other) noexcept {
    std::swap(number_, other.number_);
    return *this;
}
FolderLock::~FolderLock() {
    if (number_ >= 0) ::close(number_);
}

}  // namespace vouch::base
