// SPDX-License-Identifier: Apache-2.0
// From libyaml's marks, which count characters, to byte offsets in the text, and over the properties (tag, anchor) of a node.
#pragma once

#include <cstddef>
#include <string_view>

namespace vouch::value::detail {

// Byte offsets of characters of one text. Asking for places near each other is cheap; keeps a view of the text.
class CharacterOffsets {
public:
    explicit CharacterOffsets(std::string_view text);

    // Byte offset of character number `character` (from 0); the size of the text where it has fewer.
    std::size_t byte_of(std::size_t character);

private:
    std::string_view text_;
    bool ascii_;
    std::size_t character_ = 0;
    std::size_t byte_ = 0;
};

// Where the parts of a node stand that begins at `begin` of `text` with, perhaps, an anchor and a tag.
struct NodePlaces {
    std::size_t tag;      // of the tag; `content` where it has none
    std::size_t content;  // of the scalar, bracket, dash or first key
};
// Looks no further than `end`.
NodePlaces find_content(std::string_view text, std::size_t begin, std::size_t end);

// How many directive lines (%TAG, %YAML) precede the document.
std::size_t count_directives(std::string_view text);

}  // namespace vouch::value::detail
