// SPDX-License-Identifier: Apache-2.0
// A call and its answer as a line of JSON, and the lines of a file back into calls. docs/schema/exchange.schema.json is its shape.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "base/source.h"
#include "model/call_made.h"

namespace vouch::store {

struct LineLimits {
    std::size_t bytes = std::size_t{64} << 20U;  // of one line
    std::size_t lines = 10'000'000;
    std::uint32_t depth = 256;
};

// The line, with its end. Errors: invalid_value where it could not be read back as it is: an `input` that is not JSON as value::to_json()
// writes it, an answer with a key twice; too_large.
base::Result<std::string> to_line(const model::Exchange& exchange, const LineLimits& limits = {});

// One line without its end. `file` and `number` are what errors call it. Errors: those of JSON, and invalid_value.
base::Result<model::Exchange> read_line(std::string_view line, const std::string& file, std::size_t number, const LineLimits& limits = {});

struct Lines {
    std::vector<model::Exchange> exchanges;
    std::size_t torn = 0;  // bytes behind the last whole line
};

// All lines of a file. A last line without its end is left out and told in `torn`: it was being written. Errors: as read_line(), with the
// line's number; too_large.
base::Result<Lines> read_lines(const base::Source& file, const LineLimits& limits = {});

}  // namespace vouch::store
