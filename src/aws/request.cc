// SPDX-License-Identifier: Apache-2.0
// Tested by request_test.cc.
#include "aws/request.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/uri.h"

namespace vouch::aws {

const std::string* find_header(const Pairs& headers, std::string_view name) {
    const auto found = std::ranges::find(headers, name, &Pairs::value_type::first);
    return found == headers.end() ? nullptr : &found->second;
}

std::string host_header(const HttpRequest& request) {
    const int own = request.scheme == "http" ? 80 : 443;
    return request.port == 0 || request.port == own ? request.host : fmt::format("{}:{}", request.host, request.port);
}

std::string percent_encode(std::string_view text, Slashes slashes) {
    std::string out = base::uri_path(text);
    if (slashes == Slashes::keep) return out;
    for (std::size_t at = 0; (at = out.find('/', at)) != std::string::npos; at += 3) out.replace(at, 1, "%2F");
    return out;
}

std::string query_text(const Pairs& query) {
    std::string out;
    for (const auto& [name, value] : query) {
        if (!out.empty()) out += '&';
        out += percent_encode(name);
        out += '=';
        out += percent_encode(value);
    }
    return out;
}

}  // namespace vouch::aws
