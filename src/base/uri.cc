// SPDX-License-Identifier: Apache-2.0
// Tested by uri_test.cc.
#include "base/uri.h"

namespace vouch::base {

std::string uri_path(std::string_view path) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string out;
    for (const char each : path) {
        if (kPlain.find(each) != std::string_view::npos) {
            out += each;
            continue;
        }
        const auto byte = static_cast<unsigned char>(each);
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 0xFU];
    }
    return out;
}

}  // namespace vouch::base
