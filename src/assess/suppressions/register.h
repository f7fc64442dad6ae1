// SPDX-License-Identifier: Apache-2.0
// The register of accepted fails: read from templates and from vouch.yaml, applied to findings. A suppression never makes a pass: the
// finding stays, with who accepted it, why, and until when. docs/suppressions.md says it for people.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "model/acknowledgement.h"
#include "model/control.h"
#include "model/finding.h"
#include "model/inventory.h"
#include "model/undertaking.h"

namespace vouch::assess {

// One entry. Lists that are empty stand for everything.
struct Entry {
    std::vector<std::string> controls;    // ids of controls, `*` in them stands for any characters
    std::vector<std::string> paths;       // patterns of files or stack names
    std::vector<std::string> resources;   // patterns of logical ids, construct paths or "Stack/LogicalId"
    std::optional<std::size_t> unit;      // only this unit of the inventory
    std::optional<std::size_t> resource;  // only this resource of it
    std::string construct;                // only this construct and what is below it; empty: any
    model::Suppression what;
    bool own = true;  // written for vouch: false for what was written for another tool
};

struct Register {
    std::vector<Entry> entries;
    std::vector<model::Undertaking> undertakings;  // `rows` of vouch.yaml
    std::vector<base::Error> problems;             // entries that cannot be taken: no reason, a date that is none, an unknown key
    std::vector<base::Error> warnings;
    // Of entries for other tools ("cdk-nag AwsSolutions-S1", and how many): rules without a counterpart here, and those that accept
    // single values of a resource only, where our finding may rest on others too. They accept nothing; apply() tells of them.
    std::map<std::string, std::size_t> without_counterpart;
    std::map<std::string, std::size_t> of_single_values;
    std::size_t guesses = 20;  // for how many more unknown ids the nearest one that exists is looked for
};

// Adds what the metadata of templates says, in the convention of vouch (`Metadata.vouch.suppress`) and of cdk-nag, cfn_nag, Checkov and
// Guard; ids of other tools are found in the catalog (universe.tsv, peers/cfn_nag.tsv). `known` are all controls that there are.
void read_templates(const model::Inventory& inventory, std::span<const model::Control> known, std::span<const base::EmbeddedFile> catalog,
                    Register& out);

// Adds what a CDK application acknowledged, for us (`vouch::s3-versioning`) or for cdk-nag.
void read_acknowledged(std::span<const model::Acknowledgement> all, std::span<const model::Control> known,
                       std::span<const base::EmbeddedFile> catalog, Register& out);

// Adds the `suppressions` and `rows` of a vouch.yaml.
void read_file(base::SourcePtr source, std::span<const model::Control> known, Register& out);

// Turns fails that an entry accepts into suppressed ones, and counts again. `today`: YYYY-MM-DD; an entry whose last day is over accepts
// nothing and is a warning, as is an own entry that no fail matches. Where entries times fails are beyond a limit, the fails that are left
// count, and that is a problem.
void apply(Register& entries, std::span<const model::Control> controls, const model::Inventory& inventory, const std::string& today,
           model::Assessment& assessment);

}  // namespace vouch::assess
