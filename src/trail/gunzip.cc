// SPDX-License-Identifier: Apache-2.0
// The header is read here, so that faults have a name: libdeflate only says that something is wrong. Its buffer must hold all of the
// output, and how much that is stands in the last four bytes, which may lie: they are believed as far as the compressed bytes can give so
// much (deflate reaches 1,032 to 1), and where they said too little the buffer grows. Tested by gunzip_test.cc.
#include "trail/gunzip.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include <fmt/format.h>
#include <libdeflate.h>

#include "base/handle.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kFixedHeader = 10;
constexpr std::size_t kTrailer = 8;
constexpr std::size_t kMostRatio = 1032;
constexpr std::size_t kLeastBuffer = std::size_t{64} << 10U;
constexpr std::size_t kKeptBuffer = std::size_t{32} << 20U;  // more than that is given back after use

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    return value;
}

bool begins_member(std::string_view text) { return text.starts_with("\x1f\x8b"); }

// How long the header is; 0 where it is none, or not all of it is there.
std::size_t header_length(std::string_view text) {
    if (text.size() < kFixedHeader || !begins_member(text) || text[2] != 8) return 0;
    const auto flags = static_cast<unsigned char>(text[3]);
    if ((flags & 0xE0U) != 0) return 0;
    std::size_t at = kFixedHeader;
    if ((flags & 4U) != 0) {  // an extra field, with its length in front
        if (text.size() < at + 2) return 0;
        at += 2 + static_cast<unsigned char>(text[at]) + (static_cast<std::size_t>(static_cast<unsigned char>(text[at + 1])) << 8U);
    }
    for (const unsigned text_flag : {8U, 16U}) {  // a name, a comment; both end with a zero
        if ((flags & text_flag) == 0) continue;
        const std::size_t end = at < text.size() ? text.find('\0', at) : std::string_view::npos;
        if (end == std::string_view::npos) return 0;
        at = end + 1;
    }
    if ((flags & 2U) != 0) at += 2;  // its checksum
    return at <= text.size() ? at : 0;
}

}  // namespace

struct Gunzip::State {
    base::Handle<libdeflate_decompressor, libdeflate_free_decompressor> decompressor{libdeflate_alloc_decompressor()};
    std::unique_ptr<char[]> buffer;  // NOLINT(modernize-avoid-c-arrays): memory that is not cleared first
    std::size_t size = 0;

    void resize(std::size_t wanted) {
        buffer.reset();
        buffer = std::make_unique_for_overwrite<char[]>(wanted + 1);  // NOLINT(modernize-avoid-c-arrays): as above
        size = wanted;
    }
};

Gunzip::Gunzip() : state_(std::make_unique<State>()) {}
Gunzip::Gunzip(Gunzip&&) noexcept = default;
Gunzip& Gunzip::operator=(Gunzip&&) noexcept = default;
Gunzip::~Gunzip() = default;

Result<std::string_view> Gunzip::operator()(std::string_view compressed, std::size_t most) {
    State& state = *state_;
    if (!state.decompressor) return fail(Code::internal, "cannot be decompressed: no memory");
    const std::size_t header = header_length(compressed);
    if (header == 0) return fail(Code::syntax, "is not in the gzip format");
    const std::string_view deflated = compressed.substr(header);
    if (deflated.size() < kTrailer) return fail(Code::syntax, "is cut off");

    const std::size_t claimed = little_endian(compressed.substr(compressed.size() - 4));
    const std::size_t limit = std::min(most, deflated.size() * kMostRatio + kMostRatio);
    std::size_t wanted = std::clamp(claimed, std::min(kLeastBuffer, limit), limit);
    if (state.size > kKeptBuffer && wanted < kKeptBuffer) state.resize(wanted);
    std::size_t used = 0;
    std::size_t made = 0;
    libdeflate_result result = LIBDEFLATE_INSUFFICIENT_SPACE;
    for (;; wanted = std::min(wanted * 2, limit)) {
        if (state.size < wanted) state.resize(wanted);
        result = libdeflate_deflate_decompress_ex(state.decompressor.get(), deflated.data(), deflated.size(), state.buffer.get(),
                                                  std::min(state.size, limit), &used, &made);
        if (result != LIBDEFLATE_INSUFFICIENT_SPACE || std::min(state.size, limit) == limit) break;
    }
    if (result == LIBDEFLATE_INSUFFICIENT_SPACE)
        return fail(Code::too_large, fmt::format("has more than {} bytes when it is decompressed", most));
    if (result != LIBDEFLATE_SUCCESS) return fail(Code::syntax, "is damaged or cut off: it cannot be decompressed");
    const std::string_view rest = deflated.substr(used);
    if (rest.size() < kTrailer) return fail(Code::syntax, "is cut off: its checksum is not there");
    if (little_endian(rest) != libdeflate_crc32(0, state.buffer.get(), made))
        return fail(Code::syntax, "is damaged: its checksum is that of other bytes");
    if (little_endian(rest.substr(4)) != static_cast<std::uint32_t>(made))
        return fail(Code::syntax, "is damaged: its length is that of other bytes");
    if (begins_member(rest.substr(kTrailer)))
        return fail(Code::integrity, "has a second gzip member, which no hash covers and most readers show");
    if (rest.size() > kTrailer) return fail(Code::integrity, fmt::format("has {} bytes behind its end", rest.size() - kTrailer));
    state.buffer[made] = '\0';
    return std::string_view(state.buffer.get(), made);
}

}  // namespace vouch::trail
