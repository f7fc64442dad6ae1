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

std::unexpected<Error> not_written(const std::string& path, int number) {
    return fail(Code::unwritable, fmt::format("`{}` cannot be written: {}", excerpt(path, 200), std::strerror(number)), std::nullopt,
                number == ENOSPC || number == EDQUOT || number == EFBIG ? "make room on the disk" : "");
}

}  // namespace

Result<LogFile> LogFile::create(std::string path) {
    const detail::Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!file) return not_written(path, errno);
    return LogFile(std::move(path));
}

Result<LogFile> LogFile::go_on(std::string path, std::string_view kept) {
    const detail::Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat there{};
    if (!file || fstat(file.get(), &there) != 0) return not_written(path, errno);
    if (!S_ISREG(there.st_mode) || static_cast<std::size_t>(there.st_size) < kept.size())
        return fail(Code::integrity, fmt::format("`{}` is shorter than it was a moment ago", excerpt(path, 200)));
    if (::ftruncate(file.get(), static_cast<off_t>(kept.size())) != 0) return not_written(path, errno);
    LogFile log(std::move(path));
    log.size_ = kept.size();
    log.digest_.add(kept);
    return log;
}

Result<void> LogFile::append(std::string_view text) {
    const detail::Descriptor file(::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat there{};
    if (!file || fstat(file.get(), &there) != 0) return not_written(path_, errno);
    if (!S_ISREG(there.st_mode) || static_cast<std::size_t>(there.st_size) != size_)
        return fail(Code::integrity, fmt::format("`{}` has {} bytes and not the {} that were written: something else wrote to it",
                                                 excerpt(path_, 200), there.st_size, size_));
    if (const int number = detail::write_all(file.get(), text); number != 0) {
        // What remains where even this fails is a torn line, which readers know.
        [[maybe_unused]] const int cut = ::ftruncate(file.get(), there.st_size);
        return not_written(path_, number);
    }
    size_ += text.size();
    digest_.add(text);
    return {};
}

Result<void> LogFile::sync() {
    const detail::Descriptor file(::open(path_.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    if (!file || ::fsync(file.get()) != 0) return not_written(path_, errno);
    return {};
}

}  // namespace vouch::base
