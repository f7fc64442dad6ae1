// SPDX-License-Identifier: Apache-2.0
// What was accepted: suppressions of templates, vouch.yaml and other tools, and the baseline of findings that are known already.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/error.h"
#include "cfn/metadata.h"
#include "cli/command.h"
#include "model/control.h"
#include "model/undertaking.h"
#include "report/format.h"

namespace vouch::cli {

struct AcceptanceOptions {
    bool nothing = false;        // --no-suppressions
    std::string file;            // --suppressions; empty: vouch.yaml here or above
    std::string baseline;        // --baseline
    std::string write_baseline;  // --write-baseline

    void declare(CLI::App& parser);
    void declare_suppressions(CLI::App& parser);  // without those of baselines
};

// What was assessed, and what is told of it.
struct Assessed {
    const model::Inventory& inventory;
    std::span<const model::Control> known;     // every control that there is
    std::span<const model::Control> controls;  // that were assessed
    model::Assessment& assessment;
    std::string_view root;   // the current folder
    std::string_view today;  // YYYY-MM-DD
    cfn::MetadataReader& metadata;
    std::vector<base::Error>& problems;
    std::vector<base::Error>& warnings;
    std::vector<model::Undertaking>* undertakings = nullptr;  // gets the `rows` of vouch.yaml
};

// Turns the fails that are accepted into suppressed ones. What cannot be read or taken is added to the problems.
void accept(World& world, const AcceptanceOptions& options, const Assessed& assessed);

}  // namespace vouch::cli
