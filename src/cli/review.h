// SPDX-License-Identifier: Apache-2.0
// A run of the store judged again, for commands that work with what it came to.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/acceptance.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/judged.h"
#include "collect/needs.h"
#include "model/control.h"
#include "model/undertaking.h"
#include "store/run.h"

namespace vouch::cli {

struct Reviewed {
    store::RunInfo info;
    Judged judged;
    std::vector<model::Control> controls;
    std::vector<model::Undertaking> undertakings;
    std::vector<base::Error> problems;
};

struct ReviewRequest {
    const std::string& store;  // empty: the default one
    const std::string& run;    // a name, `latest`, or a folder
    const ControlOptions& controls;
    const AcceptanceOptions& accepted;
    // What must be known of the account; empty: what the controls need.
    std::function<collect::Needs(const collect::Catalog&, std::span<const model::Control>)> needs = {};
};

// Errors: those of finding and reading the run, and of choosing controls. Notes on the run go to standard error.
base::Result<Reviewed> review(World& world, const ReviewRequest& request);

// Tells the error and gives the exit code for it.
int told_failure(World& world, const base::Error& error);

}  // namespace vouch::cli
