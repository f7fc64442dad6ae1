// SPDX-License-Identifier: Apache-2.0
// vouch fix apply: makes the changes of a plan, each told to a journal before and after, reads back and judges. docs/fix.md.
#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/folder.h"
#include "base/signature.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_live.h"
#include "cli/judged.h"
#include "cli/kept_file.h"

namespace vouch::cli {
namespace {

using remedy::Change;
using remedy::Way;

struct ApplyOptions {
    std::string file;
    std::string store;
    std::vector<std::string> only;  // ids of changes, remedies or controls
    bool yes = false;
    bool keep_going = false;
    bool accept_edits = false;
    LiveOptions live;

    void declare(CLI::App& parser) {
        parser.add_option("plan", file, "the plan")->type_name("FILE")->required();
        parser.add_option("--store", store, "folder that keeps the journal (~/.local/state/vouch)")->type_name("DIR");
        parser.add_option("--only", only, "these changes alone: ids of changes, remedies or controls")->delimiter(',')->type_name("ID,...");
        parser.add_flag("--yes", yes, "also make changes that may interrupt what runs or lock somebody out, without asking");
        parser.add_flag("--keep-going", keep_going, "go on with other changes after one that failed");
        parser.add_flag("--accept-edits", accept_edits, "take a plan that was edited by hand; it loses its approval");
        live.declare(parser);
    }
};

// What became of the changes.
struct Tally {
    std::size_t applied = 0;
    std::size_t already = 0;
    std::size_t left = 0;      // not begun
    std::size_t failed = 0;    // a call was refused
    std::size_t unproven = 0;  // applied, and its control does not pass
};

class Applying {
public:
    Applying(World& world, const ApplyOptions& options, remedy::Plan plan)
        : world_(world),
          options_(options),
          plan_(std::move(plan)),
          mending_(read_mending()),
          known_(assess::read_catalog(base::embedded_catalog()).controls) {}

    base::Result<int> run() {
        VOUCH_CHECK(may_apply());
        choose();
        if (chosen_.empty()) return base::fail(base::Code::empty_set, "no change of the plan was chosen: there is nothing to do");
        VOUCH_TRY(aws::Settings settings, read_settings(world_, options_.live));
        calls_ = std::make_unique<AccountCalls>(world_, options_.live, std::move(settings));
        VOUCH_CHECK(calls_->log_in(plan_.accounts));
        VOUCH_CHECK(check_approver());
        VOUCH_CHECK(open_journal());
        VOUCH_TRY(const ReadBack before, ReadBack::of(world_, options_.live, mending_, chosen_, known_));
        VOUCH_CHECK(apply_all(before));
        VOUCH_CHECK(verify());
        return tell();
    }

private:
    base::Result<void> may_apply() const {
        const auto now = seconds_of(world_.clock().now());
        if (now > plan_.expires)
            return base::fail(base::Code::refused,
                              fmt::format("the plan expired at {}", base::to_string(base::Time(std::chrono::seconds(plan_.expires)))),
                              std::nullopt, "audit again and make a new plan");
        if (plan_.approver.empty()) return {};
        if (!plan_.approval)
            return base::fail(base::Code::refused, "the plan needs an approval and has none", std::nullopt, "`vouch fix approve` gives it");
        VOUCH_TRY(const bool is, base::is_signed(plan_.approver, plan_.digest, plan_.approval->signature));
        if (!is) return base::fail(base::Code::integrity, "the approval of the plan is not by the key that it asks for");
        return {};
    }

    base::Result<void> check_approver() const {
        if (!plan_.approval || plan_.approval->by != calls_->caller()) return {};
        return base::fail(base::Code::refused,
                          fmt::format("{} approved the plan and may not apply it too", base::excerpt(calls_->caller())));
    }

    bool is_chosen(const Change& change) const {
        if (options_.only.empty()) return true;
        return std::ranges::any_of(options_.only, [&](const std::string& id) {
            return id == change.id || id == change.remedy || std::ranges::find(change.controls, id) != change.controls.end();
        });
    }

    void choose() {
        for (const Change& change : plan_.changes)
            if (is_chosen(change)) chosen_.push_back(&change);
    }

    // A journal that is there is gone on with: the plan was begun and not brought to its end.
    base::Result<void> open_journal() {
        VOUCH_TRY(const std::string store, store_folder(world_, options_.store));
        const std::string folder = journal_folder(store, plan_);
        VOUCH_CHECK(base::make_folders(folder));
        VOUCH_TRY(base::FolderLock lock, base::FolderLock::take(folder));
        lock_.emplace(std::move(lock));
        VOUCH_CHECK(keep_file(folder + "/plan.json", remedy::to_json(plan_)));
        const std::string path = folder + "/journal.ndjson";
        const bool there = world_.files().read(path).has_value();
        VOUCH_TRY(remedy::Journal journal, there ? remedy::Journal::go_on(path, world_.clock(), plan_)
                                                 : remedy::Journal::begin(path, world_.clock(), plan_, calls_->caller()));
        journal_.emplace(std::move(journal));
        if (there) world_.write_error(fmt::format("going on with `{}`\n", base::escape(path)));
        return {};
    }

