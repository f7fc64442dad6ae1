// SPDX-License-Identifier: Apache-2.0
// Tested by uri_test.cc.
#include "guard/report/uri.h"

namespace vouch::guard::report {

void append_uri_path(std::string& out, std::string_view path) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    static constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
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
}

std::string relative_uri(std::string_view path, std::string_view root) {
    std::string uri;
    if (!root.empty() && path.starts_with(root)) path.remove_prefix(root.size());
    while (path.starts_with('/')) path.remove_prefix(1);
    append_uri_path(uri, path);
    return uri;
}

}  // namespace vouch::guard::report
