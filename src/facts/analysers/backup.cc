// SPDX-License-Identifier: Apache-2.0
// Backup coverage: which selections of which plans take a data store. Tested by backup_test.cc.
#include <array>

#include <fmt/format.h>

#include "facts/analyser.h"
#include "facts/backup/selection.h"
#include "facts/reasons.h"
#include "model/estate.h"

namespace vouch::facts {
namespace {

constexpr std::string_view kSelection = "AWS::Backup::BackupSelection";

constexpr std::array kTypes{
    std::string_view("AWS::DocDB::DBCluster"),   std::string_view("AWS::DynamoDB::Table"), std::string_view("AWS::EC2::Instance"),
    std::string_view("AWS::EC2::Volume"),        std::string_view("AWS::EFS::FileSystem"), std::string_view("AWS::FSx::FileSystem"),
    std::string_view("AWS::Neptune::DBCluster"), std::string_view("AWS::RDS::DBCluster"),  std::string_view("AWS::RDS::DBInstance"),
    std::string_view("AWS::S3::Bucket"),
};
constexpr std::array kFacts{
    Fact{"Planned", "what shows that backup plans of this estate are among what is judged: their selections, or that the estate is whole"},
    Fact{"SelectedBy", "the backup selections that take the resource, by ARN, by tag or because they take everything"},
};

value::Value analyse(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons planned(subject.arena);
    Reasons selected(subject.arena);
    for (const model::Node node : subject.estate.graph.of_type(kSelection)) {
        planned.add(fmt::format("`{}` selects for a backup plan", subject.estate.graph.resource(node).id), at);
        const Selected found = selects(subject, node);
        if (found.answer == Truth::yes) selected.add(found.why, at);
        if (found.answer == Truth::maybe) selected.maybe(found.why, at);
    }
    if (!subject.estate.graph.of_type(model::kEstateType).empty()) planned.add("the whole estate is judged", at);
    const std::array members{
        value::Member{value::Value::string("Planned", at), planned.value(at)},
        value::Member{value::Value::string("SelectedBy", at), selected.value(at)},
    };
    return value::make_map(subject.arena, members, at);
}

}  // namespace

extern const Analyser backup_analyser;
constinit const Analyser backup_analyser{"Backup", "which backup plans take a data store", kTypes, kFacts, analyse};

}  // namespace vouch::facts
