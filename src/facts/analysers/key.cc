// SPDX-License-Identifier: Apache-2.0
// Who uses a KMS key, and who may. Tested by key_test.cc.
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/fact_map.h"
#include "facts/policy/hanging.h"
#include "facts/policy/resource_policy.h"

namespace vouch::facts {
extern const Analyser key_analyser;
namespace {

struct KeyWithPolicy {
    const Subject& subject;
    Hanging hanging;
};

// Aliases and policies name it without using it.
void used_by(const KeyWithPolicy& read, Reasons& out) {
    const model::Graph& graph = read.subject.estate.graph;
    for (const model::Edge* edge : graph.in(read.subject.node)) {
        const model::Resource& user = graph.resource(edge->from);
        const bool names = user.type == "AWS::KMS::Alias" || edge->path.find("PolicyDocument") != std::string::npos;
        if (!names) out.add(fmt::format("{} {} uses it", user.type, base::excerpt(user.id)), read.subject.resource().position);
    }
}

void strangers_use(const KeyWithPolicy& read, Reasons& out) { allows_public(read.hanging.policy, {}, out); }

constexpr std::array<Finder<KeyWithPolicy>, 2> kKeyFinders{{
    {{"UsedBy", "resources that encrypt with it"}, used_by},
    {{"Public", "statements of its policy that let strangers use it"}, strangers_use},
}};
constexpr std::array<Fact, kKeyFinders.size()> kKeyFacts = facts_of(kKeyFinders);
constexpr std::array<std::string_view, 2> kKeyTypes{"AWS::KMS::Key", "AWS::KMS::ReplicaKey"};

value::Value analyse_key(const Subject& subject) {
    return find_facts(subject, KeyWithPolicy{subject, hanging_policy(subject, subject.node)}, kKeyFinders);
}

}  // namespace

constinit const Analyser key_analyser{
    .name = "Key", .summary = "who uses a KMS key, and who may", .types = kKeyTypes, .facts = kKeyFacts, .analyse = analyse_key};

}  // namespace vouch::facts
