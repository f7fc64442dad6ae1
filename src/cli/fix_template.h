// SPDX-License-Identifier: Apache-2.0
// What `vouch fix --template` works out: which failures of one template the remedies take away, and the text that results.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "assess/catalog.h"
#include "base/error.h"
#include "base/files.h"
#include "cfn/load.h"
#include "model/finding.h"
#include "model/inventory.h"
#include "remedy/catalog.h"
#include "remedy/patch/patch.h"

namespace vouch::cli {

// One failure of one resource, and what became of it.
struct Repair {
    std::size_t control = 0;  // index into the controls
    std::string resource;     // logical id
    base::Location where;     // of the resource in the template as it was
    std::string construct;    // path of the CDK construct; empty where there is none
    const remedy::Remedy* remedy = nullptr;
    bool fixed = false;
    std::string left;  // why it is not: "there is no remedy ..."
};

struct Fixing {
    std::vector<Repair> repairs;        // sorted as findings are
    remedy::Patch patch;                // without edits where nothing changes
    std::vector<std::string> broken;    // what passed before and fails after: "control on `Resource`"
    std::vector<base::Error> problems;  // what could not be read or judged
    bool from_cdk = false;              // the template was written by the CDK: nothing is changed
    std::size_t elsewhere = 0;          // failures in other templates that it nests
};

struct FixRequest {
    std::string path;  // of a template, or "-" with its text in `loading.standard_input`
    cfn::Options loading;
    std::span<const model::Control> controls;
    const remedy::Catalog* remedies = nullptr;
    bool risky = false;    // also make changes that have a risk
    std::int64_t now = 0;  // seconds since 1970
    // Turns fails that somebody accepted into suppressed ones; may be empty.
    std::function<void(const model::Inventory&, model::Assessment&, std::vector<base::Error>& problems)> accept = {};
};

Fixing fix_template(const FixRequest& request, const base::Files& files);

}  // namespace vouch::cli
