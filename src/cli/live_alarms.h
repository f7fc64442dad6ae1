// SPDX-License-Identifier: Apache-2.0
// The metric filters and alarms of accounts, as a scan of logs tries them.
#pragma once

#include <string>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/live.h"
#include "trail/backtest.h"

namespace vouch::cli {

struct LiveFilter {
    std::string name;  // "111122223333 eu-west-1 trail-logs root-usage"
    trail::ScanPattern pattern;
};

struct LiveAlarms {
    std::vector<LiveFilter> filters;
    std::vector<trail::AlarmRule> alarms;  // patterns of their sources are numbers of filters; alarms without a source are left out
    std::vector<std::string> notes;        // what could not be tried, and why
};

// Asks the account of the options; with `run`, the run of that name in the store. Errors: those of asking.
base::Result<LiveAlarms> live_alarms(World& world, const LiveOptions& live, const std::string& store, const std::string& run);

// Of what was collected.
LiveAlarms alarms_in(const std::vector<model::Inventory>& inventories);

}  // namespace vouch::cli
