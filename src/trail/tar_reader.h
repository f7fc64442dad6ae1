// SPDX-License-Identifier: Apache-2.0
// A tar archive as a stream: ustar, pax and GNU; plain, or in gzip, bzip2, xz or zstd.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>

#include "base/error.h"

namespace vouch::trail {

enum class TarKind : std::uint8_t {
    file,
    folder,
    hard_link,  // to an entry that came before it
    soft_link,
    other,  // a device, a pipe
};

struct TarEntry {
    std::string path;  // as it stands there; empty where it cannot be told
    TarKind kind = TarKind::file;
    std::string target;      // of a hard link
    std::uint64_t size = 0;  // of a file
    bool sparse = false;     // its size is no measure of what the archive holds
};

// Fills the beginning of what it is given: with how many bytes; 0 is the end.
using ReadMore = std::function<base::Result<std::size_t>(std::span<char>)>;

// Hears of each entry in its order; `content` gives what is in a file, as far as it is asked for. An error ends the reading.
using OnTarEntry = std::function<base::Result<void>(const TarEntry&, const ReadMore& content)>;

// Archives that follow each other are read as one. Errors: those of `input` and `receive`; syntax for what is no archive, is damaged, or
// breaks off: an archive ends with a block that says so. unreadable: libarchive is not there.
base::Result<void> read_tar(const ReadMore& input, const OnTarEntry& receive);

}  // namespace vouch::trail
