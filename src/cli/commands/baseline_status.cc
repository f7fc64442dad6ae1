// SPDX-License-Identifier: Apache-2.0
// vouch baseline status: whether the stacks are there, and as the settings make them today. docs/baseline.md.
#include <memory>
#include <vector>

#include <CLI/CLI.hpp>

#include "baseline/standing.h"
#include "cli/baseline_live.h"
#include "cli/command.h"

namespace vouch::cli {
namespace {

struct BaselineStatusOptions {
    BaselineLiveOptions live;
    std::string format = "text";

    void declare(CLI::App& parser) {
        live.declare(parser);
        parser.add_option("--format", format, "text or json")
            ->check(CLI::IsMember({"text", "json"}))
            ->type_name("FORMAT")
            ->capture_default_str();
    }
};

int baseline_status(World& world, const BaselineStatusOptions& options) {
    int code = kIncomplete;
    const auto live = BaselineLive::begin(world, options.live, code);
    if (live == nullptr) return code;
    std::vector<baseline::Standing> standings;
    for (const baseline::Target& target : live->targets()) standings.push_back(standing_of(live->formation(), target));
    world.write_out(options.format == "json" ? as_json(standings, live->account()) : as_text(standings));
    code = kClean;
    for (const baseline::Standing& each : standings) {
        if (each.verdict() == "unknown") return kIncomplete;
        if (each.verdict() != "equal") code = kFindings;
    }
    return code;
}

std::function<int(World&)> declare_baseline_status(CLI::App& parser) {
    auto options = std::make_shared<BaselineStatusOptions>();
    options->declare(parser);
    return [options](World& world) { return baseline_status(world, *options); };
}

}  // namespace

extern const Command baseline_status_command;
constinit const Command baseline_status_command{
    .name = "baseline status", .summary = "tell how the stacks of the baseline stand in an account", .declare = declare_baseline_status};

}  // namespace vouch::cli
