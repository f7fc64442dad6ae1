// SPDX-License-Identifier: Apache-2.0
// A bucket without a public access block in its template counts as open, though AWS now blocks new ones by default: the template does not
// say so, and older buckets are not. Tested by analysers/bucket_test.cc.
#include "facts/policy/bucket.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "facts/policy/hanging.h"
#include "facts/policy/holder.h"

namespace vouch::facts {
namespace {

using value::Value;

Answer acls_off(const model::Resource& bucket) {
    const Value controls = property(bucket, "OwnershipControls");
    if (controls.is_unknown()) return Answer::not_known(&controls.as_unknown());
    const Value* rules = controls.find("Rules");
    if (rules == nullptr) return {};
    const Value& rule = rules->is_list() && rules->length() > 0 ? rules->as_list()[0] : *rules;
    const Value* ownership = rule.find("ObjectOwnership");
    if (ownership == nullptr) return {};
    if (ownership->is_unknown()) return Answer::not_known(&ownership->as_unknown());
    return Answer::of(ownership->is_string() && ownership->as_string() == "BucketOwnerEnforced");
}

// The public access blocks of live accounts.
struct AccountBlocks {
    explicit AccountBlocks(const Estate& estate) {
        for (const model::Node node : estate.graph.of_type("Vouch::AccountPublicAccessBlock"))
            by_account.try_emplace(estate.graph.unit(node).environment.account,
                                   property(estate.graph.resource(node), "PublicAccessBlockConfiguration"));
    }

    std::unordered_map<std::string, Value> by_account;
};

}  // namespace

BlockedBucket::BlockedBucket(const Estate& estate, model::Node node, const model::Resource& as) : bucket(as) {
    const auto& blocks = estate.once<AccountBlocks>().by_account;
    if (const auto found = blocks.find(estate.graph.unit(node).environment.account); found != blocks.end()) of_account = found->second;
}

Answer BlockedBucket::has(std::string_view setting) const {
    return either(is_on(property(bucket, "PublicAccessBlockConfiguration"), setting), is_on(of_account, setting));
}

Answer is_on(const Value& block, std::string_view setting) {
    if (block.is_unknown()) return Answer::not_known(&block.as_unknown());
    const Value* found = block.find(setting);
    if (found == nullptr) return {};
    if (found->is_unknown()) return Answer::not_known(&found->as_unknown());
    if (found->kind() == value::Kind::boolean) return Answer::of(found->as_boolean());
    return Answer::of(found->is_string() && (found->as_string() == "true" || found->as_string() == "True" || found->as_string() == "TRUE"));
}

Answer blocks_public_policy(const BlockedBucket& bucket) {
    return either(bucket.has("RestrictPublicBuckets"), bucket.has("BlockPublicPolicy"));
}

Answer blocks_public_acl(const BlockedBucket& bucket) {
    return either(either(bucket.has("IgnorePublicAcls"), bucket.has("BlockPublicAcls")), acls_off(bucket.bucket));
}

void acl_allows_public(const BlockedBucket& blocked, bool write, Reasons& out) {
    const Value acl = property(blocked.bucket, "AccessControl");
    if (acl.is_null()) return;
    const Answer closed = blocks_public_acl(blocked);
    if (closed.yes()) return;
    if (acl.is_unknown()) {
        out.maybe(acl.as_unknown(), acl.position());
        return;
    }
    constexpr std::array<std::string_view, 3> kOpen{"PublicReadWrite", "PublicRead", "AuthenticatedRead"};
    const std::string_view name = acl.is_string() ? acl.as_string() : std::string_view();
    const bool open = std::find(kOpen.begin(), write ? kOpen.begin() + 1 : kOpen.end(), name) != (write ? kOpen.begin() + 1 : kOpen.end());
    if (!open) return;
    if (closed.undecided())
        out.maybe(*closed.unknown, acl.position());
    else
        out.add(fmt::format("its ACL {} lets strangers {} it", name, write ? "write to" : "read"), acl.position());
}

const std::vector<Pattern>& bucket_reads() {
    static const std::vector<Pattern> patterns = actions({"s3:Get*", "s3:List*"});
    return patterns;
}

const std::vector<Pattern>& bucket_writes() {
    static const std::vector<Pattern> patterns =
        actions({"s3:Put*", "s3:Delete*", "s3:Replicate*", "s3:RestoreObject", "s3:AbortMultipartUpload", "s3:BypassGovernanceRetention"});
    return patterns;
}

}  // namespace vouch::facts
