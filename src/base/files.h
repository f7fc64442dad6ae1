// SPDX-License-Identifier: Apache-2.0
// The files of the outside world: reading whole regular files, listing folders, and staying inside a folder.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"

namespace vouch::base {

inline constexpr std::size_t kLargestFile = std::size_t{64} << 20U;  // templates have 1 MB at most, assemblies some; `--max-bytes` lifts it

struct ListOptions {
    std::vector<std::string> extensions = {};                     // with their dot; empty: every file
    std::vector<std::string> skipped_folders = {"node_modules"};  // folder names that are not entered; nor are those that begin with a dot
    std::size_t entries = 1'000'000;                              // looked at, not only returned; bounds the walk
    std::size_t depth = 64;                                       // folders in folders
};

struct Listing {
    std::vector<std::string> files;  // `folder`/..., sorted by bytes
    std::vector<Error> warnings;     // what was left out although its name asked for it, and why
};

// An interface so that tests need no disk. Implementations may be used by several threads at once.
class Files {
public:
    Files() = default;
    Files(const Files&) = delete;
    Files& operator=(const Files&) = delete;
    virtual ~Files() = default;

    // The text of a regular file, with `path` for its name.
    // Errors: not_found; unreadable (no permission, or a folder, pipe, device, socket: these are never waited for); too_large (more than
    // `most` bytes).
    virtual Result<SourcePtr> read(const std::string& path, std::size_t most) const = 0;
    Result<SourcePtr> read(const std::string& path) const { return read(path, kLargestFile); }

    // The same for a file below `folder` that an input names (a manifest, a template). Symbolic links are followed where they stay below
    // it. Its name is `folder`/`relative`. Errors: as read(), and outside_root where `relative` is empty, absolute, a URL, has a component
    // `..`, or a link on the way leads out.
    virtual Result<SourcePtr> read_beneath(const std::string& folder, std::string_view relative, std::size_t most) const = 0;
    Result<SourcePtr> read_beneath(const std::string& folder, std::string_view relative) const {
        return read_beneath(folder, relative, kLargestFile);
    }

    // Every regular file in `folder`, however deep, whose name has one of the extensions. Links to folders are not entered and links to
    // files count where they lead to a file of `folder` that is not listed itself; a link that leads out of it, or to nothing, gives a
    // warning, as do pipes, devices, sockets and folders that cannot be read. Errors: not_found, unreadable, too_large (more than
    // `entries`).
    virtual Result<Listing> list(const std::string& folder, const ListOptions& options) const = 0;

    // Everything on standard input, named "<stdin>". Errors: unreadable, too_large.
    virtual Result<SourcePtr> read_standard_input(std::size_t most) const = 0;

    virtual bool is_folder(const std::string& path) const = 0;
};

// The real ones.
class DiskFiles final : public Files {
public:
    using Files::read;
    using Files::read_beneath;
    Result<SourcePtr> read(const std::string& path, std::size_t most) const override;
    Result<SourcePtr> read_beneath(const std::string& folder, std::string_view relative, std::size_t most) const override;
    Result<Listing> list(const std::string& folder, const ListOptions& options) const override;
    Result<SourcePtr> read_standard_input(std::size_t most) const override;
    bool is_folder(const std::string& path) const override;
};

}  // namespace vouch::base
