// SPDX-License-Identifier: Apache-2.0
// Tested by tests/audit.
#include "cli/judged.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/estate.h"
#include "store/state_folder.h"

namespace vouch::cli {

void judge(Judged& all, collect::AccountCollection::Result account, std::span<const model::Control> controls,
           const assess::Options& options) {
    if (!account.inventory.units.empty()) model::add_estate(account.inventory, account.account.account);
    model::Assessment assessment = assess::assess(controls, account.inventory, options);
    const std::size_t units = all.inventory.units.size();
    for (model::Finding& finding : assessment.findings) {
        finding.unit += units;
        all.assessment.counts.add(finding.verdict);
    }
    if (all.assessment.findings.empty())
        all.assessment.findings = std::move(assessment.findings);
    else
        std::ranges::move(assessment.findings, std::back_inserter(all.assessment.findings));
    std::ranges::move(assessment.problems, std::back_inserter(all.assessment.problems));
    std::ranges::move(account.inventory.units, std::back_inserter(all.inventory.units));
    std::ranges::move(account.inventory.problems, std::back_inserter(all.inventory.problems));
    all.audit.accounts.push_back(std::move(account.account));
}

base::Result<std::string> store_folder(World& world, const std::string& named) {
    if (!named.empty()) return named;
    return store::default_store([&world](std::string_view name) { return world.variable(name); });
}

base::Result<store::StoredRun> find_run(World& world, const std::string& store, const std::string& name) {
    if (store::is_run_folder(name)) return store::read_run_folder(name);
    VOUCH_TRY(const std::string folder, store_folder(world, store));
    return store::read_run(folder, name);
}

}  // namespace vouch::cli
