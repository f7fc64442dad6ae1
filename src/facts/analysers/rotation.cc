// SPDX-License-Identifier: Apache-2.0
// What rotates a secret. Databases are given a secret by an attachment that then stands for it: a schedule may name either.
// Tested by rotation_test.cc.
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/fact_map.h"

namespace vouch::facts {
extern const Analyser rotation_analyser;
namespace {

constexpr std::string_view kSecretId = "Properties.SecretId";

void add_schedules(const Subject& subject, model::Node secret, std::string_view by, Reasons& out) {
    const model::Graph& graph = subject.estate.graph;
    const std::uint32_t at = subject.resource().position;
    for (const model::Edge* edge : graph.in(secret)) {
        const model::Resource& schedule = graph.resource(edge->from);
        if (schedule.type != "AWS::SecretsManager::RotationSchedule" || edge->path != kSecretId) continue;
        if (schedule.uncertain.empty())
            out.add(fmt::format("`{}` rotates it{}", base::excerpt(schedule.id), by), at);
        else
            out.maybe(fmt::format("`{}` may rotate it: {}", base::excerpt(schedule.id), schedule.uncertain), at);
    }
}

void schedules(const Subject& subject, Reasons& out) {
    add_schedules(subject, subject.node, "", out);
    const model::Graph& graph = subject.estate.graph;
    for (const model::Edge* edge : graph.in(subject.node))
        if (graph.resource(edge->from).type == "AWS::SecretsManager::SecretTargetAttachment" && edge->path == kSecretId)
            add_schedules(subject, edge->from, fmt::format(" by way of the attachment `{}`", base::excerpt(graph.resource(edge->from).id)),
                          out);
}

constexpr std::array<Finder<Subject>, 1> kRotationFinders{{
    {{"Schedules", "of a secret: the rotation schedules that name it, or its attachment to a database"}, schedules},
}};
constexpr std::array<Fact, kRotationFinders.size()> kRotationFacts = facts_of(kRotationFinders);
constexpr std::array<std::string_view, 1> kRotationTypes{"AWS::SecretsManager::Secret"};

value::Value analyse_rotation(const Subject& subject) { return find_facts(subject, subject, kRotationFinders); }

}  // namespace

constinit const Analyser rotation_analyser{
    .name = "Rotation", .summary = "what rotates a secret", .types = kRotationTypes, .facts = kRotationFacts, .analyse = analyse_rotation};

}  // namespace vouch::facts
