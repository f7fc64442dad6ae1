// SPDX-License-Identifier: Apache-2.0
// Fuzz target for copies in tar archives: nothing crashes, however the stream comes in pieces it says the same, what is listed can be asked
// for, and nothing is listed that leaves the archive.
#include <cstdint>
#include <cstdlib>
#include <mutex>
#include <string>

#include "trail/names.h"
#include "trail/tar_objects.h"

namespace {
namespace base = vouch::base;
namespace trail = vouch::trail;

void require(bool holds) {
    if (!holds) std::abort();
}

// Everything that an archive is found to hold, as text.
std::string told(std::string_view bytes, std::size_t piece) {
    const trail::ReadMore input = [bytes, piece](std::span<char> to) mutable -> base::Result<std::size_t> {
        const std::size_t count = bytes.copy(to.data(), std::min(to.size(), piece));
        bytes.remove_prefix(count);
        return count;
    };
    const auto objects = trail::TarObjects::read_archive(input, {});
    if (!objects) {
        require(objects.error().code != base::Code::internal && objects.error().message.find('\n') == std::string::npos);
        return std::string(base::row(objects.error().code).id);  // how much is seen of a broken archive may differ
    }
    std::string text;
    for (const base::Error& problem : (*objects)->problems()) text += problem.message + "\n";
    const auto roots = (*objects)->roots();
    require(roots.has_value());
    for (const std::string& root : *roots) {
        require(root.ends_with("AWSLogs/"));
        const auto accounts = (*objects)->folders(root);
        require(accounts.has_value());
        for (const std::string& account : *accounts) {
            const auto paths = (*objects)->list(root + account + "/CloudTrail/eu-west-1/", {trail::kFirstTime, trail::kLastTime});
            require(paths.has_value());
            for (const std::string& path : *paths) require(trail::is_plain_path(path) && path.starts_with(root));
            std::mutex mutex;
            std::string read(paths->size(), '?');
            (*objects)->read(*paths, [&](std::size_t index, const base::Result<trail::Object>& object) {
                const std::scoped_lock lock(mutex);
                require(object ? object->bytes.size() <= trail::kMostStoredBytes : object.error().code != base::Code::not_found);
                read[index] = object ? '+' : '-';
            });
            text += account + read + "\n";
        }
    }
    return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(bytes), size);
    require(told(input, 1 << 20) == told(input, 333));
    return 0;
}
