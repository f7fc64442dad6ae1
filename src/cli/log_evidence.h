// SPDX-License-Identifier: Apache-2.0
// Where verifications and scans of logs leave what audits ask for: DIR/trails/evidence/ACCOUNT.json of a store.
#pragma once

#include <functional>
#include <string>

#include "base/error.h"
#include "cli/command.h"
#include "collect/local_line.h"
#include "trail/evidence.h"

namespace vouch::cli {

// The store of a command that reads logs: the one that was named; of a bucket, else, the default one; nowhere (empty) where nothing is to
// be kept. Errors: those of default_store().
base::Result<std::string> evidence_store(World& world, const std::string& named, bool is_bucket, bool no_store);

// Adds what was found to the evidence of an account. Errors: those of reading and writing its file.
base::Result<void> keep_evidence(World& world, const std::string& store, const std::string& account,
                                 const std::function<void(trail::LogEvidence&, trail::Time)>& add);

// What the tables of the service `vouch` are answered with, from that store. Keeps a reference to the world.
collect::LocalLine::Answering evidence_answers(World& world, std::string store);

}  // namespace vouch::cli
