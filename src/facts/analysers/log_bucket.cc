// SPDX-License-Identifier: Apache-2.0
// The bucket that a trail or a delivery channel writes to, seen from there. Tested by log_bucket_test.cc.
#include <array>
#include <optional>
#include <unordered_set>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/by_key.h"
#include "facts/fact_map.h"
#include "facts/not_listed.h"
#include "facts/policy/bucket.h"
#include "facts/policy/hanging.h"
#include "facts/policy/holder.h"
#include "facts/policy/resource_policy.h"
#include "facts/read.h"
#include "facts/shared_reasons.h"

namespace vouch::facts {
extern const Analyser log_bucket_analyser;
namespace {

using model::Edge;

// What the policies of a bucket say, for all that write to it.
struct Policies {
    SharedReasons exposed;
    SharedReasons allows_config;
};
struct PoliciesOfBuckets : ByNode<Policies> {
    using ByKey::ByKey;
};

Policies read_policies(const Estate& estate, model::Node bucket) {
    Policies out;
    const model::Graph& graph = estate.graph;
    const Answer blocked = blocks_public_policy({estate, bucket});
    for (const Edge* edge : graph.in(bucket)) {
        if (edge->path != "Properties.Bucket" || graph.resource(edge->from).type != "AWS::S3::BucketPolicy") continue;
        base::Arena scratch;
        const Hanging hanging = hanging_policy({estate, edge->from, scratch}, edge->from);
        const model::Unit& unit = graph.unit(edge->from);
        out.exposed.collect(unit, [&](Reasons& reasons) { allows_public_unless(hanging.policy, {}, blocked, reasons); });
        out.allows_config.collect(unit, [&](Reasons& reasons) {
            static const std::vector<Pattern> kDelivery = actions({"s3:GetBucketAcl", "s3:ListBucket", "s3:PutObject"});
            allows_service(hanging.policy, "config.amazonaws.com", kDelivery, reasons);
        });
    }
    return out;
}

struct WrittenBucket {
    const Subject& subject;
    std::optional<BlockedBucket> bucket;    // nullopt: not of this estate
    std::vector<const Policies*> policies;  // one for each bucket that it may be
};

std::uint32_t position_of(const WrittenBucket& read) { return read.subject.resource().position; }

void not_here(const WrittenBucket& read, Reasons& out) {
    const value::Value* name = at_path(read.subject.resource().properties(), "S3BucketName");
    if (const value::Unknown* why = why_unknown(name); why != nullptr && why->cause != value::Unknown::Cause::attribute)
        return out.maybe(because("which bucket it writes to is not known", why), position_of(read));
    out.maybe(not_listed("the bucket is not part of what is checked", read.subject.estate, read.subject.node, "AWS::S3::Bucket"),
              position_of(read));
}

void left_open(const WrittenBucket& read, Reasons& out) {
    if (!read.bucket) return not_here(read, out);
    const std::string name = base::excerpt(read.bucket->bucket.id);
    for (const std::string_view setting : kBlockSettings) {
        const Answer on = read.bucket->has(setting);
        if (on.undecided()) out.maybe(*on.unknown, position_of(read));
        if (on.no()) out.add(fmt::format("bucket {}: {} of its public access block is not on", name, setting), position_of(read));
    }
    acl_allows_public(*read.bucket, false, out);
    for (const Policies* policies : read.policies) policies->exposed.tell(read.subject, out);
}

// For AWS Config: its policy lets the service look and write.
void allows_config(const WrittenBucket& read, Reasons& out) {
    if (!read.bucket) return not_here(read, out);
    for (const Policies* policies : read.policies) policies->allows_config.tell(read.subject, out);
}

// The roles of configuration recorders that may write to buckets.
struct WritingRoles {
    SharedReasons roles;

    explicit WritingRoles(const Estate& estate) {
        std::unordered_set<model::Node> seen;
        for (const model::Node recorder : estate.graph.of_type("AWS::Config::ConfigurationRecorder"))
            for (const Edge& edge : estate.graph.out(recorder))
                if (edge.path == "Properties.RoleARN" && estate.graph.resource(edge.to).type == "AWS::IAM::Role" &&
                    seen.insert(edge.to).second)
                    add(estate, edge.to);
    }

private:
    void add(const Estate& estate, model::Node role) {
        static const std::vector<Pattern> kPut = actions({"s3:PutObject"});
        base::Arena scratch;
        const Policy effective = holder_of({estate, role, scratch}).effective();
        for (const Statement& statement : effective.statements)
            if (statement.effect == Effect::allow && statement.covers_action(kPut[0]).yes())
                roles.add(fmt::format("the role {} of the recorder may write to buckets", base::excerpt(estate.graph.resource(role).id)));
    }
};

// For AWS Config: the role of a recorder beside it may write there.
void role_may_write(const WrittenBucket& read, Reasons& out) { read.subject.estate.once<WritingRoles>().roles.tell(read.subject, out); }

constexpr std::array<Finder<WrittenBucket>, 3> kLogBucketFinders{{
    {{"Exposed", "what leaves the bucket of a trail or delivery channel open, or could"}, left_open},
    {{"AllowsConfig", "statements of the bucket's policy by which AWS Config may deliver"}, allows_config},
    {{"RoleMayWrite", "roles of configuration recorders that may write to buckets themselves"}, role_may_write},
}};
constexpr std::array<Fact, kLogBucketFinders.size()> kLogBucketFacts = facts_of(kLogBucketFinders);
constexpr std::array<std::string_view, 2> kLogBucketTypes{"AWS::CloudTrail::Trail", "AWS::Config::DeliveryChannel"};

value::Value analyse_log_bucket(const Subject& subject) {
    const model::Graph& graph = subject.estate.graph;
    WrittenBucket read{subject, std::nullopt, {}};
    for (const Edge& edge : graph.out(subject.node)) {
        if (edge.path != "Properties.S3BucketName" || graph.resource(edge.to).type != "AWS::S3::Bucket") continue;
        read.bucket.emplace(subject.estate, edge.to);
        read.policies.push_back(
            &subject.estate.once<PoliciesOfBuckets>().of(edge.to, [&] { return read_policies(subject.estate, edge.to); }));
    }
    return find_facts(subject, read, kLogBucketFinders);
}

}  // namespace

constinit const Analyser log_bucket_analyser{.name = "LogBucket",
                                             .summary = "the bucket that a trail or a delivery channel writes to",
                                             .types = kLogBucketTypes,
                                             .facts = kLogBucketFacts,
                                             .analyse = analyse_log_bucket};

}  // namespace vouch::facts