    // An earlier change of this plan writes the same properties: what is there now is what it left.
    bool follows(const Change& change) const {
        for (const Change* each : made_) {
            if (each->resource != change.resource || each->account != change.account || each->type != change.type) continue;
            if (std::ranges::any_of(change.touches,
                                    [&](const std::string& name) { return std::ranges::find(each->touches, name) != each->touches.end(); }))
                return true;
        }
        return false;
    }

    // Why the change is not made; empty where it is.
    std::string objection(const Change& change, const ReadBack& before) {
        if (!change.before.empty() && !follows(change)) {
            const auto state = before.state(change);
            if (!state || *state != change.state)
                return state && state->empty() ? "the resource is not there any more"
                                               : "the resource was changed since the plan was made: audit again and make a new plan";
        }
        if (change.risk == remedy::Risk::none || options_.yes) return {};
        return agreed(change) ? std::string() : fmt::format("it {}: {}", name(change.risk), change.warning);
    }

    bool agreed(const Change& change) {
        if (!world_.error_is_terminal()) return false;
        world_.write_error(
            fmt::format("{}\n  {}: {}\n  make this change? [y/N] ", headline(change), name(change.risk), base::escape(change.warning)));
        const std::string answer = world_.ask();
        return answer == "y" || answer == "Y" || answer == "yes";
    }

    base::Result<void> apply_all(const ReadBack& before) {
        for (const Change* change : chosen_) {
            if (world_.stop().load()) return base::fail(base::Code::cancelled, "stopped; apply the plan again to go on");
            if (journal_->progress().is_whole(Way::there, *change)) {
                made_.push_back(change);
                ++tally_.already;
                continue;
            }
            const bool begun = journal_->progress().has_started(Way::there, *change);
            if (!begun && before.passes(*change)) {
                ++tally_.already;
                say("already", *change, "its controls pass");
                continue;
            }
            if (const std::string why = begun ? std::string() : objection(*change, before); !why.empty()) {
                ++tally_.left;
                say("left   ", *change, why);
                continue;
            }
            const auto make = [this](const std::string& account, const remedy::PlannedCall& call) { return calls_->make(account, call); };
            const auto done = remedy::carry_out(Way::there, *change, mending_.writers, *journal_, make);
            if (done) {
                made_.push_back(change);
                ++tally_.applied;
                say("applied", *change, {});
                continue;
            }
            if (done.error().code != base::Code::refused && done.error().code != base::Code::incompatible)
                return std::unexpected(done.error());
            ++tally_.failed;
            say("failed ", *change, done.error().message);
            if (!options_.keep_going) break;
        }
        return {};
    }

    void say(std::string_view what, const Change& change, std::string_view why) {
        world_.write_out(fmt::format("{}  {}{}{}\n", what, headline(change), why.empty() ? "" : ": ", base::escape(why)));
    }

    // Reads back what was changed, and judges it.
    base::Result<void> verify() {
        if (made_.empty()) return {};
        VOUCH_TRY(const ReadBack after, ReadBack::of(world_, options_.live, mending_, made_, known_));
        for (const Change* change : made_) {
            const auto verdicts = after.verdicts(*change);
            VOUCH_TRY(const std::string state, after.state(*change));
            VOUCH_CHECK(journal_->verified(Way::there, *change, state, verdicts));
            for (const auto& [control, verdict] : verdicts) {
                if (verdict == "pass" || verdict == "not_applicable") continue;
                ++tally_.unproven;
                say("unproven", *change, fmt::format("{} is {} after it", control, verdict));
            }
        }
        return {};
    }

    int tell() const {
        world_.write_error(fmt::format("{} applied, {} already so, {} left, {} failed, {} verdicts that do not pass; the journal is `{}`\n",
                                       tally_.applied, tally_.already, tally_.left, tally_.failed, tally_.unproven,
                                       base::escape(journal_->path())));
        if (tally_.failed > 0 || tally_.left > 0) return kIncomplete;
        return tally_.unproven > 0 ? kFindings : kClean;
    }

    World& world_;
    const ApplyOptions& options_;
    remedy::Plan plan_;
    Mending mending_;
    std::vector<model::Control> known_;
    std::vector<const Change*> chosen_;
    std::vector<const Change*> made_;
    std::unique_ptr<AccountCalls> calls_;
    std::optional<base::FolderLock> lock_;
    std::optional<remedy::Journal> journal_;
    Tally tally_;
};

int fix_apply(World& world, const ApplyOptions& options) {
    auto plan = read_plan_file(world, options.file, options.accept_edits);
    auto code = plan ? Applying(world, options, *std::move(plan)).run() : base::Result<int>(std::unexpected(plan.error()));
    if (code) return *code;
    print_errors(world, {&code.error(), 1}, "error");
    return code.error().code == base::Code::integrity ? kIntegrity : kIncomplete;
}

std::function<int(World&)> declare_fix_apply(CLI::App& parser) {
    auto options = std::make_shared<ApplyOptions>();
    options->declare(parser);
    return [options](World& world) { return fix_apply(world, *options); };
}

}  // namespace

extern const Command fix_apply_command;
constinit const Command fix_apply_command{
    .name = "fix apply", .summary = "make the changes of a plan, verify each, keep a journal", .declare = declare_fix_apply};

}  // namespace vouch::cli
