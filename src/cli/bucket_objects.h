// SPDX-License-Identifier: Apache-2.0
// The objects of a trail in its bucket, and the keys that its digests are signed with.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "aws/client.h"
#include "cli/network.h"
#include "trail/objects.h"
#include "trail/public_keys.h"

namespace vouch::cli {

// So many objects are asked for at once: a bucket answers each after some dozen milliseconds.
inline constexpr std::size_t kObjectsAtOnce = 64;

class BucketObjects final : public trail::Objects {
public:
    // `place` is what stands behind "s3://": a bucket, and the prefix that the trail was given. The network must outlive it.
    BucketObjects(Network& network, std::string place, unsigned workers);

    base::Result<std::vector<std::string>> roots() override;
    base::Result<std::vector<std::string>> folders(const std::string& folder) override;
    base::Result<std::vector<std::string>> list(const std::string& folder, const trail::Interval& days) override;
    void read(std::span<const std::string> paths, const OnObject& receive) override;

private:
    aws::Call call(std::string operation, value::DocumentPtr input) const;

    Network& network_;
    std::string place_;
    unsigned workers_;
    aws::Client client_;
};

// The public keys of regions, asked for again only where another time needs them.
class ServiceKeys {
public:
    explicit ServiceKeys(Network& network) : network_(network), client_(network.client(*network.provider(), {})) {}

    // Errors: those of the network.
    base::Result<const trail::PublicKeys*> keys(const std::string& region, const trail::Interval& when);

private:
    Network& network_;
    aws::Client client_;
    struct Known {
        trail::PublicKeys keys;
        trail::Interval when;  // that they were asked for
    };
    std::map<std::string, Known> regions_;
};

}  // namespace vouch::cli
