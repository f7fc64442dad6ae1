// SPDX-License-Identifier: Apache-2.0
// What of a bucket's own properties opens or closes it to strangers: ACL, public access block, ownership of objects.
#pragma once

#include <array>
#include <string_view>
#include <vector>

#include "facts/estate.h"
#include "facts/policy/pattern.h"
#include "facts/reasons.h"
#include "facts/truth.h"
#include "model/resource.h"

namespace vouch::facts {

// A bucket with the public access block of its account, which holds for all its buckets. Null in templates, which cannot set it.
struct BlockedBucket {
    // `as`: how the bucket at that node is taken to turn out.
    BlockedBucket(const Estate& estate, model::Node node, const model::Resource& as);
    BlockedBucket(const Estate& estate, model::Node node) : BlockedBucket(estate, node, estate.graph.resource(node)) {}

    const model::Resource& bucket;
    value::Value of_account;

    // A setting of a block is on, that of the bucket or that of the account.
    Answer has(std::string_view setting) const;
};

constexpr auto kBlockSettings =
    std::to_array<std::string_view>({"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"});

// A block keeps a public policy from working (RestrictPublicBuckets) or from being set (BlockPublicPolicy).
Answer blocks_public_policy(const BlockedBucket& bucket);
// ACLs are kept from opening it: by a block (IgnorePublicAcls, BlockPublicAcls), or because ACLs are off (BucketOwnerEnforced).
Answer blocks_public_acl(const BlockedBucket& bucket);
// A setting of a public access block (the map) is true; no where it is absent.
Answer is_on(const value::Value& block, std::string_view setting);
// Its canned ACL lets strangers read, or write.
void acl_allows_public(const BlockedBucket& bucket, bool write, Reasons& out);

// Actions that read or list, and that write or delete.
const std::vector<Pattern>& bucket_reads();
const std::vector<Pattern>& bucket_writes();

}  // namespace vouch::facts
