// SPDX-License-Identifier: Apache-2.0
// The bucket that a trail or a delivery channel writes to, seen from there. Tested by log_bucket_test.cc.
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/bucket.h"
#include "facts/policy/hanging.h"
#include "facts/policy/holder.h"
#include "facts/policy/resource_policy.h"

namespace vouch::facts {
extern const Analyser log_bucket_analyser;
namespace {

using model::Edge;

struct Read {
    const Subject& subject;
    const model::Resource* bucket = nullptr;  // nullptr: not of this estate
    std::vector<Hanging> policies;
};

constexpr std::string_view kNotHere = "the bucket is not part of what is checked";

std::uint32_t position(const Read& read) { return read.subject.resource().position; }

void exposed(const Read& read, Reasons& out) {
    if (read.bucket == nullptr) return out.maybe(kNotHere, position(read));
    const std::string name = base::excerpt(read.bucket->id);
    const value::Value block = property(*read.bucket, "PublicAccessBlockConfiguration");
    for (const std::string_view setting : {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}) {
        const Answer on = is_on(block, setting);
        if (on.undecided()) out.maybe(*on.unknown, position(read));
        if (on.no()) out.add(fmt::format("bucket {}: {} of its public access block is not on", name, setting), position(read));
    }
    acl_allows_public(*read.bucket, false, out);
    for (const Hanging& hanging : read.policies) allows_public_unless(hanging.policy, {}, blocks_public_policy(*read.bucket), out);
}

// For AWS Config: its policy lets the service look and write.
void allows_config(const Read& read, Reasons& out) {
    if (read.bucket == nullptr) return out.maybe(kNotHere, position(read));
    for (const Hanging& hanging : read.policies)
        allows_service(hanging.policy, "config.amazonaws.com", actions({"s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"}), out);
}

// For AWS Config: the role of a recorder beside it may write there.
void role_may_write(const Read& read, Reasons& out) {
    const model::Graph& graph = read.subject.estate.graph;
    for (const model::Node recorder : graph.of_type("AWS::Config::ConfigurationRecorder"))
        for (const Edge& edge : graph.out(recorder)) {
            if (edge.path != "Properties.RoleARN" || graph.resource(edge.to).type != "AWS::IAM::Role") continue;
            const Subject role{read.subject.estate, edge.to, read.subject.arena};
            const Policy effective = holder_of(role).effective();
            for (const Statement& statement : effective.statements)
                if (statement.effect == Effect::allow && statement.covers_action(actions({"s3:PutObject"})[0]).yes())
                    out.add(fmt::format("the role {} of the recorder may write to buckets", base::excerpt(role.resource().id)),
                            position(read));
        }
}

constexpr std::array<Finder<Read>, 3> kFinders{{
    {{"Exposed", "what leaves the bucket of a trail or delivery channel open, or could"}, exposed},
    {{"AllowsConfig", "statements of the bucket's policy by which AWS Config may deliver"}, allows_config},
    {{"RoleMayWrite", "roles of configuration recorders that may write to buckets themselves"}, role_may_write},
}};
constexpr std::array<Fact, kFinders.size()> kFacts = facts_of(kFinders);
constexpr std::array<std::string_view, 2> kTypes{"AWS::CloudTrail::Trail", "AWS::Config::DeliveryChannel"};

value::Value analyse(const Subject& subject) {
    const model::Graph& graph = subject.estate.graph;
    Read read{subject, nullptr, {}};
    for (const Edge& edge : graph.out(subject.node)) {
        if (edge.path != "Properties.S3BucketName" || graph.resource(edge.to).type != "AWS::S3::Bucket") continue;
        read.bucket = &graph.resource(edge.to);
        for (const Edge* in : graph.in(edge.to))
            if (in->path == "Properties.Bucket" && graph.resource(in->from).type == "AWS::S3::BucketPolicy")
                read.policies.push_back(hanging_policy(subject, in->from));
    }
    return find_facts(subject, read, kFinders);
}

}  // namespace

constinit const Analyser log_bucket_analyser{.name = "LogBucket",
                                             .summary = "the bucket that a trail or a delivery channel writes to",
                                             .types = kTypes,
                                             .facts = kFacts,
                                             .analyse = analyse};

}  // namespace vouch::facts
