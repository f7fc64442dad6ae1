// SPDX-License-Identifier: Apache-2.0
// Where a call goes and what it is signed for: the service's own endpoint in a region or partition, or the one that users gave instead;
// and the two ways in which S3 is told the name of a bucket.
#pragma once

#include <string>
#include <string_view>

#include "aws/endpoint.h"
#include "aws/model.h"
#include "aws/request.h"
#include "aws/settings.h"
#include "aws/sign.h"
#include "base/error.h"

namespace vouch::aws {

struct Route {
    Endpoint endpoint;
    std::string region;  // of the signature; that of the call mostly
    SignOptions signing{};
    bool own = true;  // the service's own endpoint, not one that users gave
};

// Errors: invalid_value where `region` is none, or the endpoint that users gave is none.
base::Result<Route> route(const Service& service, std::string_view region, const Settings& settings, const Environment& environment);

// Gives the request the route's endpoint. `host_prefix` goes before the host's name where that is a name that can take one.
void direct(HttpRequest& request, const Route& route, std::string_view host_prefix);

// Moves the bucket, the first part of the path, to the front of the host's name (as S3 prefers it) where both allow it: a service's own
// endpoint, and a name that is a label of DNS. Others stay as they are (path style).
void host_bucket(HttpRequest& request, const Route& route, std::string_view bucket);

// The region that S3 says a bucket is in, out of an answer that sends the caller elsewhere; empty where it does not say.
std::string bucket_region(const HttpResponse& response);

}  // namespace vouch::aws
