// SPDX-License-Identifier: Apache-2.0
// Live accounts that were judged, and the runs of the store that they were kept in.
#pragma once

#include <chrono>
#include <cstdint>
#include <span>
#include <string>

#include "assess/assess.h"
#include "base/clock.h"
#include "base/error.h"
#include "cli/command.h"
#include "collect/account.h"
#include "model/audit.h"
#include "model/control.h"
#include "model/finding.h"
#include "model/inventory.h"
#include "store/read_run.h"

namespace vouch::cli {

// All accounts as one inventory and one assessment.
struct Judged {
    model::Inventory inventory;
    model::Assessment assessment;
    model::Audit audit;
};

// Adds an account. Accounts are judged one by one: what must exist must exist in each of them.
void judge(Judged& all, collect::AccountCollection::Result account, std::span<const model::Control> controls,
           const assess::Options& options);

// Since 1970.
inline std::int64_t seconds_of(base::Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

// `named`, or where it is empty the default store. Errors: those of default_store().
base::Result<std::string> store_folder(World& world, const std::string& named);
// `name`: of a run of that store, `latest`, or the folder of one. Errors: those of reading runs.
base::Result<store::StoredRun> find_run(World& world, const std::string& store, const std::string& name);

}  // namespace vouch::cli
