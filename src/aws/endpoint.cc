// SPDX-License-Identifier: Apache-2.0
// Partitions are a table. Tested by endpoint_test.cc.
#include "aws/endpoint.h"

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::aws {
namespace {

using base::Code;
using base::Result;

struct Prefixed {
    std::string_view prefix;  // of regions
    Partition partition;
};
// The first row that fits; the last one always does.
constexpr std::array kPartitions{
    Prefixed{"cn-", {"aws-cn", "amazonaws.com.cn", "api.amazonwebservices.com.cn", "cn-north-1"}},
    Prefixed{"us-gov-", {"aws-us-gov", "amazonaws.com", "api.aws", "us-gov-west-1"}},
    Prefixed{"us-iso-", {"aws-iso", "c2s.ic.gov", "api.aws.ic.gov", "us-iso-east-1"}},
    Prefixed{"us-isob-", {"aws-iso-b", "sc2s.sgov.gov", "api.aws.scloud", "us-isob-east-1"}},
    Prefixed{"eu-isoe-", {"aws-iso-e", "cloud.adc-e.uk", "api.cloud-aws.adc-e.uk", "eu-isoe-west-1"}},
    Prefixed{"us-isof-", {"aws-iso-f", "csp.hci.ic.gov", "api.aws.hci.ic.gov", "us-isof-south-1"}},
    Prefixed{"eusc-", {"aws-eusc", "amazonaws.eu", "api.amazonwebservices.eu", "eusc-de-east-1"}},
    Prefixed{"", {"aws", "amazonaws.com", "api.aws", "us-east-1"}},
};

std::unexpected<base::Error> no_endpoint(std::string_view text) {
    return base::fail(Code::invalid_value, fmt::format("`{}` is no endpoint", base::excerpt(text.substr(text.find('@') + 1))), std::nullopt,
                      "an endpoint is written http://HOST:PORT or https://HOST");
}

bool is_host(std::string_view host) {
    const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
    const std::string_view inner = bracketed ? host.substr(1, host.size() - 2) : host;
    const std::string_view allowed =
        bracketed ? "0123456789abcdefABCDEF:." : "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_";
    return !inner.empty() && inner.find_first_not_of(allowed) == std::string_view::npos;
}

}  // namespace

const Partition& partition_of(std::string_view region) {
    return std::ranges::find_if(kPartitions, [&](const Prefixed& row) { return region.starts_with(row.prefix); })->partition;
}

bool is_region(std::string_view text) {
    return !text.empty() && text.size() <= 40 && text.front() != '-' && text.back() != '-' &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

std::string to_string(const Endpoint& endpoint) {
    const std::string port = endpoint.port == 0 ? std::string() : fmt::format(":{}", endpoint.port);
    return fmt::format("{}://{}{}{}", endpoint.scheme, endpoint.host, port, endpoint.path);
}

Result<Endpoint> parse_endpoint(std::string_view text) {
    Endpoint endpoint;
    std::string_view rest = text;
    if (rest.starts_with("http://"))
        endpoint.scheme = "http";
    else if (!rest.starts_with("https://"))
        return no_endpoint(text);
    rest.remove_prefix(endpoint.scheme.size() + 3);
    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    endpoint.path = std::string(rest.substr(slash));
    while (endpoint.path.ends_with('/')) endpoint.path.pop_back();
    const std::size_t colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        const std::string_view port = authority.substr(colon + 1);
        const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), endpoint.port);
        if (error != std::errc{} || end != port.data() + port.size() || endpoint.port < 1 || endpoint.port > 65535)
            return no_endpoint(text);
        authority = authority.substr(0, colon);
    }
    const bool plain = endpoint.path.find_first_of("?# \t\r\n") == std::string::npos && endpoint.path == base::escape(endpoint.path);
    if (!is_host(authority) || !plain) return no_endpoint(text);
    endpoint.host = std::string(authority);
    return endpoint;
}

bool is_loopback(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    if (host == "localhost" || host == "::1") return true;
    // An address in four parts of digits; a name such as 127.example.com is none.
    return host.starts_with("127.") && std::count(host.begin(), host.end(), '.') == 3 &&
           host.find_first_not_of("0123456789.") == std::string_view::npos;
}

Endpoint regional_endpoint(std::string_view prefix, std::string_view region, Variants variants) {
    const Partition& partition = partition_of(region);
    const std::string_view suffix = variants.dual_stack ? partition.dual_stack : partition.suffix;
    return {.host = fmt::format("{}{}.{}.{}", prefix, variants.fips ? "-fips" : "", region, suffix)};
}

void direct(HttpRequest& request, const Endpoint& endpoint) {
    request.scheme = endpoint.scheme;
    request.host = endpoint.host;
    request.port = endpoint.port;
    request.path = endpoint.path + request.path;
}

}  // namespace vouch::aws
