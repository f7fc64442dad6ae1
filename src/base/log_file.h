// SPDX-License-Identifier: Apache-2.0
// A file that only grows, and the digest of what was written to it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/digest.h"
#include "base/error.h"

namespace vouch::base {

// Holds no descriptor between its calls: there may be any number of them.
class LogFile {
public:
    // Makes the file at `path`, which only its owner may read (0600). Errors: unwritable, where something is there already, too.
    static Result<LogFile> create(std::string path);
    // Goes on with the file, of which `kept` is the beginning: what stands behind it, a torn line, is cut off. Errors: unwritable;
    // integrity where the file is shorter.
    static Result<LogFile> go_on(std::string path, std::string_view kept);

    // Adds `text` at the end. On an error none of it counts, and as much of it as can be is taken back: the file is cut to what it was.
    // Errors: unwritable; integrity where the file is not as long as what was written to it.
    Result<void> append(std::string_view text);
    // Brings all of it to the disk. Errors: as append().
    Result<void> sync();

    const std::string& path() const { return path_; }
    std::size_t size() const { return size_; }
    Result<std::string> sha256() const { return digest_.hex(); }

private:
    explicit LogFile(std::string path) : path_(std::move(path)) {}

    std::string path_;
    std::size_t size_ = 0;
    Sha256 digest_;
};

}  // namespace vouch::base
