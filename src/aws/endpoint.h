// SPDX-License-Identifier: Apache-2.0
// Where a service answers: partitions, their host names, and addresses that users give instead.
#pragma once

#include <string>
#include <string_view>

#include "aws/request.h"
#include "base/error.h"

namespace vouch::aws {

struct Partition {
    std::string_view name;          // "aws-cn", as it stands in ARNs
    std::string_view suffix;        // "amazonaws.com.cn"
    std::string_view dual_stack;    // the suffix of names that have IPv6 addresses too
    std::string_view usual_region;  // where its global services are signed for
};
// The partition of a region, told by how its name begins; a region nobody has heard of is one of `aws`.
const Partition& partition_of(std::string_view region);

// Letters, digits and dashes, and not too many: it becomes part of a host's name.
bool is_region(std::string_view text);

struct Endpoint {
    std::string scheme = "https";
    std::string host{};
    int port = 0;        // 0: the one of the scheme
    std::string path{};  // what stands before every path, without `/` at its end

    bool operator==(const Endpoint&) const = default;
};
std::string to_string(const Endpoint& endpoint);

// Reads "http://localhost:5000/base". Errors: invalid_value where it is no address of http or https with a host and nothing else (no user,
// no query).
base::Result<Endpoint> parse_endpoint(std::string_view text);

// "localhost", 127.0.0.0/8 and ::1: what never leaves this machine.
bool is_loopback(std::string_view host);

struct Variants {
    bool fips = false;
    bool dual_stack = false;
};
// "https://PREFIX.REGION.SUFFIX" as the services name themselves: "ec2-fips.us-gov-west-1.api.aws". `prefix` is the model's.
Endpoint regional_endpoint(std::string_view prefix, std::string_view region, Variants variants = {});

// Gives the request the endpoint's scheme, host, port and leading path.
void direct(HttpRequest& request, const Endpoint& endpoint);

}  // namespace vouch::aws
