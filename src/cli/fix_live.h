// SPDX-License-Identifier: Apache-2.0
// What the commands share that plan, apply and undo changes of live accounts.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "cli/judged.h"
#include "cli/live.h"
#include "cli/network.h"
#include "collect/needs.h"
#include "model/control.h"
#include "remedy/catalog.h"
#include "remedy/live/carry_out.h"
#include "remedy/live/plan.h"
#include "remedy/live/writer.h"

namespace vouch::cli {

// What the catalog knows of mending live accounts. Reading it takes a while: once for each command.
struct Mending {
    remedy::Catalog remedies;
    remedy::Writers writers;
};
Mending read_mending();

// Calls that change something, one after the other, in the accounts of a plan.
class AccountCalls {
public:
    AccountCalls(World& world, const LiveOptions& options, aws::Settings settings);

    // Finds out who is asking in each of the accounts. Errors: refused where the credentials are those of another account; those of calls.
    base::Result<void> log_in(std::span<const std::string> accounts);
    // ARN of who is asking in the first account.
    const std::string& caller() const { return caller_; }
    remedy::Deed make(const std::string& account, const remedy::PlannedCall& call);

private:
    struct Party {
        std::shared_ptr<aws::Provider> provider;
        std::unique_ptr<aws::Client> client;
    };

    Network network_;
    const LiveOptions& options_;
    std::map<std::string, Party> parties_;
    std::string caller_;
};

// What is there now.
class ReadBack {
public:
    // Asks what the controls of these changes need, where the changes are, and judges it. Errors: those of the settings.
    static base::Result<ReadBack> of(World& world, const LiveOptions& options, const Mending& mending,
                                     std::span<const remedy::Change* const> changes, std::span<const model::Control> known);

    // The verdicts of the change's controls, on its resource; "absent" where that is not there.
    std::vector<std::pair<std::string, std::string>> verdicts(const remedy::Change& change) const;
    bool passes(const remedy::Change& change) const;
    // Digest of the properties that the change touches; empty where there is no such resource, or the change makes one.
    base::Result<std::string> state(const remedy::Change& change) const;
    const std::vector<base::Error>& problems() const { return judged_.inventory.problems; }

private:
    const model::Resource* find(const remedy::Change& change) const;

    Judged judged_;
    std::vector<model::Control> controls_;
};

// The plan in a file. Errors: those of reading; integrity where it is not what was written (edited by hand), unless `edits_accepted`, which
// takes its approval away.
base::Result<remedy::Plan> read_plan_file(World& world, const std::string& path, bool edits_accepted);

// Where the plan's journal stands in that store; the folder may not be there yet.
std::string journal_folder(const std::string& store, const remedy::Plan& plan);

// One line about a change: "s3-versioning-1  Keep earlier versions of objects  arn:aws:s3:::logs".
std::string headline(const remedy::Change& change);

// What the controls need to know, and what the calls of remedies need beside it.
collect::Needs needs_to_fix(const Mending& mending, const collect::Catalog& tables, std::span<const model::Control> controls);

}  // namespace vouch::cli
