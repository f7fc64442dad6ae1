// SPDX-License-Identifier: Apache-2.0
// Only the descriptor of the FILE is used, which owns it. Tested by spool_test.cc.
#include "trail/spool.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::uint64_t kLookEvery = std::uint64_t{64} << 20U;
constexpr std::uint64_t kLeastRoom = std::uint64_t{256} << 20U;

base::Error error_of(Code code, int number, const std::string& folder) {
    return fail(code, fmt::format("a temporary file: {}", std::strerror(number)), base::Location{folder, 0, 0},
                "TMPDIR names another folder for it")
        .error();
}

// Some file systems have no files without names.
int open_nameless(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
    if (descriptor >= 0) return descriptor;
    std::string name = folder + "/vouch-XXXXXX";
    const int named = ::mkostemp(name.data(), O_CLOEXEC);
    if (named >= 0) static_cast<void>(::unlink(name.c_str()));
    return named;
}

}  // namespace

Result<Spool> Spool::make(const std::string& folder) {
    const int descriptor = open_nameless(folder);
    if (descriptor < 0) return std::unexpected(error_of(Code::unwritable, errno, folder));
    FILE* const file = ::fdopen(descriptor, "w+be");
    if (file != nullptr) return Spool(file, folder);
    const int number = errno;
    static_cast<void>(::close(descriptor));
    return std::unexpected(error_of(Code::unwritable, number, folder));
}

Result<void> Spool::append(std::string_view bytes) {
    if (size_ - looked_ >= kLookEvery) {
        struct statvfs disk{};
        looked_ = size_;
        if (::fstatvfs(::fileno(file_.get()), &disk) == 0 && disk.f_bavail * disk.f_frsize < kLeastRoom)
            return std::unexpected(error_of(Code::unwritable, ENOSPC, folder_));
    }
    while (!bytes.empty()) {
        const ssize_t count = ::pwrite(::fileno(file_.get()), bytes.data(), bytes.size(), static_cast<off_t>(size_));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::unexpected(error_of(Code::unwritable, count == 0 ? ENOSPC : errno, folder_));
        size_ += static_cast<std::uint64_t>(count);
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
    return {};
}

Result<std::string> Spool::read(std::uint64_t begin, std::size_t size) const {
    std::string bytes(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const ssize_t count = ::pread(::fileno(file_.get()), bytes.data() + done, size - done, static_cast<off_t>(begin + done));
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return std::unexpected(error_of(Code::unreadable, count == 0 ? EIO : errno, folder_));
        done += static_cast<std::size_t>(count);
    }
    return bytes;
}

}  // namespace vouch::trail
