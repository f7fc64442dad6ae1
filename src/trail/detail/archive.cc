// SPDX-License-Identifier: Apache-2.0
// The functions by their names. Tested by tar_reader_test.cc.
#include "trail/detail/archive.h"

#include "base/library.h"

namespace vouch::trail::detail {
namespace {

std::expected<Archive, std::string> load_archive() {
    base::Library found("libarchive.so.13");
    Archive archive{};
    found.find(archive.read_new, "archive_read_new");
    found.find(archive.read_free, "archive_read_free");
    found.find(archive.read_support_format_tar, "archive_read_support_format_tar");
    found.find(archive.read_support_filter_gzip, "archive_read_support_filter_gzip");
    found.find(archive.read_support_filter_bzip2, "archive_read_support_filter_bzip2");
    found.find(archive.read_support_filter_xz, "archive_read_support_filter_xz");
    found.find(archive.read_support_filter_zstd, "archive_read_support_filter_zstd");
    found.find(archive.read_set_options, "archive_read_set_options");
    found.find(archive.read_open, "archive_read_open");
    found.find(archive.read_next_header, "archive_read_next_header");
    found.find(archive.read_header_position, "archive_read_header_position");
    found.find(archive.read_data, "archive_read_data");
    found.find(archive.filter_bytes, "archive_filter_bytes");
    found.find(archive.error_string, "archive_error_string");
    found.find(archive.set_error, "archive_set_error");
    found.find(archive.entry_pathname, "archive_entry_pathname");
    found.find(archive.entry_hardlink, "archive_entry_hardlink");
    found.find(archive.entry_filetype, "archive_entry_filetype");
    found.find(archive.entry_size, "archive_entry_size");
    found.find(archive.entry_sparse_count, "archive_entry_sparse_count");
    if (!found.problem().empty()) return std::unexpected(found.problem());
    return archive;
}

}  // namespace

const std::expected<Archive, std::string>& loaded_archive() {
    static const std::expected<Archive, std::string> archive = load_archive();
    return archive;
}

}  // namespace vouch::trail::detail
