// SPDX-License-Identifier: Apache-2.0
// What every reader asks of its bytes before it looks at them: a size within the limits, and UTF-8.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/error.h"
#include "base/source.h"
#include "value/read.h"

namespace vouch::value::detail {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Errors: too_large (naming the limit) where the text cannot be read under `options`.
base::Result<void> check_size(const base::Source& source, const ReadOptions& options);

// Errors: invalid_encoding, naming the byte offset of the first byte that is no UTF-8, or that the text is UTF-16 or UTF-32.
base::Result<void> check_utf8(const base::Source& source);

// Length of the byte order mark that `text` begins with: 0 or 3.
inline std::uint32_t byte_order_mark(std::string_view text) { return text.starts_with(kByteOrderMark) ? 3 : 0; }

// Appends the code point as UTF-8. Returns the place behind it; needs up to 4 bytes.
char* append_utf8(char* out, std::uint32_t code_point);

}  // namespace vouch::value::detail
