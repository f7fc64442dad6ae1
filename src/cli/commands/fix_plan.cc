// SPDX-License-Identifier: Apache-2.0
// vouch fix plan: what would take the failures of a stored run away, call by call. docs/fix.md.
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_live.h"
#include "cli/kept_file.h"
#include "cli/plan_text.h"
#include "cli/review.h"
#include "cli/version.h"
#include "model/estate.h"
#include "remedy/live/plan_template.h"
#include "remedy/live/planner.h"

namespace vouch::cli {
namespace {

constexpr std::int64_t kHour = 3600;

struct PlanOptions {
    std::string run = "latest";
    std::string store;
    std::string file = "plan.json";
    std::vector<std::string> settings;  // NAME=VALUE
    std::string approver;               // file of a public key
    std::string format = "text";
    std::int64_t hours = 24;
    ControlOptions controls;
    AcceptanceOptions accepted;

    void declare(CLI::App& parser) {
        parser.add_option("run", run, "a run of the store, `latest`, or the folder of one")->type_name("RUN");
        parser.add_option("--store", store, "folder that keeps the runs (~/.local/state/vouch)")->type_name("DIR");
        parser.add_option("--output,-o", file, "where the plan is written")->type_name("FILE")->capture_default_str();
        parser.add_option("--set", settings, "what a remedy has to be told, as in contact=security@example.com")->type_name("NAME=VALUE");
        parser.add_option("--require-approval", approver, "public key (Ed25519, PEM) of who has to approve the plan")->type_name("FILE");
        parser.add_option("--expires", hours, "hours after which it may no longer be applied")
            ->type_name("HOURS")
            ->check(CLI::Range(1, 24 * 90))
            ->capture_default_str();
        parser
            .add_option("--format", format,
                        "what is printed: text, script (for a shell), ssm (an Automation document), cloudformation or html")
            ->type_name("FORMAT")
            ->check(CLI::IsMember({"text", "script", "ssm", "cloudformation", "html"}))
            ->capture_default_str();
        controls.declare(parser);
        accepted.declare_suppressions(parser);
    }
};

base::Result<std::map<std::string, std::string>> settings_of(const PlanOptions& options) {
    std::map<std::string, std::string> all;
    for (const std::string& each : options.settings) {
        const std::size_t equals = each.find('=');
        if (equals == 0 || equals == std::string::npos)
            return base::fail(base::Code::invalid_usage, fmt::format("`--set {}` is no NAME=VALUE", base::excerpt(each)));
        all[each.substr(0, equals)] = each.substr(equals + 1);
    }
    return all;
}

// What must exist stands in no region: it is made at home.
std::vector<remedy::Fault> faults_of(const Reviewed& all) {
    std::vector<remedy::Fault> faults;
    for (const model::Finding& finding : all.judged.assessment.findings) {
        if (finding.verdict != model::Verdict::fail) continue;
        const model::Unit& unit = *all.judged.inventory.units[finding.unit];
        const model::Control& control = all.controls[finding.control];
        collect::Place place{unit.environment.account, unit.environment.region, unit.environment.partition};
        for (const model::AuditedAccount& account : all.judged.audit.accounts) {
            if (model::is_estate(unit) && unit.name.starts_with(account.account)) place.account = account.account;
            if (account.account != place.account) continue;
            if (place.partition.empty()) place.partition = account.partition;
            if (place.region.empty() && !account.regions.empty()) place.region = account.regions.front();
        }
        faults.push_back({control.id, &unit.resources[finding.resource], std::move(place), control.fix});
    }
    return faults;
}

base::Result<remedy::Plan> plan_of(World& world, const PlanOptions& options, const Mending& mending, const Reviewed& all) {
    print_errors(world, mending.remedies.problems, "warning");
    print_errors(world, mending.writers.problems, "warning");
    remedy::Plan plan;
    plan.run = all.info.name;
    plan.version = std::string(kVersion);
    plan.made = seconds_of(world.clock().now());
    plan.expires = plan.made + options.hours * kHour;
    VOUCH_TRY(auto settings, settings_of(options));
    std::map<std::string, std::vector<std::string>> regions;
    for (const model::AuditedAccount& account : all.judged.audit.accounts) {
        plan.accounts.push_back(account.account);
        if (plan.planner.empty()) plan.planner = account.caller;
        regions[account.account] = account.regions;
    }
    std::ranges::sort(plan.accounts);
    if (!options.approver.empty()) {
        VOUCH_TRY(const base::SourcePtr key, world.files().read(options.approver));
        plan.approver = std::string(key->text());
    }
    const std::vector<remedy::Fault> faults = faults_of(all);
    remedy::plan_changes({faults, mending.remedies, mending.writers, std::move(settings), std::move(regions)}, plan);
    VOUCH_CHECK(remedy::seal(plan));
    return plan;
}

std::string printed(const remedy::Plan& plan, const std::string& format) {
    if (format == "script") return to_script(plan);
    if (format == "ssm") return to_automation(plan);
    if (format == "cloudformation") return remedy::to_cloudformation(plan);
    if (format == "html") return to_html(plan);
    return to_text(plan);
}

int fix_plan(World& world, const PlanOptions& options) {
    const Mending mending = read_mending();
    const auto needs = [&mending](const auto& tables, const auto& controls) { return needs_to_fix(mending, tables, controls); };
    const auto all = review(world, {options.store, options.run, options.controls, options.accepted, needs});
    if (!all) return told_failure(world, all.error());
    print_errors(world, all->problems, "error");
    const auto plan = plan_of(world, options, mending, *all);
    if (!plan) return told_failure(world, plan.error());
    if (const auto kept = keep_file(options.file, remedy::to_json(*plan)); !kept) return told_failure(world, kept.error());
    world.write_out(printed(*plan, options.format));
    world.write_error(fmt::format("{} changes planned, {} findings are left to a person; the plan is `{}`\n", plan->changes.size(),
                                  plan->manual.size(), base::escape(options.file)));
    return all->problems.empty() ? kClean : kIncomplete;
}

std::function<int(World&)> declare_fix_plan(CLI::App& parser) {
    auto options = std::make_shared<PlanOptions>();
    options->declare(parser);
    return [options](World& world) { return fix_plan(world, *options); };
}

}  // namespace

extern const Command fix_plan_command;
constinit const Command fix_plan_command{
    .name = "fix plan", .summary = "plan the calls that take failures of an audited account away", .declare = declare_fix_plan};

}  // namespace vouch::cli
