// SPDX-License-Identifier: Apache-2.0
// Text from inputs made harmless for XML, HTML, Markdown, spreadsheets and CI commands. All begin with base::escape(): what cannot be seen
// is written out, line ends too.
#pragma once

#include <string>
#include <string_view>

namespace vouch::report {

// For text and for quoted attribute values of XML 1.0 and HTML; no character that XML forbids is left.
std::string markup(std::string_view text);

// For Markdown between other text: nothing of it is markup, HTML, a link, a mention of somebody or of an issue.
std::string markdown_text(std::string_view text);
// The same as a code span; not for cells of a table.
std::string markdown_code(std::string_view text);

// One cell of CSV (RFC 4180). What a spreadsheet would take for a formula gets a `'` in front. `raw`: the text as it is, only quoted.
std::string csv_cell(std::string_view text, bool raw);

// Behind the second `::` of a workflow command; and a value of one of its properties.
std::string command_data(std::string_view text);
std::string command_property(std::string_view text);

}  // namespace vouch::report
