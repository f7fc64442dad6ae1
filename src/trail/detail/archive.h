// SPDX-License-Identifier: Apache-2.0
// libarchive, loaded when the first archive is read, and the owner of its reader.
#pragma once

#include <expected>
#include <string>

#include <archive.h>
#include <archive_entry.h>

#include "base/handle.h"

namespace vouch::trail::detail {

// The functions in use, with the names that they have after `archive_`.
struct Archive {
    decltype(&::archive_read_new) read_new;
    decltype(&::archive_read_free) read_free;
    decltype(&::archive_read_support_format_tar) read_support_format_tar;
    decltype(&::archive_read_support_filter_gzip) read_support_filter_gzip;
    decltype(&::archive_read_support_filter_bzip2) read_support_filter_bzip2;
    decltype(&::archive_read_support_filter_xz) read_support_filter_xz;
    decltype(&::archive_read_support_filter_zstd) read_support_filter_zstd;
    decltype(&::archive_read_set_options) read_set_options;
    decltype(&::archive_read_open) read_open;
    decltype(&::archive_read_next_header) read_next_header;
    decltype(&::archive_read_header_position) read_header_position;
    decltype(&::archive_read_data) read_data;
    decltype(&::archive_filter_bytes) filter_bytes;
    decltype(&::archive_error_string) error_string;
    decltype(&::archive_set_error) set_error;
    decltype(&::archive_entry_pathname) entry_pathname;
    decltype(&::archive_entry_hardlink) entry_hardlink;
    decltype(&::archive_entry_filetype) entry_filetype;
    decltype(&::archive_entry_size) entry_size;
    decltype(&::archive_entry_sparse_count) entry_sparse_count;
};

// libarchive.so.13, loaded once; else what the loader says, without a full stop.
const std::expected<Archive, std::string>& loaded_archive();

// Requires: loaded_archive() has it.
inline const Archive& library() { return *loaded_archive(); }

inline void release_reader(::archive* reader) { library().read_free(reader); }

using Reader = base::Handle<::archive, release_reader>;

}  // namespace vouch::trail::detail
