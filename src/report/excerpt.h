// SPDX-License-Identifier: Apache-2.0
// The line of a template that a reason is about, with a mark below the value.
#pragma once

#include <string>
#include <string_view>

#include "base/source.h"
#include "report/page.h"

namespace vouch::report {

// Prints the line without its indentation, cut to the width of the page around the value, and below it `^ note`. `indent` spaces
// stand in front of both; nothing is printed where `where` has no line in `source`. Where the line only opens a map or list, `value`
// (that map or list on one line, may be empty) is printed in its place. Without a note there is
// no mark, and a line that only opens one is then left out.
void print_excerpt(Page& page, const base::Source& source, const base::Location& where, int indent, std::string_view value,
                   std::string_view note);

}  // namespace vouch::report
