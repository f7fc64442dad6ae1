// SPDX-License-Identifier: Apache-2.0
// What of a bucket's own properties opens or closes it to strangers: ACL, public access block, ownership of objects.
#pragma once

#include <string_view>
#include <vector>

#include "facts/policy/pattern.h"
#include "facts/policy/truth.h"
#include "facts/reasons.h"
#include "model/resource.h"

namespace vouch::facts {

// Its public access block keeps a public policy from working (RestrictPublicBuckets) or from being set (BlockPublicPolicy).
Answer blocks_public_policy(const model::Resource& bucket);
// It keeps ACLs from opening it: by the block (IgnorePublicAcls, BlockPublicAcls), or because ACLs are off (BucketOwnerEnforced).
Answer blocks_public_acl(const model::Resource& bucket);
// A setting of a public access block (the map) is true; no where it is absent.
Answer is_on(const value::Value& block, std::string_view setting);
// Its canned ACL lets strangers read, or write.
void acl_allows_public(const model::Resource& bucket, bool write, Reasons& out);

// Actions that read or list, and that write or delete.
const std::vector<Pattern>& bucket_reads();
const std::vector<Pattern>& bucket_writes();

}  // namespace vouch::facts
