// SPDX-License-Identifier: Apache-2.0
// What a policy that hangs on a resource lets others do, and what it refuses to everyone. Tested by resource_policy_test.cc.
#include "facts/policy/resource_policy.h"

#include <array>

#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/bucket.h"
#include "facts/policy/hanging.h"
#include "facts/policy/holder.h"

namespace vouch::facts {
extern const Analyser resource_policy_analyser;
namespace {

struct HangingPolicy {
    const Subject& subject;
    Hanging hanging;
    std::string_view account;
};

// Of a bucket policy: what the public access block of its bucket closes is not open.
void public_for(const HangingPolicy& read, const std::vector<Pattern>& wanted, Reasons& out) {
    if (read.subject.resource().type != "AWS::S3::BucketPolicy") return allows_public(read.hanging.policy, wanted, out);
    Answer closed;
    for (const model::Edge& edge : read.subject.estate.graph.out(read.subject.node))
        if (edge.path == "Properties.Bucket") closed = either(closed, blocks_public_policy({read.subject.estate, edge.to}));
    allows_public_unless(read.hanging.policy, wanted, closed, out);
}

void is_public(const HangingPolicy& read, Reasons& out) { public_for(read, {}, out); }
void public_read(const HangingPolicy& read, Reasons& out) { public_for(read, bucket_reads(), out); }
void public_write(const HangingPolicy& read, Reasons& out) { public_for(read, bucket_writes(), out); }
void everything_to_everyone(const HangingPolicy& read, Reasons& out) { allows_everything_to_everyone(read.hanging.policy, out); }
void other_account(const HangingPolicy& read, Reasons& out) { allows_other_account(read.hanging.policy, read.account, out); }
void foreign_administration(const HangingPolicy& read, Reasons& out) {
    allows_foreign_administration(read.hanging.policy, read.account, out);
}

// For all that it hangs on: a reason, only where each is covered.
template <class Judge>
void for_all_things(const HangingPolicy& read, Reasons& out, Judge judge) {
    for (std::size_t i = 0; i < read.hanging.things.size(); ++i) {
        base::Arena scratch;
        Reasons one(scratch);
        const bool last = i + 1 == read.hanging.things.size();
        judge(read.hanging.things[i], last ? out : one);
        if (!last && !one.certain()) {
            if (one.possible()) out.maybe("it is not known whether the policy covers all that it hangs on", read.hanging.policy.position);
            return;
        }
    }
}

void tls(const HangingPolicy& read, Reasons& out) {
    const std::vector<Pattern> wanted = tls_actions(read.hanging.service);
    for_all_things(read, out, [&](const Thing& thing, Reasons& into) {
        enforces_tls(read.hanging.policy, thing, wanted, read.hanging.service == "s3", into);
    });
}

void encryption(const HangingPolicy& read, Reasons& out) {
    if (read.hanging.service != "s3") return;
    for_all_things(read, out, [&](const Thing& thing, Reasons& into) { enforces_encryption(read.hanging.policy, thing, into); });
}

void recovery_points(const HangingPolicy& read, Reasons& out) {
    if (read.hanging.service != "backup") return;
    denies_everyone(read.hanging.policy, actions({"backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"}), out);
}

void vault_policy(const HangingPolicy& read, Reasons& out) {
    if (read.hanging.service != "backup") return;
    denies_everyone(read.hanging.policy, actions({"backup:PutBackupVaultAccessPolicy", "backup:DeleteBackupVaultAccessPolicy"}), out);
}

void service_without_source(const HangingPolicy& read, Reasons& out) { allows_service_without_source(read.hanging.policy, out); }

constexpr std::array<Finder<HangingPolicy>, 11> kResourcePolicyFinders{{
    {{"Public", "statements that let strangers use the resource"}, is_public},
    {{"PublicRead", "of a bucket: statements that let strangers list or read it, as far as nothing else keeps them out"}, public_read},
    {{"PublicWrite", "of a bucket: statements that let strangers write or delete in it, as far as nothing else keeps them out"},
     public_write},
    {{"EverythingToEveryone", "statements that allow every action on every resource to everyone"}, everything_to_everyone},
    {{"CrossAccount", "statements that allow something to another account"}, other_account},
    {{"ForeignAdministration", "of a bucket: statements that let others change its policy, ACL or encryption, or leave open who may what"},
     foreign_administration},
    {{"EnforcesTls", "statements that refuse requests without TLS to everyone"}, tls},
    {{"EnforcesEncryption", "of a bucket: statements that refuse uploads without the wanted encryption"}, encryption},
    {{"DeniesDeletion", "of a backup vault: statements that deny everyone to delete recovery points or shorten their life"},
     recovery_points},
    {{"ProtectsItself", "of a backup vault: statements that deny everyone to change its policy"}, vault_policy},
    {{"ServiceWithoutSource", "statements that allow a service of AWS for whichever account it acts"}, service_without_source},
}};
constexpr std::array<Fact, kResourcePolicyFinders.size()> kResourcePolicyFacts = facts_of(kResourcePolicyFinders);

constexpr std::array<std::string_view, 21> kResourcePolicyTypes{"AWS::S3::BucketPolicy",
                                                                "AWS::SNS::TopicPolicy",
                                                                "AWS::SNS::TopicInlinePolicy",
                                                                "AWS::SQS::QueuePolicy",
                                                                "AWS::SQS::QueueInlinePolicy",
                                                                "AWS::KMS::Key",
                                                                "AWS::KMS::ReplicaKey",
                                                                "AWS::SecretsManager::ResourcePolicy",
                                                                "AWS::ECR::Repository",
                                                                "AWS::Events::EventBus",
                                                                "AWS::Events::EventBusPolicy",
                                                                "AWS::EC2::VPCEndpoint",
                                                                "AWS::OpenSearchService::Domain",
                                                                "AWS::Elasticsearch::Domain",
                                                                "AWS::Backup::BackupVault",
                                                                "AWS::Logs::ResourcePolicy",
                                                                "AWS::Logs::LogGroup",
                                                                "AWS::EFS::FileSystem",
                                                                "AWS::S3::AccessPoint",
                                                                "AWS::Lambda::Permission",
                                                                "Vouch::GlacierVault"};

value::Value analyse_resource_policy(const Subject& subject) {
    return find_facts(subject, HangingPolicy{subject, hanging_policy(subject, subject.node), subject.unit().environment.account},
                      kResourcePolicyFinders);
}

}  // namespace

constinit const Analyser resource_policy_analyser{
    .name = "ResourcePolicy",
    .summary = "what a policy that hangs on a resource lets others do and refuses to everyone",
    .types = kResourcePolicyTypes,
    .facts = kResourcePolicyFacts,
    .analyse = analyse_resource_policy};

}  // namespace vouch::facts
