// SPDX-License-Identifier: Apache-2.0
// Text within XML 1.0.
#pragma once

#include <string>
#include <string_view>

namespace vouch::guard::report {

// Appends `text` for an attribute in double quotes or for content. Characters that XML 1.0 cannot hold (most control
// characters, U+FFFE, U+FFFF) become U+FFFD; line breaks and tabs become character references, so that attributes keep them.
void append_xml(std::string& out, std::string_view text);

}  // namespace vouch::guard::report
