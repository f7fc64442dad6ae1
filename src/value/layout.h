// SPDX-License-Identifier: Apache-2.0
// Where everything stands in the text of a document, bracket by bracket: what is needed to change the text and nothing else.
// Unlike the tree of values it follows no alias and merges nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/error.h"
#include "value/document.h"

namespace vouch::value {

enum class Shape : std::uint8_t { scalar, list, map, alias };
enum class Style : std::uint8_t {
    block,          // containers by indentation; scalars after `|` or `>`
    flow,           // containers in brackets
    plain,          // scalars without quotes; of length 0 where nothing stands
    single_quoted,  // '...'
    double_quoted,  // "..."
};

// One node as it is written. Offsets count bytes of the source.
struct Place {
    Shape shape = Shape::scalar;
    Style style = Style::plain;
    bool tagged = false;
    bool anchored = false;
    std::size_t begin = 0;    // of its anchor, tag or content, whichever comes first
    std::size_t content = 0;  // of the scalar, bracket, dash or first key
    std::size_t end = 0;      // just behind its last byte; of a block container: of its last child
    std::string text;         // of a scalar, unescaped; the name of an alias

    std::vector<std::uint32_t> children;  // items of a list; keys and values of a map, alternating
};

struct Layout {
    std::vector<Place> places;  // the first is the root

    const Place& operator[](std::size_t index) const { return places[index]; }
};

// Requires a document of read_json() or read_yaml(). Errors: too_large (more than `most` nodes; a template has 50,000 at most).
base::Result<Layout> read_layout(const Document& document, std::size_t most = 2'000'000);

}  // namespace vouch::value
