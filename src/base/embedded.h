// SPDX-License-Identifier: Apache-2.0
// The files that are built into the program: everything under catalog/ as it stood when vouch was built.
// The table behind it is generated (cmake/embed.cmake).
#pragma once

#include <span>
#include <string_view>

namespace vouch::base {

// One file. `path` is relative to catalog/ with forward slashes ("controls/s3/s3-versioning/control.guard").
// Both views are of static storage: they are valid as long as the program runs.
struct EmbeddedFile {
    std::string_view path;
    std::string_view bytes;
};

// Every file of the catalogue, sorted by path in byte order, so that binary search finds one. Never fails. Thread-safe.
std::span<const EmbeddedFile> embedded_catalog();

}  // namespace vouch::base
