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

std::unexpected<Error> not_replaced(const std::string& path, std::string_view what) {
    return fail(errno == ENOENT ? Code::not_found : Code::unreadable,
                fmt::format("`{}` {}: {}", excerpt(path, 200), what, std::strerror(errno)));
}

}  // namespace

Result<void> replace_file(const std::string& path, std::string_view text) {
    struct stat there{};
    if (lstat(path.c_str(), &there) != 0) return not_replaced(path, "cannot be replaced");
    if (S_ISLNK(there.st_mode))
        return fail(Code::unreadable, fmt::format("`{}` is a symbolic link and is not replaced", excerpt(path, 200)), std::nullopt,
                    "name the file that it leads to");
    if (!S_ISREG(there.st_mode))
        return fail(Code::unreadable, fmt::format("`{}` is no regular file and is not replaced", excerpt(path, 200)));
    if (access(path.c_str(), W_OK) != 0) return not_replaced(path, "cannot be written");
    std::string beside = path + ".vouch-XXXXXX";
    const int number = mkostemp(beside.data(), O_CLOEXEC);
    if (number < 0) return not_replaced(path, "cannot be replaced");
    bool done = false;
    {
        const detail::Descriptor file(number);
        done = detail::write_all(number, text) == 0 && fchmod(number, there.st_mode & 07777U) == 0 && fsync(number) == 0;
    }
    if (done && rename(beside.c_str(), path.c_str()) == 0) return {};
    const int why = errno;
    unlink(beside.c_str());
    errno = why;
    return not_replaced(path, "cannot be replaced");
}

}  // namespace vouch::base
