// SPDX-License-Identifier: Apache-2.0
// Who may assume a role. Tested by trust_test.cc.
#include "facts/policy/trust.h"

#include <array>

#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/holder.h"

namespace vouch::facts {
extern const Analyser trust_analyser;
namespace {

struct TrustPolicy {
    Policy policy;
    std::string_view account;
};

template <void (*fact)(const Policy&, Reasons&)>
void of_policy(const TrustPolicy& read, Reasons& out) {
    fact(read.policy, out);
}
template <void (*fact)(const Policy&, std::string_view, Reasons&)>
void by_account(const TrustPolicy& read, Reasons& out) {
    fact(read.policy, read.account, out);
}

constexpr std::array<Finder<TrustPolicy>, 6> kTrustFinders{{
    {{"AnyoneCanAssume", "statements that let strangers assume the role"}, of_policy<anyone_can_assume>},
    {{"CrossAccount", "statements that trust other accounts"}, by_account<trusts_other_account>},
    {{"CrossAccountWithoutProof", "statements that trust other accounts without an external id or the organization"},
     by_account<other_account_without_proof>},
    {{"ConfusedDeputy", "services that are trusted for whichever account they act"}, of_policy<confused_deputy>},
    {{"TrustsGithub", "statements that trust workflows of GitHub"}, of_policy<trusts_github>},
    {{"GithubUnrestricted", "statements that trust workflows of repositories of strangers"}, of_policy<github_unrestricted>},
}};
constexpr std::array<Fact, kTrustFinders.size()> kTrustFacts = facts_of(kTrustFinders);
constexpr std::array<std::string_view, 1> kTrustTypes{"AWS::IAM::Role"};

value::Value analyse_trust(const Subject& subject) {
    const TrustPolicy read{parse_policy(property(subject.resource(), "AssumeRolePolicyDocument")), subject.unit().environment.account};
    return find_facts(subject, read, kTrustFinders);
}

}  // namespace

constinit const Analyser trust_analyser{
    .name = "Trust", .summary = "who may assume the role", .types = kTrustTypes, .facts = kTrustFacts, .analyse = analyse_trust};

}  // namespace vouch::facts
