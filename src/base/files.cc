// SPDX-License-Identifier: Apache-2.0
// Reading: open without waiting, look at what was opened, then read at most the limit. Tested by files_test.cc.
#include "base/files.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/detail/descriptor.h"
#include "base/text.h"

namespace vouch::base {
namespace {

using detail::Descriptor;

// SIMD readers may look this far behind the text; the room for it is reserved at once, so that nobody copies the text to get it.
constexpr std::size_t kPadding = 64;
constexpr std::size_t kStep = std::size_t{256} << 10U;

Error too_large(const std::string& name, std::size_t most) {
    return fail(Code::too_large, fmt::format("has more than the limit of {} bytes for one file", most), Location{name, 0, 0}).error();
}

std::string_view kind_of(mode_t mode) {
    if (S_ISDIR(mode)) return "a folder";
    if (S_ISFIFO(mode)) return "a pipe";
    if (S_ISSOCK(mode)) return "a socket";
    return "a device";
}

// Reads until the end; `expected` is a good guess of the size.
Result<SourcePtr> read_all(int descriptor, const std::string& name, std::size_t expected, std::size_t most) {
    std::string text;
    text.reserve(expected + kPadding);
    std::size_t step = expected + 1;  // the one more finds the end without another round
    for (;;) {
        const std::size_t begin = text.size();
        ssize_t count = 0;
        text.resize_and_overwrite(begin + step, [&](char* bytes, std::size_t) {
            count = ::read(descriptor, bytes + begin, step);
            return begin + static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        });
        if (count == 0) break;
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return std::unexpected(detail::error_from(errno, name));
        if (text.size() > most) return std::unexpected(too_large(name, most));
        step = text.size() <= expected ? expected + 1 - text.size() : kStep;
    }
    return std::make_shared<Source>(name, std::move(text));
}

Result<SourcePtr> read_regular(const Descriptor& descriptor, const std::string& name, std::size_t most) {
    if (!descriptor) return std::unexpected(detail::error_from(errno, name));
    struct stat status{};
    if (fstat(descriptor.get(), &status) != 0) return std::unexpected(detail::error_from(errno, name));
    if (!S_ISREG(status.st_mode))
        return fail(Code::unreadable, fmt::format("is {}, not a regular file", kind_of(status.st_mode)), Location{name, 0, 0});
    const auto size = static_cast<std::size_t>(std::max<off_t>(status.st_size, 0));
    if (size > most) return std::unexpected(too_large(name, most));
    return read_all(descriptor.get(), name, size, most);
}

// Whether an input may name a file of its own folder like this, before anything is opened.
bool is_plain_relative(std::string_view path) {
    if (path.empty() || path.starts_with('/') || path.find("://") != std::string_view::npos || path.find('\0') != std::string_view::npos)
        return false;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        if (path.substr(begin, end - begin) == "..") return false;
        begin = end + 1;
    }
    return true;
}

}  // namespace

Result<SourcePtr> DiskFiles::read(const std::string& path, std::size_t most) const {
    return read_regular(detail::open_for_reading(path.c_str()), path, most);
}

Result<SourcePtr> DiskFiles::read_beneath(const std::string& folder, std::string_view relative, std::size_t most) const {
    const std::string name = fmt::format("{}/{}", folder, relative);
    if (!is_plain_relative(relative)) {
        return fail(Code::outside_root, fmt::format("`{}` must be a relative path that stays in the folder", excerpt(relative, 200)),
                    Location{folder, 0, 0});
    }
    return read_regular(detail::open_beneath(folder, std::string(relative)), name, most);
}

Result<SourcePtr> DiskFiles::read_standard_input(std::size_t most) const { return read_all(STDIN_FILENO, "<stdin>", kStep, most); }

bool DiskFiles::is_folder(const std::string& path) const {
    struct stat status{};
    return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

}  // namespace vouch::base
