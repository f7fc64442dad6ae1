// SPDX-License-Identifier: Apache-2.0
// Tested by xml_test.cc.
#include "guard/report/xml.h"

namespace vouch::guard::report {

void append_xml(std::string& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        switch (byte) {
            case '&': out += "&amp;"; continue;
            case '<': out += "&lt;"; continue;
            case '>': out += "&gt;"; continue;
            case '"': out += "&quot;"; continue;
            case '\t': out += "&#9;"; continue;
            case '\n': out += "&#10;"; continue;
            case '\r': out += "&#13;"; continue;
            default: break;
        }
        if (byte < 0x20) {
            out += "\xEF\xBF\xBD";
        } else if (text.substr(i, 2) == "\xEF\xBF" && i + 2 < text.size() && static_cast<unsigned char>(text[i + 2]) >= 0xBE) {
            out += "\xEF\xBF\xBD";
            i += 2;
        } else {
            out += static_cast<char>(byte);
        }
    }
}

}  // namespace vouch::guard::report
