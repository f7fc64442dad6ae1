// SPDX-License-Identifier: Apache-2.0
// Keeps a run while it goes on: whatever stops it, what was answered is there, and what is there can be read.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/error.h"
#include "base/folder.h"
#include "base/log_file.h"
#include "model/call_made.h"
#include "store/run.h"

namespace vouch::store {

// Any number of processes may write runs into one store; a run has one writer, which holds its folder until it goes.
// Files are made for their owner alone.
class RunWriter {
public:
    // Makes DIR/runs/NAME/ and what is missing above it. `info.accounts` may still be empty. Errors: invalid_usage where `info.name` is no
    // name of a run; unwritable where there is no room or permission, where a file stands in the way, or where the run is there already.
    static base::Result<RunWriter> begin(const std::string& store, const RunInfo& info);
    // The same in a folder of its own, which must not be there yet, and belongs to no store.
    static base::Result<RunWriter> begin_apart(const std::string& folder, const RunInfo& info);

    // Adds a call and its answer, redacted before (redact.h). Errors: those of to_line(), unwritable, integrity. After one the run goes on
    // and will not count as complete: it lacks an answer.
    base::Result<void> add(std::string_view account, const model::Exchange& exchange);

    // Ends the run: the findings and the inventory as JSON texts (none where empty), then the record with the digests of all files. Errors:
    // unwritable, integrity; the run stays as it was, as if it had been interrupted. Must not be called twice.
    base::Result<void> finish(RunInfo info, std::string_view findings, std::string_view inventory);

    const std::string& folder() const { return folder_; }

private:
    // What is known of the file of an account.
    struct Log {
        base::LogFile file;
        std::string account;
        std::size_t answers = 0;
    };

    RunWriter(std::string folder, std::string name, base::FolderLock lock)
        : folder_(std::move(folder)), name_(std::move(name)), lock_(std::move(lock)) {}
    static base::Result<RunWriter> begin_in(std::string folder, const RunInfo& info);

    base::Result<void> write_record(const RunRecord& record);
    base::Result<RunFile> write_file(std::string_view name, std::string_view text);
    base::Result<void> append(std::string_view account, const model::Exchange& exchange);
    base::Result<std::vector<RunFile>> end_files(std::string_view findings, std::string_view inventory);

    std::string folder_;
    std::string name_;  // of the run
    base::FolderLock lock_;
    std::map<std::string, Log, std::less<>> logs_;  // by account
    bool lost_ = false;                             // an answer could not be kept
};

}  // namespace vouch::store
