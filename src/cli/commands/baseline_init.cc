// SPDX-License-Identifier: Apache-2.0
// vouch baseline init: a documented settings file to begin with.
#include <array>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "baseline/synth.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/written_files.h"

namespace vouch::cli {
namespace {

struct BaselineInitOptions {
    std::string file = "vouch-baseline.yaml";
    bool force = false;
};

int begin_baseline(World& world, const BaselineInitOptions& options) {
    auto text = baseline::settings_to_begin_with(base::embedded_catalog());
    if (!text) {
        print_errors(world, {&text.error(), 1}, "error");
        return kIncomplete;
    }
    if (options.file == "-") {
        world.write_out(*text);
        return kClean;
    }
    const std::array file{WrittenFile{options.file, *std::move(text)}};
    if (const int code = write_kept_files(world, file, options.force); code != kClean) return code;
    world.write_error(
        fmt::format("give the two e-mail addresses, then: vouch baseline synth --settings {} -o DIR\n", base::escape(options.file)));
    return kClean;
}

std::function<int(World&)> declare_baseline_init(CLI::App& parser) {
    auto options = std::make_shared<BaselineInitOptions>();
    parser.add_option("-o,--output", options->file, "the file to write; - for standard output")->type_name("FILE")->capture_default_str();
    parser.add_flag("--force", options->force, "replace the file where it is there already");
    return [options](World& world) { return begin_baseline(world, *options); };
}

}  // namespace

extern const Command baseline_init_command;
constinit const Command baseline_init_command{
    .name = "baseline init", .summary = "write the settings of a compliant baseline to begin with", .declare = declare_baseline_init};

}  // namespace vouch::cli
