// SPDX-License-Identifier: Apache-2.0
// A run of `vouch audit`: what it was, and what its record (run.json) says of it. docs/store.md has the layout of a store.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/embedded.h"
#include "base/error.h"
#include "base/source.h"
#include "model/audit.h"

namespace vouch::store {

struct RunInfo {
    std::string name = {};     // run_name(); sorts by time
    std::int64_t began = 0;    // seconds since 1970
    std::int64_t ended = 0;    // 0: not yet
    std::string version = {};  // of vouch
    std::string catalog = {};  // digest(): of the controls and collectors that the run used
    std::string options = {};  // what chose controls, accounts and regions, as it was asked for
    std::vector<model::AuditedAccount> accounts = {};
    bool complete = false;  // everything that was asked was answered
};

enum class RunState : std::uint8_t {
    running,      // somebody is at it
    interrupted,  // it ended before its record was written: killed, or the disk was full
    incomplete,   // it ended, and something was not answered
    complete,
};
std::string_view name(RunState state);

// A file of a run that ended.
struct RunFile {
    std::string name;         // "111122223333.ndjson"
    std::string account;      // whose calls it holds; empty: findings, inventory
    std::size_t answers = 0;  // calls in it
    std::size_t bytes = 0;
    std::string sha256;
};

// What run.json holds.
struct RunRecord {
    RunInfo info;
    bool ended = false;  // else `files` is empty and `info.complete` says nothing
    std::vector<RunFile> files;
};

// "20261122T140305Z-k3x9": when it began and something random, so that two that begin at once differ.
std::string run_name(base::Time began, std::uint64_t random);
// Whether `name` may be that of a run: letters, digits and dashes, 64 at most.
bool is_run_name(std::string_view name);

// One digest of a set of files, by their paths and bytes; the order does not matter.
base::Result<std::string> digest(std::span<const base::EmbeddedFile> files);

// The record as JSON (docs/schema/run.schema.json).
std::string to_json(const RunRecord& record);
// The way back. Fields that are not known are left out. Errors: those of JSON, and invalid_value.
base::Result<RunRecord> read_record(base::SourcePtr source);

}  // namespace vouch::store
