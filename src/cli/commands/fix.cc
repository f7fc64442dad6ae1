// SPDX-License-Identifier: Apache-2.0
// vouch fix: takes failures of controls away. Of a template: by changing its text. Exit codes: docs/fix.md.
#include <algorithm>
#include <chrono>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/replace_file.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/fix_template.h"
#include "remedy/patch/diff.h"

namespace vouch::cli {
namespace {

struct FixOptions {
    std::string path;
    CheckOptions check;  // what both commands take
    bool write = false;
    bool risky = false;

    void declare(CLI::App& parser) {
        parser.add_option("--template", path, "the template to change; - for standard input: the changed text goes to standard output")
            ->type_name("FILE");
        parser.add_flag("--write", write, "replace the file; without it the changes are printed as a diff");
        parser.add_flag("--risky", risky, "also make changes that may interrupt what runs or lock somebody out");
        check.controls.declare(parser);
        check.declare_world(parser);
        check.report.declare_threshold(parser);
        check.accepted.declare_suppressions(parser);
    }
};

std::string line_of(const Repair& repair, std::span<const model::Control> controls, std::string_view what, std::string_view why) {
    return fmt::format("{} {} on `{}` ({}): {}\n", what, base::escape(controls[repair.control].id), base::excerpt(repair.resource, 200),
                       base::escape(base::to_string(repair.where)), base::escape(why));
}

void tell(World& world, const Fixing& fixing, std::span<const model::Control> controls) {
    std::string text;
    for (const Repair& repair : fixing.repairs)
        if (repair.fixed)
            text += line_of(repair, controls, "fixed", repair.remedy != nullptr ? repair.remedy->title : "by the other changes");
    for (const Repair& repair : fixing.repairs) {
        if (repair.fixed) continue;
        const model::Control& control = controls[repair.control];
        text += line_of(repair, controls, "left ", repair.left);
        if (!repair.construct.empty()) text += fmt::format("      construct: {}\n", base::escape(repair.construct));
        if (repair.remedy == nullptr || fixing.from_cdk) text += fmt::format("      {}\n", base::escape(control.fix));
    }
    for (const std::string& each : fixing.broken) text += fmt::format("now fails: {}\n", each);
    const auto fixed = std::ranges::count(fixing.repairs, true, &Repair::fixed);
    text += fmt::format("{} fixed, {} left\n", fixed, static_cast<std::ptrdiff_t>(fixing.repairs.size()) - fixed);
    if (fixing.elsewhere > 0) text += fmt::format("{} more in templates that this one nests: name them\n", fixing.elsewhere);
    world.write_error(text);
}

// The diff or, for standard input, the text. What goes to a terminal is made safe to show.
void print(World& world, const FixOptions& options, const Fixing& fixing, const std::string& before) {
    std::string text;
    if (options.path == "-") {
        text = fixing.patch.edits.empty() ? before : fixing.patch.text;
    } else if (!options.write) {
        std::string_view file = options.path;
        while (file.starts_with("./")) file.remove_prefix(2);
        while (file.starts_with('/')) file.remove_prefix(1);
        text = remedy::unified_diff(base::escape(file), before, fixing.patch.edits);
    }
    world.write_out(world.out_is_terminal() ? base::escape(text, base::Newlines::keep) : text);
}

bool is_left(const Fixing& fixing, std::span<const model::Control> controls, std::optional<model::Severity> threshold) {
    return threshold && std::ranges::any_of(fixing.repairs, [&](const Repair& repair) {
               return !repair.fixed && controls[repair.control].severity >= *threshold;
           });
}

// The text of the template; empty with a message on standard error where it cannot be had.
std::optional<std::string> text_of(World& world, const FixOptions& options, std::size_t most) {
    if (options.path == "-") {
        auto text = world.read_input(most);
        if (text) return *std::move(text);
        print_errors(world, {&text.error(), 1}, "error");
        return std::nullopt;
    }
    if (world.files().is_folder(options.path)) {
        world.write_error(fmt::format("error: `{}` is a folder: name one template\n", base::excerpt(options.path, 200)));
        return std::nullopt;
    }
    const auto source = world.files().read(options.path, most);
    if (source) return std::string((*source)->text());
    print_errors(world, {&source.error(), 1}, "error");
    return std::nullopt;
}

int finish(World& world, const FixOptions& options, const Fixing& fixing, std::span<const model::Control> controls,
           const std::string& before) {
    print_errors(world, fixing.problems, "error");
    print(world, options, fixing, before);
    if (options.write && options.path != "-" && !fixing.patch.edits.empty()) {
        const auto now = world.files().read(options.path, std::max(before.size(), std::size_t{1}));
        if (!now || (*now)->text() != before) {
            world.write_error(fmt::format("error: `{}` was changed meanwhile: nothing is written\n", base::excerpt(options.path, 200)));
            return kIncomplete;
        }
        if (const auto done = base::replace_file(options.path, fixing.patch.text); !done) {
            print_errors(world, {&done.error(), 1}, "error");
            return kIncomplete;
        }
    }
    tell(world, fixing, controls);
    if (fixing.from_cdk && !fixing.repairs.empty()) {
        world.write_error("error: the CDK wrote this template: change the application, not what it writes\n");
        return kIncomplete;
    }
    if (is_left(fixing, controls, options.check.report.threshold()) || !fixing.broken.empty()) return kFindings;
    return fixing.problems.empty() ? kClean : kIncomplete;
}

int fix(World& world, const FixOptions& options) {
    if (options.path.empty()) {
        world.write_error("vouch fix: name a template with `--template FILE`, or one of plan, apply, undo and approve for live accounts\n");
        return kUsage;
    }
    auto loading = options.check.loading();
    if (!loading) {
        print_errors(world, {&loading.error(), 1}, "error");
        return kUsage;
    }
    const assess::Catalog catalog = catalog_of(options.check.controls, world.files());
    const auto controls = assess::select(catalog, options.check.controls.selection);
    if (!controls) {
        print_errors(world, catalog.problems, "error");
        print_errors(world, {&controls.error(), 1}, "error");
        return kIncomplete;
    }
    const remedy::Catalog remedies = remedy::read_catalog(base::embedded_catalog());
    print_errors(world, remedies.problems, "warning");
    const std::optional<std::string> before = text_of(world, options, loading->limits.bytes);
    if (!before) return kIncomplete;
    if (options.path == "-") loading->standard_input = *before;
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(world.clock().now().time_since_epoch()).count();
    const std::string today = base::to_string(world.clock().now()).substr(0, 10);
    const auto accepted = [&](const model::Inventory& inventory, model::Assessment& assessment, std::vector<base::Error>& problems) {
        std::vector<base::Error> warnings;
        cfn::MetadataReader metadata(world.files(), loading->limits);
        accept(world, options.check.accepted,
               {inventory, catalog.controls, *controls, assessment, {}, today, metadata, problems, warnings});
    };
    Fixing fixing = fix_template({options.path, *loading, *controls, &remedies, options.risky, now, accepted}, world.files());
    std::ranges::copy(catalog.problems, std::back_inserter(fixing.problems));
    return finish(world, options, fixing, *controls, *before);
}

std::function<int(World&)> declare_fix(CLI::App& parser) {
    auto options = std::make_shared<FixOptions>();
    options->declare(parser);
    return [options](World& world) { return fix(world, *options); };
}

}  // namespace

extern const Command fix_command;
constinit const Command fix_command{
    .name = "fix", .summary = "change a template, or a live account, so that resources pass the controls", .declare = declare_fix};

}  // namespace vouch::cli
