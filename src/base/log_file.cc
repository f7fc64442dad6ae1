// SPDX-License-Identifier: Apache-2.0
// Tested by log_file_test.cc.
#include "base/log_file.h"

#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/detail/descriptor.h"
#include "base/text.h"

namespace vouch::base {
namespace {

std::unexpected<Error> failed(const std::string& path, int number) {
    return fail(Code::unwritable, fmt::format("`{}` cannot be written: {}", excerpt(path, 200), std::strerror(number)), std::nullopt,
                number == ENOSPC || number == EDQUOT || number == EFBIG ? "make room on the disk" : "");
}

// 0, or the errno of what failed.
int write_all(int file, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(file, text.data(), text.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return errno;
        if (count == 0) return ENOSPC;
        text.remove_prefix(static_cast<std::size_t>(count));
    }
    return 0;
}

}  // namespace

Result<LogFile> LogFile::create(std::string path) {
    const detail::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return failed(path, errno);
    return LogFile(std::move(path));
}

Result<void> LogFile::append(std::string_view text) {
    const detail::Descriptor file(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat there{};
    if (!file || fstat(file.get(), &there) != 0) return failed(path_, errno);
    if (!S_ISREG(there.st_mode) || static_cast<std::size_t>(there.st_size) != size_)
        return fail(Code::integrity, fmt::format("`{}` has {} bytes and not the {} that were written: something else wrote to it",
                                                 excerpt(path_, 200), there.st_size, size_));
    if (const int number = write_all(file.get(), text); number != 0) {
        // What remains where even this fails is a torn line, which readers know.
        [[maybe_unused]] const int cut = ::ftruncate(file.get(), there.st_size);
        return failed(path_, number);
    }
    size_ += text.size();
    digest_.add(text);
    return {};
}

Result<void> LogFile::sync() {
    const detail::Descriptor file(::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file || ::fsync(file.get()) != 0) return failed(path_, errno);
    return {};
}

}  // namespace vouch::base
