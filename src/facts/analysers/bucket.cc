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

struct Read {
    const model::Resource& bucket;
    std::vector<Hanging> policies;
};

void public_policy(const Read& read, const std::vector<Pattern>& wanted, Reasons& out) {
    for (const Hanging& hanging : read.policies) allows_public_unless(hanging.policy, wanted, blocks_public_policy(read.bucket), out);
}

void public_read(const Read& read, Reasons& out) {
    acl_allows_public(read.bucket, false, out);
    public_policy(read, bucket_reads(), out);
}
void public_write(const Read& read, Reasons& out) {
    acl_allows_public(read.bucket, true, out);
    public_policy(read, bucket_writes(), out);
}

void tls(const Read& read, Reasons& out) {
    for (const Hanging& hanging : read.policies)
        for (const Thing& thing : hanging.things) enforces_tls(hanging.policy, thing, tls_actions("s3"), true, out);
}
void encryption(const Read& read, Reasons& out) {
    for (const Hanging& hanging : read.policies)
        for (const Thing& thing : hanging.things) enforces_encryption(hanging.policy, thing, out);
}

constexpr std::array<Finder<Read>, 4> kFinders{{
    {{"PublicRead", "what lets strangers list or read it, as far as nothing else keeps them out"}, public_read},
    {{"PublicWrite", "what lets strangers write or delete in it, as far as nothing else keeps them out"}, public_write},
    {{"EnforcesTls", "statements of its policy that refuse requests without TLS"}, tls},
    {{"EnforcesEncryption", "statements of its policy that refuse uploads without the wanted encryption"}, encryption},
}};
constexpr std::array<Fact, kFinders.size()> kFacts = facts_of(kFinders);
constexpr std::array<std::string_view, 1> kTypes{"AWS::S3::Bucket"};

value::Value analyse(const Subject& subject) {
    const model::Graph& graph = subject.estate.graph;
    Read read{subject.resource(), {}};
    for (const model::Edge* edge : graph.in(subject.node))
        if (edge->path == "Properties.Bucket" && graph.resource(edge->from).type == "AWS::S3::BucketPolicy")
            read.policies.push_back(hanging_policy(subject, edge->from));
    return find_facts(subject, read, kFinders);
}

}  // namespace

constinit const Analyser bucket_analyser{
    .name = "Bucket", .summary = "who can reach a bucket, and how", .types = kTypes, .facts = kFacts, .analyse = analyse};

}  // namespace vouch::facts
