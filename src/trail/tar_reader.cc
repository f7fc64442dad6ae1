// SPDX-License-Identifier: Apache-2.0
// Only libarchive's reader of tar is switched on, and decompressors that are part of it: none starts another program. Tested by
// tar_reader_test.cc.
#include "trail/tar_reader.h"

#include <array>
#include <cerrno>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/detail/archive.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using detail::library;

namespace {

constexpr std::size_t kPiece = std::size_t{256} << 10U;

// What libarchive reads from.
struct Input {
    const ReadMore& read;
    std::unique_ptr<std::array<char, kPiece>> bytes = std::make_unique<std::array<char, kPiece>>();
    std::optional<base::Error> failure = std::nullopt;
};

la_ssize_t read_input(::archive* reader, void* context, const void** bytes) {
    Input& input = *static_cast<Input*>(context);
    auto count = input.read(*input.bytes);
    *bytes = input.bytes->data();
    if (count) return static_cast<la_ssize_t>(*count);
    input.failure = std::move(count).error();
    library().set_error(reader, EIO, "%s", "the input failed");
    return -1;
}

TarKind kind_of(::archive_entry* entry, bool linked) {
    if (linked) return TarKind::hard_link;
    switch (library().entry_filetype(entry)) {
        case AE_IFREG: return TarKind::file;
        case AE_IFDIR: return TarKind::folder;
        case AE_IFLNK: return TarKind::soft_link;
        default: return TarKind::other;
    }
}

TarEntry entry_of(::archive_entry* entry) {
    const auto text = [](const char* found) { return std::string(found == nullptr ? "" : found); };
    TarEntry found;
    found.path = text(library().entry_pathname(entry));
    found.target = text(library().entry_hardlink(entry));
    const std::int64_t size = library().entry_size(entry);
    found.size = size > 0 ? static_cast<std::uint64_t>(size) : 0;
    found.kind = kind_of(entry, !found.target.empty() && found.size == 0);  // pax may store the file again beside the link
    found.sparse = library().entry_sparse_count(entry) > 0;
    return found;
}

class TarReading {
public:
    explicit TarReading(const ReadMore& input) : input_{input}, reader_(library().read_new()) {}

    Result<void> run(const OnTarEntry& receive) {
        VOUCH_CHECK(open());
        const ReadMore content = [this](std::span<char> bytes) -> Result<std::size_t> {
            const la_ssize_t count = library().read_data(reader_.get(), bytes.data(), bytes.size());
            if (count < 0) return std::unexpected(failed());
            return static_cast<std::size_t>(count);
        };
        for (;;) {
            ::archive_entry* entry = nullptr;
            const int status = library().read_next_header(reader_.get(), &entry);
            if (status == ARCHIVE_EOF) return check_end();
            if (status != ARCHIVE_OK && status != ARCHIVE_WARN) return std::unexpected(failed());
            VOUCH_CHECK(receive(entry_of(entry), content));
        }
    }

private:
    Result<void> open() {
        if (reader_ == nullptr) return fail(Code::unreadable, "there is no memory for the archive's reader");
        ::archive* const reader = reader_.get();
        library().read_support_format_tar(reader);
        library().read_support_filter_gzip(reader);
        library().read_support_filter_bzip2(reader);
        library().read_support_filter_xz(reader);
        library().read_support_filter_zstd(reader);
        library().read_set_options(reader, "tar:read_concatenated_archives");
        if (library().read_open(reader, &input_, nullptr, read_input, nullptr) != ARCHIVE_OK) return std::unexpected(failed());
        return {};
    }

    // Where a stream is cut off between two entries libarchive sees a good end: it tells, however, whether a last block was there.
    Result<void> check_end() const {
        if (library().filter_bytes(reader_.get(), 0) > library().read_header_position(reader_.get())) return {};
        return fail(Code::syntax, "the archive breaks off: its last block is missing");
    }

    base::Error failed() {
        if (input_.failure) return *input_.failure;
        const char* const text = library().error_string(reader_.get());
        return fail(Code::syntax, fmt::format("is no tar archive, or a damaged one: {}", base::excerpt(text == nullptr ? "" : text, 200)))
            .error();
    }

    Input input_;
    detail::Reader reader_;
};

}  // namespace

Result<void> read_tar(const ReadMore& input, const OnTarEntry& receive) {
    const auto& loaded = detail::loaded_archive();
    if (!loaded)
        return fail(Code::unreadable, fmt::format("tar archives are read with libarchive: {}", loaded.error()), std::nullopt,
                    "install libarchive (Debian: libarchive13)");
    return TarReading(input).run(receive);
}

}  // namespace vouch::trail
