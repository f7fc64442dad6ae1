// SPDX-License-Identifier: Apache-2.0
// A file beside it is written, brought to the disk and renamed over it. Tested by replace_file_test.cc.
#include "base/replace_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/detail/descriptor.h"
#include "base/text.h"

namespace vouch::base {
namespace {

std::unexpected<Error> failed(const std::string& path, std::string_view what) {
    return fail(errno == ENOENT ? Code::not_found : Code::unreadable,
                fmt::format("`{}` {}: {}", excerpt(path, 200), what, std::strerror(errno)));
}

bool write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return true;
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view text) {
    struct stat there{};
    if (lstat(path.c_str(), &there) != 0) return failed(path, "cannot be replaced");
    if (S_ISLNK(there.st_mode))
        return fail(Code::unreadable, fmt::format("`{}` is a symbolic link and is not replaced", excerpt(path, 200)), std::nullopt,
                    "name the file that it leads to");
    if (!S_ISREG(there.st_mode))
        return fail(Code::unreadable, fmt::format("`{}` is no regular file and is not replaced", excerpt(path, 200)));
    if (access(path.c_str(), W_OK) != 0) return failed(path, "cannot be written");
    std::string beside = path + ".vouch-XXXXXX";
    const int number = mkostemp(beside.data(), O_CLOEXEC);
    if (number < 0) return failed(path, "cannot be replaced");
    bool done = false;
    {
        const detail::Descriptor file(number);
        done = write_all(number, text) && fchmod(number, there.st_mode & 07777U) == 0 && fsync(number) == 0;
    }
    if (done && rename(beside.c_str(), path.c_str()) == 0) return {};
    const int why = errno;
    unlink(beside.c_str());
    errno = why;
    return failed(path, "cannot be replaced");
}

}  // namespace vouch::base
