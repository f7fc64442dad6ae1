// SPDX-License-Identifier: Apache-2.0
// What is lost with a stack: the resources of its template that hold data. Those of nested stacks are not looked at. Tested by
// stack_test.cc.
#include "model/stack.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/analyser.h"
#include "facts/reasons.h"

namespace vouch::facts {
namespace {

constexpr std::array kStackTypes{model::kStackType};
constexpr std::array kStackFacts{Fact{"HoldsData", "the data stores of the stack's template"}};

constexpr auto kDataStores = std::to_array<std::string_view>({
    "AWS::Backup::BackupVault",
    "AWS::Cognito::UserPool",
    "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::GlobalTable",
    "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",
    "AWS::EFS::FileSystem",
    "AWS::Elasticsearch::Domain",
    "AWS::FSx::FileSystem",
    "AWS::Neptune::DBCluster",
    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
    "AWS::S3::Bucket",
    "AWS::Timestream::Table",
});
static_assert(std::ranges::is_sorted(kDataStores));

value::Value analyse_stack(const Subject& subject) {
    constexpr std::size_t kMost = 20;  // reasons: they tell people enough
    const std::uint32_t at = subject.resource().position;
    Reasons stores(subject.arena);
    std::size_t told = 0;
    for (const model::Resource& resource : subject.estate.graph.unit(subject.node).resources) {
        if (!std::ranges::binary_search(kDataStores, std::string_view(resource.type)) || told == kMost) continue;
        if (!resource.uncertain.empty()) {
            stores.maybe(fmt::format("whether `{}` exists is not known: {}", base::excerpt(resource.id), resource.uncertain), at);
            continue;
        }
        stores.add(fmt::format("`{}` ({}) holds data", base::excerpt(resource.id), resource.type), at);
        ++told;
    }
    const std::array members{value::Member{value::Value::string("HoldsData", at), stores.value(at)}};
    return value::make_map(subject.arena, members, at);
}

}  // namespace

extern const Analyser stack_analyser;
constinit const Analyser stack_analyser{"Stack", "what a stack of a CDK assembly holds", kStackTypes, kStackFacts, analyse_stack};

}  // namespace vouch::facts
