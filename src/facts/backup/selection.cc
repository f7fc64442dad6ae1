// SPDX-License-Identifier: Apache-2.0
// Tested by backup_test.cc.
#include "facts/backup/selection.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "base/wildcard.h"
#include "facts/backup/candidates.h"
#include "facts/reasons.h"

namespace vouch::facts {

using model::Edge;
using value::Value;

namespace {

// How the ARN of a type is made and where its tags stand.
struct Store {
    std::string_view type;
    std::string_view service;
    std::string_view kind;  // what stands before the name in the last field
    std::string_view name;  // the property that names it; empty: the name comes with deployment
    std::string_view tags;
};

constexpr auto kStores = std::to_array<Store>({
    {"AWS::DocDB::DBCluster", "rds", "cluster:", "DBClusterIdentifier", "Tags"},
    {"AWS::DynamoDB::Table", "dynamodb", "table/", "TableName", "Tags"},
    {"AWS::EC2::Instance", "ec2", "instance/", "", "Tags"},
    {"AWS::EC2::Volume", "ec2", "volume/", "", "Tags"},
    {"AWS::EFS::FileSystem", "elasticfilesystem", "file-system/", "", "FileSystemTags"},
    {"AWS::FSx::FileSystem", "fsx", "file-system/", "", "Tags"},
    {"AWS::Neptune::DBCluster", "rds", "cluster:", "DBClusterIdentifier", "Tags"},
    {"AWS::RDS::DBCluster", "rds", "cluster:", "DBClusterIdentifier", "Tags"},
    {"AWS::RDS::DBInstance", "rds", "db:", "DBInstanceIdentifier", "Tags"},
    {"AWS::S3::Bucket", "s3", "", "BucketName", "Tags"},
});
static_assert(std::ranges::is_sorted(kStores, {}, &Store::type));

const Store* store_of(std::string_view type) {
    const auto found = std::ranges::lower_bound(kStores, type, {}, &Store::type);
    return found == kStores.end() || found->type != type ? nullptr : &*found;
}

class Matcher {
public:
    Matcher(const Subject& subject, const Store& store, model::Node selection)
        : subject_(subject), store_(store), selection_(selection), properties_(subject.resource().properties()) {}

    Selected match() {
        const Value all = subject_.estate.graph.resource(selection_).properties();
        const Value* body = all.find("BackupSelection");
        if (body == nullptr) return {};
        if (body->is_unknown()) return {Truth::maybe, because(told("is not known"), &body->as_unknown())};
        const Value* resources = body->find("Resources");
        const Value* tags = body->find("ListOfTags");
        const bool everything = resources == nullptr && tags == nullptr;
        const Answer named = everything ? Answer::of(true) : arns(resources, "Properties.BackupSelection.Resources");
        const Answer tagged = any_tag(tags);
        Answer answer = either(named, tagged);
        answer = both(answer, conditions(body->find("Conditions")));
        answer = both(answer, negated(arns(body->find("NotResources"), "Properties.BackupSelection.NotResources")));
        if (answer.no()) return {};
        const std::string why = told(answer.maybe() ? "may take it" : named.yes() ? "names it" : "takes it by tag");
        return {answer.truth, because(why, answer.unknown)};
    }

private:
    std::string told(std::string_view what) const {
        return fmt::format("selection `{}` {}", base::excerpt(subject_.estate.graph.resource(selection_).id), what);
    }

    // Whether a list of ARNs and patterns takes the resource: it is referred to, or a pattern fits its ARN.
    Answer arns(const Value* list, std::string_view path) const {
        const auto& edges = subject_.estate.graph.in(subject_.node);
        if (std::ranges::any_of(edges, [&](const Edge* edge) { return edge->from == selection_ && edge->path == path; }))
            return Answer::of(true);
        Answer answer;
        for (const Value& each : facts::each(list)) answer = either(answer, arn(each));
        return answer;
    }

