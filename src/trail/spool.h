// SPDX-License-Identifier: Apache-2.0
// A file without a name, for what passes once and is read again: it is gone with the program, however that ends.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/handle.h"

namespace vouch::trail {

class Spool {
public:
    // Errors: unwritable.
    static base::Result<Spool> make(const std::string& folder);

    // Errors: unwritable, also before the disk is quite full: others need some of it.
    base::Result<void> append(std::string_view bytes);
    std::uint64_t size() const { return size_; }
    // What was appended there. From several threads at once. Errors: unreadable.
    base::Result<std::string> read(std::uint64_t begin, std::size_t size) const;

private:
    explicit Spool(FILE* file, std::string folder) : file_(file), folder_(std::move(folder)) {}

    static void close(FILE* file) { static_cast<void>(std::fclose(file)); }

    base::Handle<FILE, close> file_;
    std::string folder_;
    std::uint64_t size_ = 0;
    std::uint64_t looked_ = 0;  // at the room on the disk, when it had that size
};

}  // namespace vouch::trail
