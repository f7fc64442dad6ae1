// SPDX-License-Identifier: Apache-2.0
// An HTTP request and its answer, as values: what protocols write, sign() completes and the transport carries.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vouch::aws {

// Names and values in the order in which they are sent. Names of headers are in lower case.
using Pairs = std::vector<std::pair<std::string, std::string>>;

struct HttpRequest {
    std::string method = "GET";
    std::string scheme = "https";
    std::string host{};      // a name or an address, IPv6 in brackets
    int port = 0;            // 0: the one of the scheme
    std::string path = "/";  // percent-encoded, as it stands in the request line
    Pairs query{};           // decoded
    Pairs headers{};         // without `host`, which follows from host and port, and `content-length`
    std::string body{};
};

struct HttpResponse {
    int status = 0;
    Pairs headers{};
    std::string body{};
};

// The first header of that name (in lower case); nullptr where there is none.
const std::string* find_header(const Pairs& headers, std::string_view name);

// The value of the header `host`: the port stands there only where it is not the scheme's own.
std::string host_header(const HttpRequest& request);

// `text` with every byte percent-encoded but letters, digits, `-`, `.`, `_` and `~`; with `slashes`, `/` stays too.
enum class Slashes { encode, keep };
std::string percent_encode(std::string_view text, Slashes slashes = Slashes::encode);

// The query as it stands in the request line, without `?`, in its own order: "A=1&B=". A signature covers the sorted form of it.
std::string query_text(const Pairs& query);

}  // namespace vouch::aws
