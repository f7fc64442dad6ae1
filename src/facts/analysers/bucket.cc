// SPDX-License-Identifier: Apache-2.0
// A bucket with its policies, ACL, public access block and ownership together. Tested by bucket_test.cc.
#include "facts/policy/bucket.h"

#include <array>

#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/hanging.h"
#include "facts/policy/holder.h"
#include "facts/policy/resource_policy.h"

namespace vouch::facts {
extern const Analyser bucket_analyser;
namespace {

struct BucketWithPolicies {
    BlockedBucket bucket;
    std::vector<Hanging> policies;
};

void public_policy(const BucketWithPolicies& read, const std::vector<Pattern>& wanted, Reasons& out) {
    for (const Hanging& hanging : read.policies) allows_public_unless(hanging.policy, wanted, blocks_public_policy(read.bucket), out);
}

void strangers_read(const BucketWithPolicies& read, Reasons& out) {
    acl_allows_public(read.bucket, false, out);
    public_policy(read, bucket_reads(), out);
}
void strangers_write(const BucketWithPolicies& read, Reasons& out) {
    acl_allows_public(read.bucket, true, out);
    public_policy(read, bucket_writes(), out);
}

void refuses_plain_http(const BucketWithPolicies& read, Reasons& out) {
    for (const Hanging& hanging : read.policies)
        for (const Thing& thing : hanging.things) enforces_tls(hanging.policy, thing, tls_actions("s3"), true, out);
}
void refuses_unencrypted(const BucketWithPolicies& read, Reasons& out) {
    for (const Hanging& hanging : read.policies)
        for (const Thing& thing : hanging.things) enforces_encryption(hanging.policy, thing, out);
}

void blocked_by_account(const BucketWithPolicies& read, Reasons& out) {
    for (const std::string_view setting : kBlockSettings) {
        const Answer on = is_on(read.bucket.of_account, setting);
        if (on.yes()) out.add(setting, read.bucket.bucket.position);
        if (on.undecided()) out.maybe(*on.unknown, read.bucket.bucket.position);
    }
}

constexpr std::array<Finder<BucketWithPolicies>, 5> kBucketFinders{{
    {{"PublicRead", "what lets strangers list or read it, as far as nothing else keeps them out"}, strangers_read},
    {{"PublicWrite", "what lets strangers write or delete in it, as far as nothing else keeps them out"}, strangers_write},
    {{"BlockedByAccount", "settings of the public access block of its account that are on"}, blocked_by_account},
    {{"EnforcesTls", "statements of its policy that refuse requests without TLS"}, refuses_plain_http},
    {{"EnforcesEncryption", "statements of its policy that refuse uploads without the wanted encryption"}, refuses_unencrypted},
}};
constexpr std::array<Fact, kBucketFinders.size()> kBucketFacts = facts_of(kBucketFinders);
constexpr std::array<std::string_view, 1> kBucketTypes{"AWS::S3::Bucket"};

value::Value analyse_bucket(const Subject& subject) {
    const model::Graph& graph = subject.estate.graph;
    BucketWithPolicies read{{subject.estate, subject.node, subject.resource()}, {}};
    for (const model::Edge* edge : graph.in(subject.node))
        if (edge->path == "Properties.Bucket" && graph.resource(edge->from).type == "AWS::S3::BucketPolicy")
            read.policies.push_back(hanging_policy(subject, edge->from));
    return find_facts(subject, read, kBucketFinders);
}

}  // namespace

constinit const Analyser bucket_analyser{.name = "Bucket",
                                         .summary = "who can reach a bucket, and how",
                                         .types = kBucketTypes,
                                         .facts = kBucketFacts,
                                         .analyse = analyse_bucket};

}  // namespace vouch::facts
