// SPDX-License-Identifier: Apache-2.0
// vouch permissions: the IAM policy with exactly the reads that an audit by the chosen controls makes, or with what mending them needs.
#include <algorithm>
#include <iterator>
#include <memory>
#include <set>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_live.h"
#include "cli/live.h"
#include "collect/catalog.h"
#include "collect/needs.h"
#include "collect/policy.h"
#include "remedy/live/actions.h"

namespace vouch::cli {
namespace {

struct PermissionsOptions {
    std::string format = "json";
    std::string plan;  // file
    bool fix = false;
    ControlOptions controls;
};

// What an action is for: ids of controls.
using Reasons = collect::Reasons;

void add_reason(Reasons& reasons, const std::string& action, const std::string& control) {
    std::vector<std::string>& all = reasons[action];
    if (std::ranges::find(all, control) == all.end()) all.push_back(control);
}

// Of an audit by the controls.
Reasons reasons_of_audit(const collect::Catalog& tables, std::span<const model::Control> controls) {
    Reasons reasons;
    for (const model::Control& control : controls)
        for (const std::string& action : collect::plan(tables, collect::needs_of(tables, {&control, 1})).actions())
            add_reason(reasons, action, control.id);
    return reasons;
}

// Of mending what the controls find.
Reasons reasons_of_fix(const collect::Catalog& tables, std::span<const model::Control> controls) {
    Reasons reasons;
    const Mending mending = read_mending();
    for (const model::Control& control : controls) {
        for (const std::string& action : collect::plan(tables, needs_to_fix(mending, tables, {&control, 1})).actions())
            add_reason(reasons, action, control.id);
        for (const std::string& action : remedy::actions_for(mending.writers, mending.remedies, control.id, control.resources))
            add_reason(reasons, action, control.id);
    }
    return reasons;
}

// Of applying a plan, verifying it and undoing it.
Reasons reasons_of_plan(const collect::Catalog& tables, std::span<const model::Control> known, const remedy::Plan& plan) {
    std::set<std::string> ids;
    for (const remedy::Change& change : plan.changes) ids.insert(change.controls.begin(), change.controls.end());
    std::vector<model::Control> controls;
    std::ranges::copy_if(known, std::back_inserter(controls), [&](const model::Control& each) { return ids.contains(each.id); });
    Reasons reasons;
    // Everything that is read back is asked for at once: what one control needs may be decided by what another does.
    for (const std::string& action : collect::plan(tables, needs_to_fix(read_mending(), tables, controls)).actions())
        for (const std::string& id : ids) add_reason(reasons, action, id);
    for (const remedy::Change& change : plan.changes)
        for (const std::string& action : remedy::actions_of(change))
            for (const std::string& control : change.controls) add_reason(reasons, action, control);
    return reasons;
}

std::string written(const PermissionsOptions& options, std::span<const std::string> actions) {
    const collect::Use use = options.fix || !options.plan.empty() ? collect::Use::fixes : collect::Use::reads;
    if (options.format == "cloudformation") return collect::as_cloudformation(actions, use);
    return options.format == "terraform" ? collect::as_terraform(actions, use) : collect::as_json(actions, use);
}

void print_actions(World& world, const PermissionsOptions& options, std::span<const std::string> actions) {
    world.write_out(written(options, actions));
    const std::size_t policies = collect::in_policies(actions).size();
    if (options.format == "json" && policies > 1)
        world.write_error(fmt::format(
            "note: too long for one managed policy; `--format cloudformation` and `--format terraform` make {} of it\n", policies));
}

void print_permissions(World& world, const PermissionsOptions& options, const Reasons& reasons) {
    if (options.format == "reasons") return world.write_out(collect::as_reasons(reasons));
    std::vector<std::string> actions;
    for (const auto& [action, controls] : reasons) actions.push_back(action);
    print_actions(world, options, actions);
}

int permissions(World& world, const PermissionsOptions& options) {
    const assess::Catalog catalog = catalog_of(options.controls, world.files());
    const collect::Catalog tables = live_tables();
    print_errors(world, catalog.problems, "error");
    print_errors(world, tables.problems, "error");
    if (!options.plan.empty()) {
        const auto plan = read_plan_file(world, options.plan, false);
        if (!plan) {
            print_errors(world, {&plan.error(), 1}, "error");
            return plan.error().code == base::Code::integrity ? kIntegrity : kIncomplete;
        }
        print_permissions(world, options, reasons_of_plan(tables, catalog.controls, *plan));
    } else {
        const auto controls = assess::select(catalog, options.controls.selection);
        if (!controls) {
            print_errors(world, {&controls.error(), 1}, "error");
            return kUsage;
        }
        if (options.fix)
            print_permissions(world, options, reasons_of_fix(tables, *controls));
        else if (options.format == "reasons")
            print_permissions(world, options, reasons_of_audit(tables, *controls));
        else
            print_actions(world, options, collect::plan(tables, collect::needs_of(tables, *controls)).actions());
    }
    return catalog.problems.empty() && tables.problems.empty() ? kClean : kIncomplete;
}

std::function<int(World&)> declare_permissions(CLI::App& parser) {
    auto options = std::make_shared<PermissionsOptions>();
    parser.add_option("--format", options->format, "json, cloudformation, terraform, or reasons: which controls each action is for")
        ->check(CLI::IsMember({"json", "cloudformation", "terraform", "reasons"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    auto* fix = parser.add_flag("--fix", options->fix, "what `vouch fix apply` and `undo` may need for these controls, reads included");
    parser.add_option("--plan", options->plan, "what `vouch fix apply` and `undo` need for that plan, reads included")
        ->type_name("FILE")
        ->excludes(fix);
    options->controls.declare(parser);
    return [options](World& world) { return permissions(world, *options); };
}

}  // namespace

extern const Command permissions_command;
constinit const Command permissions_command{.name = "permissions",
                                            .summary = "print the IAM policy that a live audit by the chosen controls, or a fix, needs",
                                            .declare = declare_permissions};

}  // namespace vouch::cli
