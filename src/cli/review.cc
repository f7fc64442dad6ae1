// SPDX-License-Identifier: Apache-2.0
// Tested by tests/fix and tests/audit.
#include "cli/review.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "cfn/metadata.h"
#include "cli/live.h"
#include "cli/reporting.h"

namespace vouch::cli {

base::Result<Reviewed> review(World& world, const ReviewRequest& request) {
    Reviewed all;
    assess::Catalog catalog = catalog_of(request.controls, world.files());
    VOUCH_TRY(all.controls, assess::select(catalog, request.controls.selection));
    VOUCH_TRY(store::StoredRun run, find_run(world, request.store, request.run));
    for (const std::string& note : run.notes) world.write_error(fmt::format("warning: {}\n", note));
    all.info = run.info;
    const collect::Catalog tables = live_tables();
    const collect::Plan plan =
        collect::plan(tables, request.needs ? request.needs(tables, all.controls) : collect::needs_of(tables, all.controls));
    Gathered gathered = replay(tables, plan, std::move(run.exchanges), run.info.accounts);
    for (auto& account : gathered.accounts) judge(all.judged, std::move(account), all.controls, {.workers = 0, .now = run.info.began});
    std::vector<base::Error> warnings;
    cfn::MetadataReader metadata(world.files(), {});
    const std::string root = working_folder();
    const std::string today = base::to_string(world.clock().now()).substr(0, 10);
    accept(world, request.accepted,
           {all.judged.inventory, catalog.controls, all.controls, all.judged.assessment, root, today, metadata, all.problems, warnings,
            &all.undertakings});
    std::ranges::copy(catalog.problems, std::back_inserter(all.problems));
    return all;
}

int told_failure(World& world, const base::Error& error) {
    print_errors(world, {&error, 1}, "error");
    if (error.code == base::Code::integrity) return kIntegrity;
    return error.code == base::Code::invalid_usage ? kUsage : kIncomplete;
}

}  // namespace vouch::cli
