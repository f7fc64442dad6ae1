// SPDX-License-Identifier: Apache-2.0
// vouch baseline diff: what a deployment would change, told by change sets that are taken away again. docs/baseline.md.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "baseline/change_set.h"
#include "cli/baseline_live.h"
#include "cli/check_options.h"
#include "cli/command.h"

namespace vouch::cli {
namespace {

using baseline::Target;

// The changes of one stack in words; its change set is gone afterwards.
base::Result<std::string> told_of(const baseline::Formation& formation, const Target& target, const std::string& name, bool& changed) {
    VOUCH_TRY(const baseline::StackNow now, stack_now(formation, target));
    VOUCH_TRY(const baseline::Way way, way_of(now, target));
    // A change set for a stack that is not there would leave the shell of one.
    if (way == baseline::Way::create) {
        VOUCH_TRY(const std::vector<baseline::ResourceChange> resources, resources_of(target));
        changed = true;
        return told_new(target, resources);
    }
    VOUCH_TRY(const baseline::ChangeSet set, make_change_set(formation, target, now, way, name));
    if (!set.id.empty()) {
        VOUCH_CHECK(drop_change_set(formation, target, set));
        changed = true;
    }
    return told(target, set);
}

int baseline_diff(World& world, const BaselineLiveOptions& options) {
    int code = kIncomplete;
    const auto live = BaselineLive::begin(world, options, code);
    if (live == nullptr) return code;
    world.write_error(fmt::format("account {}, as {}\n", live->account(), base::escape(live->caller())));
    const std::string name = change_set_name(world);
    bool changed = false;
    bool failed = false;
    for (const Target& target : live->targets()) {
        const auto text = told_of(live->formation(), target, name, changed);
        if (!text) {
            failed = true;
            print_errors(world, {&text.error(), 1}, "error");
            if (text.error().code == base::Code::cancelled) break;
            continue;
        }
        world.write_out(*text);
    }
    if (failed) return kIncomplete;
    return changed ? kFindings : kClean;
}

std::function<int(World&)> declare_baseline_diff(CLI::App& parser) {
    auto options = std::make_shared<BaselineLiveOptions>();
    options->declare(parser);
    return [options](World& world) { return baseline_diff(world, *options); };
}

}  // namespace

extern const Command baseline_diff_command;
constinit const Command baseline_diff_command{
    .name = "baseline diff", .summary = "tell what deploying the baseline would change", .declare = declare_baseline_diff};

}  // namespace vouch::cli
