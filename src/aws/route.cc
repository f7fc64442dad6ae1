// SPDX-License-Identifier: Apache-2.0
// What the tables of services do not say stands here: S3's spelling of dual stack and FIPS, and the old global endpoint of STS. A service
// that has one place for all regions has no dual-stack name of a known form, so that wish is passed over there. Tested by route_test.cc.
#include "aws/route.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::aws {
namespace {

constexpr std::size_t kLongestLabel = 63;

bool is_s3(const Service& service) { return service.signing_name == "s3"; }

// "iam.amazonaws.com" and "iam-fips.amazonaws.com". Other partitions' names of such services are FIPS endpoints as they are.
std::string global_host(const OnePlace& place, Variants variants) {
    std::string host(place.host);
    if (variants.fips && place.partition == "aws") host.insert(std::min(host.find('.'), host.size()), "-fips");
    return host;
}

Endpoint s3_endpoint(const Service& service, std::string_view region, Variants variants) {
    std::string prefix =
        fmt::format("{}{}{}", service.endpoint_prefix, variants.fips ? "-fips" : "", variants.dual_stack ? ".dualstack" : "");
    return regional_endpoint(prefix, region);
}

bool is_address(std::string_view host) { return host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string_view::npos; }

bool is_label(std::string_view name) {
    return name.size() >= 3 && name.size() <= kLongestLabel && name.front() != '-' && name.back() != '-' &&
           name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

// The endpoint that is the service's own, and the region it is signed for.
Route own_route(const Service& service, std::string_view region, const Settings& settings) {
    const Partition& partition = partition_of(region);
    Route found{.endpoint = {}, .region = std::string(region)};
    if (const OnePlace* place = service.place_of(partition.name)) {
        found.endpoint.host = global_host(*place, settings.variants);
        found.region = std::string(place->region);
    } else if (is_s3(service)) {
        found.endpoint = s3_endpoint(service, region, settings.variants);
    } else if (service.name == "sts" && !settings.regional_sts && partition.name == "aws") {
        found.endpoint.host = "sts.amazonaws.com";
        found.region = std::string(partition.usual_region);
    } else {
        found.endpoint = regional_endpoint(service.endpoint_prefix, region, settings.variants);
    }
    return found;
}

}  // namespace

base::Result<Route> route(const Service& service, std::string_view region, const Settings& settings, const Environment& environment) {
    if (!is_region(region))
        return base::fail(base::Code::invalid_value, fmt::format("`{}` is no region", base::excerpt(region)), std::nullopt,
                          "name one with --region or AWS_REGION");
    Route found = own_route(service, region, settings);
    if (is_s3(service)) found.signing = s3_signing();
    VOUCH_TRY(std::optional<Endpoint> given, settings.endpoint(environment, service.id));
    if (given) {
        found.endpoint = *std::move(given);
        found.own = false;
    }
    return found;
}

void direct(HttpRequest& request, const Route& route, std::string_view host_prefix) {
    direct(request, route.endpoint);
    if (!host_prefix.empty() && !is_address(request.host) && !is_loopback(request.host)) request.host.insert(0, host_prefix);
}

void host_bucket(HttpRequest& request, const Route& route, std::string_view bucket) {
    if (!route.own || !is_label(bucket)) return;
    std::string_view path = request.path;
    if (!path.starts_with('/') || !path.substr(1).starts_with(bucket)) return;
    path.remove_prefix(1 + bucket.size());
    if (!path.empty() && path.front() != '/') return;
    request.host = fmt::format("{}.{}", bucket, request.host);
    request.path = path.empty() ? std::string("/") : std::string(path);
}

std::string bucket_region(const HttpResponse& response) {
    constexpr std::string_view kOpen = "<Region>";
    std::string region;
    if (const std::string* header = find_header(response.headers, "x-amz-bucket-region")) {
        region = *header;
    } else if (std::size_t begin = response.body.find(kOpen); begin != std::string::npos) {
        begin += kOpen.size();
        region = response.body.substr(begin, std::min(response.body.find('<', begin), response.body.size()) - begin);
    }
    return is_region(region) ? region : std::string();
}

}  // namespace vouch::aws
