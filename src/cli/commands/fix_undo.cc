// SPDX-License-Identifier: Apache-2.0
// vouch fix undo: what a journal says was done is undone, the last first. docs/fix.md.
#include <algorithm>
#include <memory>
#include <ranges>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/folder.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_live.h"
#include "cli/judged.h"

namespace vouch::cli {
namespace {

using remedy::Change;
using remedy::Way;

struct UndoOptions {
    std::string folder;
    std::vector<std::string> only;
    bool force = false;
    LiveOptions live;

    void declare(CLI::App& parser) {
        parser.add_option("journal", folder, "the journal, or its folder")->type_name("JOURNAL")->required();
        parser.add_option("--only", only, "these changes alone")->delimiter(',')->type_name("ID,...");
        parser.add_flag("--force", force, "also where somebody changed the resource since");
        live.declare(parser);
    }
};

// Those that were begun, the last first.
std::vector<const Change*> to_undo(const remedy::Plan& plan, const remedy::Journal& journal, const UndoOptions& options) {
    std::vector<const Change*> all;
    for (const Change& change : std::views::reverse(plan.changes)) {
        const bool wanted = options.only.empty() || std::ranges::find(options.only, change.id) != options.only.end();
        if (wanted && journal.progress().has_started(Way::there, change)) all.push_back(&change);
    }
    return all;
}

// Why the change is not undone; empty where it is. A later change of the plan that wrote the same, and was undone, explains another state.
std::string objection(const Change& change, const ReadBack& now, const remedy::Journal& journal, const std::vector<const Change*>& undone) {
    if (change.undo.empty()) return "there is no call that undoes it";
    const std::string read = journal.progress().state_after(change);
    if (read.empty()) return {};
    const bool later = std::ranges::any_of(undone, [&](const Change* each) { return each->resource == change.resource; });
    const auto state = now.state(change);
    if (later || (state && *state == read)) return {};
    return "somebody changed the resource since; `--force` undoes it all the same";
}

base::Result<int> undo_all(World& world, const UndoOptions& options) {
    constexpr std::string_view kFile = "/journal.ndjson";
    std::string folder = options.folder;
    if (folder.ends_with(kFile)) folder.resize(folder.size() - kFile.size());
    VOUCH_TRY(const base::FolderLock lock, base::FolderLock::take(folder));
    VOUCH_TRY(const remedy::Plan plan, read_plan_file(world, folder + "/plan.json", false));
    VOUCH_TRY(remedy::Journal journal, remedy::Journal::go_on(folder + std::string(kFile), world.clock(), plan));
    const std::vector<const Change*> changes = to_undo(plan, journal, options);
    if (changes.empty()) return base::fail(base::Code::empty_set, "the journal has no change that was begun: there is nothing to undo");
    VOUCH_TRY(aws::Settings settings, read_settings(world, options.live));
    AccountCalls calls(world, options.live, std::move(settings));
    VOUCH_CHECK(calls.log_in(plan.accounts));
    const assess::Catalog known = assess::read_catalog(base::embedded_catalog());
    const Mending mending = read_mending();
    VOUCH_TRY(const ReadBack now, ReadBack::of(world, options.live, mending, changes, known.controls));
    const auto make = [&](const std::string& account, const remedy::PlannedCall& call) { return calls.make(account, call); };
    std::vector<const Change*> undone;
    std::size_t left = 0;
    for (const Change* change : changes) {
        if (journal.progress().is_whole(Way::back, *change) && !change->undo.empty()) continue;
        std::string why = options.force ? std::string() : objection(*change, now, journal, undone);
        if (journal.progress().was_there(*change)) why = "it was there before this plan, and stays";
        if (why.empty()) {
            if (const auto done = carry_out(Way::back, *change, mending.writers, journal, make); !done) {
                if (done.error().code != base::Code::refused && done.error().code != base::Code::incompatible)
                    return std::unexpected(done.error());
                why = done.error().message;
            }
        }
        left += why.empty() ? 0U : 1U;
        if (why.empty()) undone.push_back(change);
        world.write_out(
            fmt::format("{}  {}{}{}\n", why.empty() ? "undone" : "left  ", headline(*change), why.empty() ? "" : ": ", base::escape(why)));
    }
    world.write_error(fmt::format("{} undone, {} left\n", undone.size(), left));
    return left == 0 ? kClean : kIncomplete;
}

int fix_undo(World& world, const UndoOptions& options) {
    const auto code = undo_all(world, options);
    if (code) return *code;
    print_errors(world, {&code.error(), 1}, "error");
    return code.error().code == base::Code::integrity ? kIntegrity : kIncomplete;
}

std::function<int(World&)> declare_fix_undo(CLI::App& parser) {
    auto options = std::make_shared<UndoOptions>();
    options->declare(parser);
    return [options](World& world) { return fix_undo(world, *options); };
}

}  // namespace

extern const Command fix_undo_command;
constinit const Command fix_undo_command{.name = "fix undo", .summary = "undo the changes that a journal has", .declare = declare_fix_undo};

}  // namespace vouch::cli
