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

// What a service is called instead of its prefix, where that is not "PREFIX-fips" and "PREFIX". Checked against the endpoint rules that the
// SDKs share for the services of tools/operations.txt, in us-east-1, eu-west-1 and us-gov-west-1; some names of Cognito with both differ.
struct Spelling {
    std::string_view prefix;
    std::string_view fips{};
    std::string_view dual_stack{};
    std::string_view both{};
    bool one_suffix = false;  // its names for dual stack end as all others do
};
constexpr std::array kSpellings{
    Spelling{.prefix = "api.ecr", .dual_stack = "ecr", .both = "ecr-fips"},
    Spelling{.prefix = "api.ecr-public", .dual_stack = "ecr-public"},
    Spelling{.prefix = "api.sagemaker", .fips = "api-fips.sagemaker"},
    Spelling{.prefix = "cognito-identity", .one_suffix = true},
    Spelling{.prefix = "cognito-idp", .one_suffix = true},
    Spelling{.prefix = "eks", .fips = "fips.eks"},
    Spelling{.prefix = "elasticfilesystem", .dual_stack = "efs", .both = "efs-fips"},
    Spelling{.prefix = "es", .dual_stack = "aos"},
    Spelling{.prefix = "kafka", .dual_stack = "kafka-api", .both = "kafka-api-fips"},
    Spelling{.prefix = "secretsmanager", .one_suffix = true},
};

// Services whose usual names are FIPS endpoints in GovCloud; of these the second list is so under dual stack, too.
constexpr std::array<std::string_view, 35> kFipsInGovCloud{"access-analyzer",
                                                           "acm",
                                                           "application-autoscaling",
                                                           "autoscaling",
                                                           "cloudformation",
                                                           "cloudtrail",
                                                           "config",
                                                           "dms",
                                                           "dynamodb",
                                                           "ec2",
                                                           "eks",
                                                           "elasticache",
                                                           "elasticbeanstalk",
                                                           "elasticloadbalancing",
                                                           "elasticmapreduce",
                                                           "events",
                                                           "glacier",
                                                           "guardduty",
                                                           "kafka",
                                                           "kafkaconnect",
                                                           "logs",
                                                           "monitoring",
                                                           "oidc",
                                                           "organizations",
                                                           "portal.sso",
                                                           "rds",
                                                           "redshift",
                                                           "route53resolver",
                                                           "sns",
                                                           "sqs",
                                                           "ssm",
                                                           "sso",
                                                           "states",
                                                           "sts",
                                                           "support"};
constexpr std::array<std::string_view, 5> kFipsInGovCloudDualStack{"events", "kafka", "kafkaconnect", "monitoring", "organizations"};

template <std::size_t count>
bool has(const std::array<std::string_view, count>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

std::string name_of(const Spelling& spelling, std::string_view partition, Variants variants) {
    const std::string_view usual = variants.dual_stack && !spelling.dual_stack.empty() ? spelling.dual_stack : spelling.prefix;
    const bool is_already = partition == "aws-us-gov" &&
                            (variants.dual_stack ? has(kFipsInGovCloudDualStack, spelling.prefix) : has(kFipsInGovCloud, spelling.prefix));
    if (!variants.fips || is_already) return std::string(usual);
    const std::string_view named = variants.dual_stack ? spelling.both : spelling.fips;
    return named.empty() ? fmt::format("{}-fips", spelling.prefix) : std::string(named);
}

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
    const auto* const found = std::ranges::find(kSpellings, prefix, &Spelling::prefix);
    const Spelling spelling = found == kSpellings.end() ? Spelling{.prefix = prefix} : *found;
    const std::string_view suffix = variants.dual_stack && !spelling.one_suffix ? partition.dual_stack : partition.suffix;
    return {.host = fmt::format("{}.{}.{}", name_of(spelling, partition.name, variants), region, suffix)};
}

void direct(HttpRequest& request, const Endpoint& endpoint) {
    request.scheme = endpoint.scheme;
    request.host = endpoint.host;
    request.port = endpoint.port;
    request.path = endpoint.path + request.path;
}

}  // namespace vouch::aws
