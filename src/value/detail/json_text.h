// SPDX-License-Identifier: Apache-2.0
// The lexical parts of JSON that the reader and its error finder share: numbers, escapes, and the error finder itself.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "value/read.h"
#include "value/value.h"

namespace vouch::value::detail {

constexpr bool is_json_space(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }
// Whether a number or word may end before `c`.
constexpr bool ends_json_word(char c) { return is_json_space(c) || c == ',' || c == ']' || c == '}' || c == ':'; }

// Reads the number (RFC 8259) that begins at `begin` into `value`, which stands at `position`: an integer where it is written as
// one and fits an int64, a real where it has a fraction or exponent and is finite and not lost to zero, else a decimal that is a view of
// the text. Returns the place behind it, nullptr where no number stands there. A byte that is no part of a number must follow (a NUL will
// do).
const char* read_number(const char* begin, std::uint32_t position, Value& value);

// Writes the characters that `raw` (the inside of a JSON string, valid UTF-8) stands for to `out`, which must have room for
// raw.size() bytes. Returns the place behind them; nullptr where an escape is invalid or a surrogate stands alone, with its offset in `raw`
// in `bad`.
char* unescape(std::string_view raw, char* out, std::size_t& bad);

// Why the text of `source` is not one JSON document within the limits. Slow; for when the reader has failed. An error with
// Code::internal says that it found nothing wrong.
base::Error explain_json(const base::Source& source, const Limits& limits);

}  // namespace vouch::value::detail
