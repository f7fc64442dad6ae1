// SPDX-License-Identifier: Apache-2.0
// Tested by ascii_test.cc.
#include "base/ascii.h"

namespace vouch::base {

std::string to_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = to_lower(c);
    return out;
}

std::string to_upper(std::string_view text) {
    std::string out(text);
    for (char& c : out) c = to_upper(c);
    return out;
}

std::string pascal_case(std::string_view id) {
    std::string name;
    bool begins = true;
    for (const char c : id) {
        if (c != '-') name += begins ? to_upper(c) : c;
        begins = c == '-';
    }
    return name;
}

}  // namespace vouch::base
