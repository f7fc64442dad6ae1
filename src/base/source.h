// SPDX-License-Identifier: Apache-2.0
// A named text and the way back from a byte offset in it to line and column. Everything that is read keeps byte offsets;
// line and column are worked out only when something is printed.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

namespace vouch::base {

// Line and column from 1. Columns count code points, so that they agree with what editors show.
struct LineColumn {
    std::uint32_t line = 1;
    std::uint32_t column = 1;

    bool operator==(const LineColumn&) const = default;
};

// Immutable after construction; may be shared between threads. `name` is what errors call it (a path, or "<stdin>").
// A byte order mark at the start belongs to no column. CRLF and LF end a line; so does a lone CR.
class Source {
public:
    Source(std::string name, std::string text) : name_(std::move(name)), text_(std::move(text)) {}

    const std::string& name() const { return name_; }
    std::string_view text() const { return text_; }

    // Offsets beyond the end give the place just behind the last byte.
    LineColumn line_column(std::size_t offset) const;
    Location location(std::size_t offset) const;
    // Line number `line` (from 1) without its line end; empty beyond the last.
    std::string_view line(std::uint32_t line) const;
    std::uint32_t line_count() const;

private:
    const std::vector<std::size_t>& line_starts() const;
    std::uint32_t characters_before(std::size_t offset) const;

    std::string name_;
    std::string text_;
    mutable std::once_flag counted_;
    mutable std::vector<std::size_t> line_starts_;
    mutable std::vector<std::uint32_t> characters_before_;  // at every so many bytes; empty where all is ASCII
};

using SourcePtr = std::shared_ptr<const Source>;

}  // namespace vouch::base
