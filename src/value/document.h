// SPDX-License-Identifier: Apache-2.0
// A document: its source text, the arena its tree lives in, and the root of the tree.
#pragma once

#include <memory>

#include "base/arena.h"
#include "base/error.h"
#include "base/source.h"
#include "value/value.h"

namespace vouch::value {

enum class Format : std::uint8_t { json, yaml };

// Immutable once read; reading it from several threads is safe. Values of it must not outlive it.
struct Document {
    base::SourcePtr source;
    base::Arena arena;
    Value root;
    Format format = Format::json;
    std::vector<base::Error> warnings;  // accepted, but worth telling (an unknown tag, a merge key)

    base::Location location(const Value& value) const { return source->location(value.position()); }
};

using DocumentPtr = std::shared_ptr<const Document>;

}  // namespace vouch::value
