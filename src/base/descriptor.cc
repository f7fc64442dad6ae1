// SPDX-License-Identifier: Apache-2.0
// Staying below a folder is the kernel's work (openat2 with RESOLVE_BENEATH) where it has it. The walk for other kernels keeps one
// descriptor per folder on the way down, so that `..` in a link means going back to the one before, and never above the first.
// Tested by files_test.cc.
#include "base/detail/descriptor.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <vector>

#include <fcntl.h>
#include <fmt/format.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/text.h"

namespace vouch::base::detail {
namespace {

constexpr int kReading = O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY;
constexpr int kMostLinks = 40;

Descriptor failed(int number) {
    errno = number;
    return Descriptor();
}

// Puts the components of `path` on `todo`, the first one on top.
void push_components(std::vector<std::string>& todo, std::string_view path) {
    while (!path.empty()) {
        const std::size_t slash = path.rfind('/');
        const std::string_view component = slash == std::string_view::npos ? path : path.substr(slash + 1);
        if (!component.empty() && component != ".") todo.emplace_back(component);
        path = slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
    }
}

// The target of a link; empty where `name` is none.
std::string read_link(int folder, const std::string& name) {
    std::array<char, PATH_MAX> target;
    const ssize_t length = readlinkat(folder, name.c_str(), target.data(), target.size());
    return length <= 0 ? std::string() : std::string(target.data(), static_cast<std::size_t>(length));
}

}  // namespace

Descriptor::~Descriptor() {
    if (number_ >= 0) close(number_);
}

Descriptor open_for_reading(const char* path) { return Descriptor(open(path, kReading)); }

Descriptor walk_beneath(const std::string& folder, const std::string& relative) {
    std::vector<Descriptor> folders;
    folders.emplace_back(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!folders.back()) return Descriptor();
    std::vector<std::string> todo;
    push_components(todo, relative);
    int links = 0;
    while (!todo.empty()) {
        const std::string name = std::move(todo.back());
        todo.pop_back();
        if (name == "..") {
            if (folders.size() == 1) return failed(EXDEV);
            folders.pop_back();
            continue;
        }
        const int here = folders.back().get();
        if (const std::string target = read_link(here, name); !target.empty()) {
            if (target.starts_with('/')) return failed(EXDEV);
            if (++links > kMostLinks) return failed(ELOOP);
            push_components(todo, target);
            continue;
        }
        if (todo.empty()) return Descriptor(openat(here, name.c_str(), kReading | O_NOFOLLOW));
        Descriptor next(openat(here, name.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
        if (!next) return Descriptor();
        folders.push_back(std::move(next));
    }
    return Descriptor(openat(folders.back().get(), ".", kReading));
}

Descriptor open_beneath(const std::string& folder, const std::string& relative) {
    const Descriptor root(open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
    if (!root) return Descriptor();
    open_how how{};
    how.flags = static_cast<std::uint64_t>(kReading);
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS;
    Descriptor opened(static_cast<int>(syscall(SYS_openat2, root.get(), relative.c_str(), &how, sizeof how)));
    if (opened) return opened;
    const bool unavailable = errno == ENOSYS || errno == EPERM || errno == EINVAL || errno == EAGAIN;
    return unavailable ? walk_beneath(folder, relative) : std::move(opened);
}

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

Error error_from(int number, std::string_view path) {
    const Location where{std::string(path), 0, 0};
    switch (number) {
        case ENOENT:
        case ENOTDIR: return fail(Code::not_found, "there is no such file or folder", where).error();
        case EXDEV: return fail(Code::outside_root, "the path leads out of the folder that it must stay in", where).error();
        case ELOOP: return fail(Code::unreadable, "too many symbolic links, or a loop of them", where).error();
        case ENXIO: return fail(Code::unreadable, "is a socket or pipe, not a regular file", where).error();
        default: break;
    }
    std::array<char, 256> buffer{};
    // The GNU strerror_r returns the text, in `buffer` or elsewhere.
    return fail(Code::unreadable, fmt::format("cannot be read: {}", strerror_r(number, buffer.data(), buffer.size())), where).error();
}

}  // namespace vouch::base::detail
