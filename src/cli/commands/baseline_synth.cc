// SPDX-License-Identifier: Apache-2.0
// vouch baseline synth: settings into nine CloudFormation stacks and how to deploy them. docs/baseline.md.
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "baseline/synth.h"
#include "cli/baseline_live.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/written_files.h"

namespace vouch::cli {
namespace {

struct BaselineSynthOptions {
    std::string settings = "vouch-baseline.yaml";
    std::string folder;
    bool force = false;
};

int synthesize_baseline(World& world, const BaselineSynthOptions& options) {
    const auto settings = read_baseline_settings(world, options.settings);
    if (!settings) return kIncomplete;
    auto files = baseline::synthesize(base::embedded_catalog(), *settings);
    if (!files) {
        print_errors(world, {&files.error(), 1}, "error");
        return kIncomplete;
    }
    std::vector<WrittenFile> written;
    for (baseline::OutputFile& each : *files) written.push_back({fmt::format("{}/{}", options.folder, each.path), std::move(each.text)});
    return write_kept_files(world, written, options.force);
}

std::function<int(World&)> declare_baseline_synth(CLI::App& parser) {
    auto options = std::make_shared<BaselineSynthOptions>();
    parser.add_option("--settings", options->settings, "the settings file")->type_name("FILE")->capture_default_str();
    parser.add_option("-o,--output", options->folder, "folder to write the stacks to; it is made where it is missing")
        ->type_name("DIR")
        ->required();
    parser.add_flag("--force", options->force, "replace files that are there already");
    return [options](World& world) { return synthesize_baseline(world, *options); };
}

}  // namespace

extern const Command baseline_synth_command;
constinit const Command baseline_synth_command{
    .name = "baseline synth", .summary = "write the CloudFormation stacks of a compliant baseline", .declare = declare_baseline_synth};

}  // namespace vouch::cli
