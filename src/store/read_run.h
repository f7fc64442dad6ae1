// SPDX-License-Identifier: Apache-2.0
// What a store holds, read again. A store is input like any other: everything is bounded, and digests are compared before anything is read.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "model/call_made.h"
#include "store/run.h"

namespace vouch::store {

struct ReadLimits {
    std::size_t file = std::size_t{1} << 30U;  // bytes of one file
    std::size_t files = 100'000;               // of a run
    std::size_t runs = 1'000'000;
};

struct RunSummary {
    RunInfo info;  // of a run that was interrupted as it began there is the name only
    RunState state = RunState::interrupted;
    std::size_t answers = 0;             // calls that are there, torn ones left out
    std::optional<base::Error> problem;  // why its record, or the folder, cannot be read
};

// All runs of the store at `folder`, the oldest first. One that cannot be read is there with its problem. Errors: not_found where there is
// no store; unreadable; too_large.
base::Result<std::vector<RunSummary>> list_runs(const std::string& folder, const ReadLimits& limits = {});

struct StoredRun {
    RunInfo info;
    RunState state = RunState::interrupted;
    std::map<std::string, std::vector<model::Exchange>> exchanges;  // by account, in the order in which they were added
    std::string findings;                                           // as they were written; empty where there are none
    std::string inventory;                                          // likewise
    std::vector<std::string> notes;  // what people should know of it: that it is not whole, and how much is there
};

// The run of that name, or `latest`: the newest that ended (where none did, the newest). Errors: not_found; integrity where a file is not
// what was written (the digest, a file missing or added); those of JSON with file and line; too_large; unreadable.
base::Result<StoredRun> read_run(const std::string& folder, std::string_view name, const ReadLimits& limits = {});

// Whether there is a run in the folder itself, as RunWriter::begin_apart() makes it.
bool is_run_folder(const std::string& path);
// That run. Errors: as read_run().
base::Result<StoredRun> read_run_folder(const std::string& path, const ReadLimits& limits = {});

}  // namespace vouch::store
