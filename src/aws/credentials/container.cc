// SPDX-License-Identifier: Apache-2.0
// Tasks of ECS and pods of EKS ask an address next to them. Where a full address is given it must be one of those, or encrypted: else a
// variable could have the token sent anywhere. Tested by container_test.cc.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "aws/credentials/keys.h"
#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;
using namespace std::chrono_literals;

constexpr int kContainerAttempts = 3;
constexpr std::size_t kLargestContainerToken = 65'536;
constexpr std::string_view kTask = "169.254.170.2";
constexpr std::array<std::string_view, 3> kNeighbours{kTask, "169.254.170.23", "[fd00:ec2::23]"};

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// nullopt where neither variable is set.
Result<std::optional<HttpRequest>> request_of(const Environment& environment) {
    HttpRequest request;
    if (const auto path = variable(environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI")) {
        if (!path->starts_with('/') || has_control(*path) || path->find(' ') != std::string::npos)
            return base::fail(Code::invalid_value, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI is no path");
        request.path = *path;
        direct(request, {.scheme = "http", .host = std::string(kTask)});
        return request;
    }
    const auto uri = variable(environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (!uri) return std::nullopt;
    const std::size_t query = std::min(uri->find('?'), uri->size());
    auto endpoint = parse_endpoint(std::string_view(*uri).substr(0, query));
    const std::string rest = uri->substr(query);
    if (!endpoint || has_control(rest) || rest.find_first_of(" #") != std::string::npos)
        return base::fail(Code::invalid_value, "AWS_CONTAINER_CREDENTIALS_FULL_URI is no address of http or https");
    const bool near = is_loopback(endpoint->host) || std::ranges::find(kNeighbours, endpoint->host) != kNeighbours.end();
    if (endpoint->scheme != "https" && !near)
        return base::fail(Code::invalid_value,
                          fmt::format("AWS_CONTAINER_CREDENTIALS_FULL_URI leads to `{}`, which is neither this machine nor encrypted",
                                      base::excerpt(endpoint->host)));
    request.path = (endpoint->path.empty() ? "/" : endpoint->path) + rest;  // sent as it was given
    endpoint->path.clear();
    direct(request, *endpoint);
    return request;
}

// The token's file counts before the token itself: it is replaced while we run.
Result<std::string> authorization(const Environment& environment) {
    std::string token = variable(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN").value_or("");
    if (const auto file = variable(environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE")) {
        VOUCH_TRY(const auto text, environment.files.read(*file, kLargestContainerToken));
        token = std::string(text->text());
    }
    if (has_control(token)) return base::fail(Code::invalid_value, "the token for the container's credentials is no value of a header");
    return token;
}

}  // namespace

Found look_at_container(const Search& search) {
    const Environment& environment = search.outside.environment;
    VOUCH_TRY(auto request, request_of(environment));
    if (!request) return std::nullopt;
    VOUCH_TRY(std::string token, authorization(environment));
    request->headers = {{"accept", "application/json"}};
    if (!token.empty()) request->headers.emplace_back("authorization", std::move(token));
    base::Error last;
    for (int attempt = 1; attempt <= kContainerAttempts; ++attempt) {
        if (attempt > 1) environment.sleep(1s);
        auto response = search.outside.fetch(*request, {.timeout = 2s, .direct = true});
        if (response && response->status == 200) {
            VOUCH_TRY(const auto document, read_secret_json("the answer with the container's credentials", std::move(response->body)));
            VOUCH_TRY(Credentials credentials,
                      credentials_in(document.root, kMetadataNames, fmt::format("the container at {}", request->host)));
            return credentials;
        }
        last = response
                   ? base::fail(Code::invalid_value, fmt::format("the container's credentials: HTTP status {}", response->status)).error()
                   : std::move(response).error();
    }
    return std::unexpected(std::move(last));
}

}  // namespace vouch::aws