    Answer arn(const Value& pattern) const {
        // A reference is to some other resource: this one would have an edge. Anything else may be this one.
        if (pattern.is_unknown())
            return pattern.as_unknown().cause == value::Unknown::Cause::attribute ? Answer() : Answer::not_known(pattern);
        if (!pattern.is_string()) return {};
        const std::string_view text = pattern.as_string();
        if (text == "*") return Answer::of(true);
        std::array<std::string_view, 6> fields;
        std::string_view rest = text;
        for (std::size_t i = 0; i + 1 < fields.size(); ++i) {
            const std::size_t colon = rest.find(':');
            if (colon == std::string_view::npos) return {};
            fields[i] = rest.substr(0, colon);
            rest.remove_prefix(colon + 1);
        }
        if (!base::matches_wildcard(fields[2], store_.service)) return {};
        return name(rest);
    }

    // Whether the last field of an ARN pattern fits.
    Answer name(std::string_view pattern) const {
        if (pattern == "*" || pattern == std::string(store_.kind) + "*") return Answer::of(true);
        const Value* property = store_.name.empty() ? nullptr : properties_.find(store_.name);
        if (const auto given = text_of(property))
            return Answer::of(base::matches_wildcard(pattern, std::string(store_.kind) + std::string(*given)));
        if (!pattern.starts_with(store_.kind) && !pattern.starts_with('*')) return {};
        return Answer::not_known(why_unknown(property));
    }

    // One of the tag conditions holds.
    Answer any_tag(const Value* conditions) const {
        Answer answer;
        for (const Value& each : facts::each(conditions)) answer = either(answer, tag(each, false));
        return answer;
    }

    // All of the conditions hold.
    Answer conditions(const Value* all) const {
        if (all == nullptr) return Answer::of(true);
        if (all->is_unknown()) return Answer::not_known(*all);
        Answer answer = Answer::of(true);
        if (!all->is_map()) return answer;
        for (const value::Member& kind : all->as_map())
            for (const Value& each : facts::each(&kind.value)) {
                const bool like = kind.name().ends_with("Like");
                const Answer holds = tag(each, like);
                answer = both(answer, kind.name().starts_with("StringNot") ? negated(holds) : holds);
            }
        return answer;
    }

    // The resource has the tag with that value.
    Answer tag(const Value& condition, bool like) const {
        if (condition.is_unknown()) return Answer::not_known(condition);
        const auto key = text_of(condition.find("ConditionKey"));
        const Value* wanted = condition.find("ConditionValue");
        if (!key || wanted == nullptr || wanted->is_unknown()) return Answer::not_known(why_unknown(&condition));
        constexpr std::string_view kPrefix = "aws:ResourceTag/";
        const std::string_view name = key->starts_with(kPrefix) ? key->substr(kPrefix.size()) : *key;
        Answer answer;
        for (const Value& each : facts::each(properties_.find(store_.tags))) answer = either(answer, has(each, name, *wanted, like));
        return answer;
    }

    static Answer has(const Value& tag, std::string_view name, const Value& wanted, bool like) {
        if (tag.is_unknown()) return Answer::not_known(tag);
        const Value* key = tag.find("Key");
        const Value* value = tag.find("Value");
        if (key == nullptr || value == nullptr) return {};
        if (key->is_unknown()) return Answer::not_known(*key);
        if (text_of(key) != name) return {};
        if (value->is_unknown()) return Answer::not_known(*value);
        const auto text = text_of(value);
        const auto pattern = text_of(&wanted);
        if (!text || !pattern) return Answer::of(*value == wanted);
        return Answer::of(like ? base::matches_wildcard(*pattern, *text) : *pattern == *text);
    }

    const Subject& subject_;
    const Store& store_;
    model::Node selection_;
    Value properties_;
};

}  // namespace

Selected selects(const Subject& subject, model::Node selection) {
    const Store* store = store_of(subject.resource().type);
    return store == nullptr ? Selected{} : Matcher(subject, *store, selection).match();
}

std::vector<model::Node> selections_for(const Subject& subject) {
    const Store* store = store_of(subject.resource().type);
    if (store == nullptr) return {};
    const Value properties = subject.resource().properties();
    const StoreSeen seen{store->service, store->kind, store->name.empty() ? nullptr : properties.find(store->name),
                         properties.find(store->tags)};
    return subject.estate.once<Selections>().candidates(subject.node, seen);
}

}  // namespace vouch::facts
