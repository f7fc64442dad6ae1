// SPDX-License-Identifier: Apache-2.0
// A selection is filed under each tag or ARN that it asks for; where one of them could mean any store it is asked about all. Patterns are
// filed by what stands before their first wildcard, and found by the beginnings of a store's name. Tested by backup_test.cc, hubs_test.cc.
#include "facts/backup/candidates.h"

#include <algorithm>
#include <optional>
#include <string>

#include "facts/read.h"

namespace vouch::facts {

using model::Edge;
using model::Node;
using value::Value;

namespace {

constexpr std::string_view kWild = "*?";

bool has_wildcard(std::string_view text) { return text.find_first_of(kWild) != std::string_view::npos; }

// The fields of an ARN that decide: the service, and what stands after the fifth colon. nullopt where it is no ARN.
struct Arn {
    std::string_view service;
    std::string_view last;
};
std::optional<Arn> split(std::string_view text) {
    Arn out;
    for (int field = 0; field < 5; ++field) {
        const std::size_t colon = text.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        if (field == 2) out.service = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    out.last = text;
    return out;
}

// Appends as many as are ever asked about.
void take(std::vector<Node>& out, const std::vector<Node>& nodes) {
    const std::size_t room = Selections::kMost + 1 - std::min(out.size(), Selections::kMost + 1);
    out.insert(out.end(), nodes.begin(), nodes.begin() + static_cast<std::ptrdiff_t>(std::min(room, nodes.size())));
}

}  // namespace

Selections::Selections(const Estate& estate) : estate_(estate) {
    for (const Node node : estate.graph.of_type("AWS::Backup::BackupSelection")) add(node);
}

void Selections::add(Node selection) {
    const Value properties = estate_.graph.resource(selection).properties();
    const Value* body = properties.find("BackupSelection");
    if (body == nullptr) return;
    const Value* resources = body->find("Resources");
    const Value* tags = body->find("ListOfTags");
    bool filed = !body->is_unknown() && (resources != nullptr || tags != nullptr);
    if (filed && tags != nullptr) filed = add_tags(selection, *tags);
    for (const Value& each : facts::each(resources)) filed = filed && add_arn(selection, each);
    if (!filed) open_.push_back(selection);
}

bool Selections::add_tags(Node selection, const Value& tags) {
    for (const Value& each : facts::each(&tags)) {
        const auto key = text_of(each.find("ConditionKey"));
        const auto value = text_of(each.find("ConditionValue"));
        if (!key || !value) return false;
        constexpr std::string_view kPrefix = "aws:ResourceTag/";
        by_tag_[{key->starts_with(kPrefix) ? key->substr(kPrefix.size()) : *key, *value}].push_back(selection);
    }
    tagged_.push_back(selection);
    return true;
}

bool Selections::add_arn(Node selection, const Value& arn) {
    // What refers to a store has an edge to it.
    if (arn.is_unknown()) return arn.as_unknown().cause == value::Unknown::Cause::attribute;
    if (!arn.is_string()) return true;
    if (arn.as_string() == "*") return false;
    const auto fields = split(arn.as_string());
    if (!fields) return true;
    const std::string_view prefix = fields->last.substr(0, fields->last.find_first_of(kWild));
    by_prefix_[{has_wildcard(fields->service) ? std::string_view() : fields->service, prefix}].push_back(selection);
    return true;
}

void Selections::by_tags(const StoreSeen& seen, Nodes& out) const {
    for (const Value& each : facts::each(seen.tags)) {
        const auto key = text_of(each.find("Key"));
        const auto value = text_of(each.find("Value"));
        if (!key || !value) {  // it may have any tag
            take(out, tagged_);
            return;
        }
        if (const auto found = by_tag_.find({*key, *value}); found != by_tag_.end()) take(out, found->second);
    }
}

void Selections::by_arns(const StoreSeen& seen, Nodes& out) const {
    const auto name = text_of(seen.name);
    const std::string whole = std::string(seen.kind).append(name.value_or(""));
    for (const std::string_view service : {std::string_view(), seen.service}) {
        // Patterns that begin as it does.
        for (std::size_t length = 0; length <= whole.size(); ++length)
            if (const auto found = by_prefix_.find({service, std::string_view(whole).substr(0, length)}); found != by_prefix_.end())
                take(out, found->second);
        if (name) continue;
        // Its name is not known: what begins with its kind may be it.
        for (auto at = by_prefix_.upper_bound({service, whole}); at != by_prefix_.end() && at->first.first == service; ++at) {
            if (!at->first.second.starts_with(whole) || out.size() > kMost) break;
            take(out, at->second);
        }
    }
}

std::vector<Node> Selections::candidates(Node store, const StoreSeen& seen) const {
    Nodes out;
    for (const Edge* edge : estate_.graph.in(store))
        if (edge->path == "Properties.BackupSelection.Resources") out.push_back(edge->from);
    take(out, open_);
    by_tags(seen, out);
    by_arns(seen, out);
    std::ranges::sort(out);
    const auto again = std::ranges::unique(out);
    out.erase(again.begin(), again.end());
    return out;
}

}  // namespace vouch::facts
