// SPDX-License-Identifier: Apache-2.0
// Live accounts: logging in, asking all of them at once, and what came of it.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/error.h"
#include "cli/command.h"
#include "collect/account.h"
#include "collect/local_line.h"

namespace vouch::cli {

// The options that say which accounts and how to reach them.
struct LiveOptions {
    std::string profile;
    std::string region;                // of calls that belong to none
    std::vector<std::string> regions;  // that are audited; empty: all that are enabled
    std::vector<std::string> accounts;
    bool organization = false;
    std::string role;  // to assume in other accounts: a name, or an ARN with {account} in it
    std::string external_id;
    std::string endpoint_url;
    std::string ca_bundle;
    bool plain_http = false;

    void declare(CLI::App& parser);
    // Those alone that say how to reach one account: no --regions, --accounts, --organization.
    void declare_way(CLI::App& parser);
};

// How far it is, for people.
struct LiveProgress {
    std::size_t places = 0;  // services of regions of accounts that were asked so far
    std::size_t done = 0;    // of them
    std::size_t asked = 0;
    std::size_t answered = 0;
    std::size_t throttled = 0;
};

struct Gathered {
    std::vector<collect::AccountCollection::Result> accounts;  // in the order of the accounts
    std::vector<std::string> warnings;
    bool stopped = false;  // by the user, before everything was answered
};

// Who hears of it while it goes on.
struct LiveListeners {
    std::function<void(const LiveProgress&)> progress;
    std::function<void(const std::string& account, const model::Exchange&)> exchange;  // secrets are out of it already
    collect::LocalLine::Answering own = {};  // answers what vouch is asked itself; empty: there is no store
};

// The tables of the live side, with what the facts of this program are about.
collect::Catalog live_tables();

// Asks the accounts of the options for what the plan needs. Errors: those of settings and of an organization that does not say which
// accounts it has.
base::Result<Gathered> gather(World& world, const LiveOptions& options, const collect::Catalog& tables, const collect::Plan& plan,
                              const LiveListeners& listeners);

// The same from a record.
Gathered replay(const collect::Catalog& tables, const collect::Plan& plan, std::map<std::string, std::vector<model::Exchange>> exchanges,
                const std::vector<model::AuditedAccount>& accounts);

}  // namespace vouch::cli
