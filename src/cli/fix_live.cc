// SPDX-License-Identifier: Apache-2.0
// Tested by tests/fix/live_test.py.
#include "cli/fix_live.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/embedded.h"
#include "base/text.h"
#include "collect/needs.h"
#include "model/estate.h"
#include "remedy/live/planner.h"
#include "store/redact.h"
#include "value/read.h"
#include "value/text_at.h"
#include "value/write.h"

namespace vouch::cli {

using base::Code;
using remedy::Change;

AccountCalls::AccountCalls(World& world, const LiveOptions& options, aws::Settings settings)
    : network_(world, std::move(settings)), options_(options) {}

base::Result<void> AccountCalls::log_in(std::span<const std::string> accounts) {
    const bool others = !options_.role.empty();
    for (const std::string& account : accounts) {
        Party& party = parties_[account];
        party.provider = network_.provider_for(options_, others ? account : std::string());
        party.client = std::make_unique<aws::Client>(network_.client(*party.provider, account));
        const remedy::Deed who =
            make(account, {.service = "sts", .operation = "GetCallerIdentity", .region = network_.home(), .input = "{}"});
        if (!who.done)
            return base::fail(Code::refused, fmt::format("who is asking in {} is not known: {} {}", account, who.code, who.message));
        VOUCH_TRY(const value::Document answer, value::read_json(std::make_shared<base::Source>("answer", who.answer)));
        const std::string is = text_at(answer.root, "Account");
        if (is != account)
            return base::fail(
                Code::refused,
                fmt::format("the plan is for account {}, but these credentials are of account {}", account, base::excerpt(is)),
                std::nullopt, "use credentials of that account, or name the role to assume there with `--role`");
        if (caller_.empty()) caller_ = text_at(answer.root, "Arn");
    }
    return {};
}

remedy::Deed AccountCalls::make(const std::string& account, const remedy::PlannedCall& call) {
    remedy::Deed deed;
    auto input = value::read_json(std::make_shared<base::Source>("input", call.input));
    const auto party = parties_.find(account);
    if (!input || party == parties_.end()) {
        deed.code = "NotCalled";
        deed.message = input ? "the plan does not name this account" : input.error().message;
        return deed;
    }
    const auto take = [&](aws::CallResult result) {
        if (!result) {
            deed.code = result.error().api ? result.error().api->code : "NoAnswer";
            deed.message = result.error().error.message;
            return;
        }
        deed.done = true;
        deed.request_id = result->output.request_id;
        const value::DocumentPtr clean = store::redacted(result->output.document.root);
        deed.answer = value::to_json(clean == nullptr ? result->output.document.root : clean->root);
        if (deed.answer == "null") deed.answer.clear();
    };
    party->second.client->call({.service = call.service,
                                .operation = call.operation,
                                .region = call.region.empty() ? network_.home() : call.region,
                                .input = std::make_shared<const value::Document>(*std::move(input))},
                               take);
    network_.http().run();
    return deed;
}

namespace {

std::vector<model::Control> controls_of(std::span<const Change* const> changes, std::span<const model::Control> known) {
    std::set<std::string_view> wanted;
    for (const Change* change : changes) wanted.insert(change->controls.begin(), change->controls.end());
    std::vector<model::Control> controls;
    for (const model::Control& control : known)
        if (wanted.contains(control.id)) controls.push_back(control);
    return controls;
}

constexpr std::array<std::string_view, 5> kWorst{"fail", "unverified", "pass", "not_applicable", "absent"};

bool is_of(const model::Unit& unit, const Change& change) {
    return unit.environment.account.empty() || unit.environment.account == change.account;
}

}  // namespace

Mending read_mending() { return {remedy::read_catalog(base::embedded_catalog()), remedy::read_writers(base::embedded_catalog())}; }

collect::Needs needs_to_fix(const Mending& mending, const collect::Catalog& tables, std::span<const model::Control> controls) {
    collect::Needs needs = collect::needs_of(tables, controls);
    remedy::add_needs(mending.writers, mending.remedies.remedies, needs);
    return needs;
}

base::Result<ReadBack> ReadBack::of(World& world, const LiveOptions& options, const Mending& mending,
                                    std::span<const Change* const> changes, std::span<const model::Control> known) {
    ReadBack back;
    back.controls_ = controls_of(changes, known);
    const collect::Catalog tables = live_tables();
    const collect::Plan plan = collect::plan(tables, needs_to_fix(mending, tables, back.controls_));
    LiveOptions asking = options;
    std::set<std::string> accounts;
    std::set<std::string> regions(options.regions.begin(), options.regions.end());
    for (const Change* change : changes) {
        accounts.insert(change->account);
        if (!change->region.empty() && change->region != "global") regions.insert(change->region);
    }
    asking.regions.assign(regions.begin(), regions.end());
    if (!options.role.empty()) asking.accounts.assign(accounts.begin(), accounts.end());
    const LiveListeners nobody{.progress = [](const LiveProgress&) {}, .exchange = [](const std::string&, const model::Exchange&) {}};
    VOUCH_TRY(Gathered gathered, gather(world, asking, tables, plan, nobody));
    const auto now = seconds_of(world.clock().now());
    for (auto& account : gathered.accounts) judge(back.judged_, std::move(account), back.controls_, {.workers = 0, .now = now});
    return back;
}

const model::Resource* ReadBack::find(const Change& change) const {
    for (const model::UnitPtr& unit : judged_.inventory.units) {
        if (!is_of(*unit, change)) continue;
        for (const model::Resource& resource : unit->resources)
            if (resource.id == change.resource && resource.type == change.type) return &resource;
    }
    return nullptr;
}

std::vector<std::pair<std::string, std::string>> ReadBack::verdicts(const Change& change) const {
    std::vector<std::pair<std::string, std::string>> all;
    for (const std::string& control : change.controls) {
        auto verdict = kWorst.end() - 1;
        for (const model::Finding& finding : judged_.assessment.findings) {
            const model::Unit& unit = *judged_.inventory.units[finding.unit];
            const model::Resource& resource = unit.resources[finding.resource];
            // What is made is for all resources of its account.
            const bool here = change.before.empty() || resource.id == change.resource;
            if (!here || !is_of(unit, change) || controls_[finding.control].id != control) continue;
            verdict = std::min(verdict, std::ranges::find(kWorst, name(finding.verdict)));
        }
        all.emplace_back(control, *verdict);
    }
    return all;
}

bool ReadBack::passes(const Change& change) const {
    return std::ranges::all_of(verdicts(change), [](const auto& each) { return each.second == "pass" || each.second == "not_applicable"; });
}

base::Result<std::string> ReadBack::state(const Change& change) const {
    const model::Resource* resource = change.before.empty() ? nullptr : find(change);
    if (resource == nullptr) return std::string();
    return base::sha256_hex(remedy::state_of(resource->properties(), change.touches));
}

base::Result<remedy::Plan> read_plan_file(World& world, const std::string& path, bool edits_accepted) {
    constexpr std::size_t kMost = std::size_t{256} << 20U;
    VOUCH_TRY(base::SourcePtr source, world.files().read(path, kMost));
    VOUCH_TRY(remedy::Plan plan, remedy::read_plan(std::move(source)));
    VOUCH_TRY(const std::string digest, remedy::digest_of(plan));
    if (digest == plan.digest) return plan;
    if (!edits_accepted)
        return base::fail(Code::integrity,
                          fmt::format("`{}` is not the plan that was written: somebody changed it", base::excerpt(path, 200)), std::nullopt,
                          "make a new plan, or take it as it is with `--accept-edits`");
    plan.digest = digest;
    plan.approval.reset();
    return plan;
}

std::string journal_folder(const std::string& store, const remedy::Plan& plan) {
    return fmt::format("{}/fixes/{}", store, plan.digest.substr(0, 16));
}

std::string headline(const Change& change) {
    return fmt::format("{}  {}  {}{}", base::escape(change.id), base::escape(change.title), base::excerpt(change.resource, 200),
                       change.region.empty() ? "" : fmt::format(" ({})", base::escape(change.region)));
}

}  // namespace vouch::cli
