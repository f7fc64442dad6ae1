// SPDX-License-Identifier: Apache-2.0
// How a document is written (indentation, line ends, quotes), and new values written like that.
#pragma once

#include <string>
#include <string_view>

#include "remedy/draft.h"

namespace vouch::remedy {

struct Writing {
    bool json = false;
    std::string_view text;        // of the document
    std::size_t first = 0;        // behind a byte order mark
    std::string line_end = "\n";  // what its first line ends with
    std::string step = "  ";      // one level of indentation
    bool lists_indented = true;   // YAML: the dashes of a list stand further in than its key
    char quote = '\'';            // YAML: the one that is used
    std::string colon = ": ";     // JSON: between key and value
    std::string comma = ", ";     // in brackets on one line

    static Writing of(const value::Document& document, const value::Layout& layout);

    std::size_t line_begin(std::size_t at) const;
    // In front of the line end, or at the end of the text.
    std::size_t line_rest(std::size_t at) const;
    // Columns in front of `at`.
    std::size_t column(std::size_t at) const { return at - line_begin(at); }
    // The blanks that the line of `at` begins with.
    std::string_view indentation(std::size_t at) const;
};

// Writes nodes of a draft that were made, as text that can stand in a document.
class TextWriter {
public:
    TextWriter(const Draft& draft, const Writing& writing) : draft_(draft), writing_(writing) {}

    // A key or a scalar. `in_brackets`: inside of [] or {}; `quoted`: those around it have quotes.
    std::string key(std::string_view name, bool in_brackets, char quoted = '\0') const;
    std::string scalar(const value::Value& value, bool in_brackets) const;

    // On one line, in brackets.
    std::string inline_text(NodeId id) const;
    // JSON over several lines; further lines begin with `indentation`.
    std::string pretty(NodeId id, const std::string& indentation) const;
    // YAML by indentation: what follows a key at `column` behind its colon (" 1", or lines), without a line end at the end.
    std::string behind_key(NodeId id, std::size_t column) const;
    // One member or item at `column`, without indentation of its first line.
    std::string member(std::string_view name, NodeId id, std::size_t column, char quoted = '\0') const;
    std::string item(NodeId id, std::size_t column) const;
    // The members or items of a container, each on its line at `column`, that of the first line left out.
    std::string block(NodeId id, std::size_t column) const;

private:
    const Draft& draft_;
    const Writing& writing_;
};

}  // namespace vouch::remedy
