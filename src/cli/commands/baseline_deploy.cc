// SPDX-License-Identifier: Apache-2.0
// vouch baseline deploy: brings the stacks of the settings into an account, each by a change set that is shown first. docs/baseline.md.
#include <algorithm>
#include <memory>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "baseline/change_set.h"
#include "baseline/execute.h"
#include "cli/baseline_live.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/reporting.h"

namespace vouch::cli {
namespace {

using baseline::Target;

struct BaselineDeployOptions {
    BaselineLiveOptions live;
    bool yes = false;
    bool quiet = false;

    void declare(CLI::App& parser) {
        live.declare(parser);
        parser.add_flag("--yes", yes, "make the changes without asking");
        parser.add_flag("--quiet,-q", quiet, "no progress");
    }
};

class Deploying {
public:
    Deploying(World& world, const BaselineDeployOptions& options, const BaselineLive& live)
        : world_(world), options_(options), live_(live), name_(change_set_name(world)) {}

    int run() {
        for (const Target& target : live_.targets()) {
            if (const std::string needed = missing(target); !needed.empty()) {
                leave(target, fmt::format("it needs `{}`, which was left", needed));
                continue;
            }
            if (const auto done = deploy(target); !done) {
                print_errors(world_, {&done.error(), 1}, "error");
                return kIncomplete;
            }
        }
        return left_.empty() ? kClean : kIncomplete;
    }

private:
    // A stack that this one takes values from and that was left though it is not there.
    std::string missing(const Target& target) const {
        for (const std::string_view needed : target.stack->needs)
            if (!needed.empty() && left_.contains(fmt::format("{}/{}", needed, target.region))) return std::string(needed);
        return {};
    }

    void leave(const Target& target, std::string_view why) {
        left_.insert(fmt::format("{}/{}", target.stack->name, target.region));
        world_.write_out(fmt::format("left      {}: {}\n", shown(target), why));
    }

    base::Result<void> deploy(const Target& target) {
        const baseline::Formation& formation = live_.formation();
        VOUCH_TRY(const baseline::StackNow now, stack_now(formation, target));
        VOUCH_TRY(const baseline::Way way, way_of(now, target));
        VOUCH_TRY(const baseline::ChangeSet set, make_change_set(formation, target, now, way, name_));
        world_.write_out(told(target, set));
        if (set.id.empty()) return keep(target, now);
        if (!agreed(target)) {
            VOUCH_CHECK(drop_change_set(formation, target, set));
            leave(target, "you said no");
            return {};
        }
        VOUCH_TRY(const baseline::Outcome outcome, carry_out(target, set));
        if (!outcome.is_done()) return std::unexpected(failure_of(target, outcome));
        world_.write_out(fmt::format("deployed  {}: {}\n", shown(target), base::escape(outcome.status)));
        return keep(target, now);
    }

    base::Result<void> keep(const Target& target, const baseline::StackNow& now) {
        return now.is_protected ? base::Result<void>() : protect(live_.formation(), target);
    }

    bool agreed(const Target& target) {
        if (options_.yes) return true;
        world_.write_error(fmt::format("make these changes to {} in account {}? [y/N] ", shown(target), live_.account()));
        const std::string answer = world_.ask();
        return answer == "y" || answer == "Y" || answer == "yes";
    }

    base::Result<baseline::Outcome> carry_out(const Target& target, const baseline::ChangeSet& set) {
        const bool animated = world_.error_is_terminal();
        Progress progress(world_, !options_.quiet);
        std::set<std::string> done;
        const auto on_event = [&](const baseline::StackEvent& event) {
            if (options_.quiet) return;
            if (event.status.ends_with("_COMPLETE")) done.insert(event.logical);
            const std::string line = fmt::format("{}  {}  {}  {}", shown(target), base::escape(event.logical), base::escape(event.type),
                                                 base::escape(event.status));
            if (animated)
                progress.say(base::excerpt(fmt::format("{} of {}  {}", std::min(done.size(), set.changes.size()), set.changes.size(), line),
                                           static_cast<std::size_t>(std::max(world_.terminal_width() - 4, 20))));
            else
                world_.write_error(line + "\n");
        };
        return execute(live_.formation(), target, set, on_event);
    }

    World& world_;
    const BaselineDeployOptions& options_;
    const BaselineLive& live_;
    std::string name_;
    std::set<std::string> left_;  // "trail/us-east-1"
};

int baseline_deploy(World& world, const BaselineDeployOptions& options) {
    if (!options.yes && !world.in_is_terminal()) {
        const base::Error error{base::Code::invalid_usage,
                                "standard input is no terminal, so nobody can be asked",
                                {},
                                {},
                                "`--yes` makes the changes without asking; `vouch baseline diff` shows them"};
        print_errors(world, {&error, 1}, "error");
        return kUsage;
    }
    int code = kIncomplete;
    const auto live = BaselineLive::begin(world, options.live, code);
    if (live == nullptr) return code;
    world.write_error(fmt::format("account {}, as {}\n", live->account(), base::escape(live->caller())));
    return Deploying(world, options, *live).run();
}

std::function<int(World&)> declare_baseline_deploy(CLI::App& parser) {
    auto options = std::make_shared<BaselineDeployOptions>();
    options->declare(parser);
    return [options](World& world) { return baseline_deploy(world, *options); };
}

}  // namespace

extern const Command baseline_deploy_command;
constinit const Command baseline_deploy_command{
    .name = "baseline deploy", .summary = "bring the stacks of the baseline into an account", .declare = declare_baseline_deploy};

}  // namespace vouch::cli
