// SPDX-License-Identifier: Apache-2.0
// Backup coverage: which selections of which plans take a data store. Tested by backup_test.cc.
#include <array>

#include <fmt/format.h>

#include "facts/analyser.h"
#include "facts/backup/candidates.h"
#include "facts/backup/selection.h"
#include "facts/reasons.h"
#include "facts/shared_reasons.h"
#include "model/estate.h"

namespace vouch::facts {
namespace {

constexpr std::array kBackupTypes{
    std::string_view("AWS::DocDB::DBCluster"),   std::string_view("AWS::DynamoDB::Table"), std::string_view("AWS::EC2::Instance"),
    std::string_view("AWS::EC2::Volume"),        std::string_view("AWS::EFS::FileSystem"), std::string_view("AWS::FSx::FileSystem"),
    std::string_view("AWS::Neptune::DBCluster"), std::string_view("AWS::RDS::DBCluster"),  std::string_view("AWS::RDS::DBInstance"),
    std::string_view("AWS::S3::Bucket"),
};
constexpr std::array kBackupFacts{
    Fact{"Planned", "what shows that backup plans of this estate are among what is judged: their selections, or that the estate is whole"},
    Fact{"SelectedBy", "the backup selections that take the resource, by ARN, by tag or because they take everything"},
};

// What shows that plans are among what is judged.
struct Plans {
    SharedReasons reasons;

    explicit Plans(const Estate& estate) {
        for (const model::Node node : estate.graph.of_type("AWS::Backup::BackupSelection"))
            reasons.add(fmt::format("`{}` selects for a backup plan", estate.graph.resource(node).id));
        if (!estate.graph.of_type(model::kEstateType).empty()) reasons.add("the whole estate is judged");
    }
};

// As many as are told: a store that so many plans take needs no further one.
void selected_by(const Subject& subject, Reasons& out) {
    const std::uint32_t at = subject.resource().position;
    std::size_t asked = 0;
    std::size_t taken = 0;
    for (const model::Node node : selections_for(subject)) {
        if (++asked > Selections::kMost) return out.maybe("not all the backup selections that may take it were looked at", at);
        const Selected found = selects(subject, node);
        if (found.answer == Truth::maybe) out.maybe(found.why, at);
        if (found.answer != Truth::yes) continue;
        out.add(found.why, at);
        if (++taken == SharedReasons::kTold) return;
    }
}

value::Value analyse_backup(const Subject& subject) {
    const std::uint32_t at = subject.resource().position;
    Reasons planned(subject.arena);
    Reasons selected(subject.arena);
    subject.estate.once<Plans>().reasons.tell(subject, planned);
    selected_by(subject, selected);
    const std::array members{
        value::Member{value::Value::string("Planned", at), planned.value(at)},
        value::Member{value::Value::string("SelectedBy", at), selected.value(at)},
    };
    return value::make_map(subject.arena, members, at);
}

}  // namespace

extern const Analyser backup_analyser;
constinit const Analyser backup_analyser{"Backup", "which backup plans take a data store", kBackupTypes, kBackupFacts, analyse_backup};

}  // namespace vouch::facts
