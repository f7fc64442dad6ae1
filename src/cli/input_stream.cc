// SPDX-License-Identifier: Apache-2.0
// Tested by tests/trail.
#include "cli/input_stream.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include <fmt/format.h>
#include <unistd.h>

namespace vouch::cli {

using base::Code;
using base::Result;

Result<trail::ReadMore> open_stream(World& world, const std::string& file) {
    const bool standard = file == "-";
    std::shared_ptr<FILE> owner;
    if (!standard) {
        owner = {std::fopen(file.c_str(), "rbe"), [](FILE* opened) {
                     if (opened != nullptr) static_cast<void>(std::fclose(opened));
                 }};
        if (owner == nullptr)
            return base::fail(errno == ENOENT ? Code::not_found : Code::unreadable, fmt::format("cannot be read: {}", std::strerror(errno)),
                              base::Location{file, 0, 0});
    }
    const int descriptor = standard ? STDIN_FILENO : ::fileno(owner.get());
    const std::atomic<bool>& stop = world.stop();
    return [owner, descriptor, name = standard ? "<stdin>" : file, &stop](std::span<char> bytes) -> Result<std::size_t> {
        for (;;) {
            if (stop) return base::fail(Code::cancelled, "stopped before all was read", base::Location{name, 0, 0});
            const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EINTR)
                return base::fail(Code::unreadable, fmt::format("cannot be read: {}", std::strerror(errno)), base::Location{name, 0, 0});
        }
    };
}

}  // namespace vouch::cli
