// SPDX-License-Identifier: Apache-2.0
// vouch test: runs the cases of controls, of the built-in catalog or of folders.
#include <algorithm>
#include <iterator>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/assess.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cli/check_cases.h"
#include "cli/check_options.h"
#include "cli/command.h"

namespace vouch::cli {
namespace {

struct TestOptions {
    std::vector<std::string> folders;
    bool verbose = false;
};

constexpr std::string_view kCasesFile = "cases.yaml";
constexpr std::size_t kLargestCases = std::size_t{4} << 20U;

// The cases that stand beside the rules of a control.
base::Result<base::SourcePtr> cases_of(World& world, const model::Control& control, bool built_in) {
    const std::string& rules = control.rules->name();
    const std::string path = rules.substr(0, rules.rfind('/') + 1) + std::string(kCasesFile);
    if (!built_in) return world.files().read(path, kLargestCases);
    for (const base::EmbeddedFile& file : base::embedded_catalog())
        if (path == fmt::format("catalog/{}", file.path)) return std::make_shared<const base::Source>(path, std::string(file.bytes));
    return base::fail(base::Code::not_found, "the control has no cases", control.rules->location(0));
}

int test(World& world, const TestOptions& options) {
    const bool built_in = options.folders.empty();
    assess::Catalog catalog = built_in ? assess::read_catalog(base::embedded_catalog()) : assess::Catalog{};
    for (const std::string& folder : options.folders) assess::add_folder(catalog, folder, world.files());
    CaseResults results;
    results.problems = catalog.problems;
    std::ranges::move(assess::check_rules(catalog.controls), std::back_inserter(results.problems));
    for (const model::Control& control : catalog.controls) {
        auto cases = cases_of(world, control, built_in);
        if (!cases) {
            results.problems.push_back(std::move(cases).error());
            continue;
        }
        const std::size_t before = results.cases;
        run_cases(control, *std::move(cases), results);
        if (options.verbose) world.write_out(fmt::format("{}: {} cases\n", base::escape(control.id), results.cases - before));
        if (results.cases == before)
            results.problems.push_back({base::Code::empty_set,
                                        fmt::format("control `{}` has no cases", base::excerpt(control.id)),
                                        control.rules->location(0),
                                        {},
                                        {}});
    }
    for (const std::string& failure : results.failures) world.write_out(failure + "\n");
    print_errors(world, results.problems, "error");
    world.write_out(fmt::format("{} controls, {} cases, {} verdicts: {} failed, {} could not be judged\n", catalog.controls.size(),
                                results.cases, results.verdicts, results.failures.size(), results.problems.size()));
    if (!results.failures.empty()) return kFindings;
    return results.problems.empty() && results.cases > 0 ? kClean : kIncomplete;
}

std::function<int(World&)> declare_test(CLI::App& parser) {
    auto options = std::make_shared<TestOptions>();
    parser
        .add_option("folder", options->folders,
                    "folders of controls, each with control.guard and cases.yaml (default: the built-in catalog)")
        ->type_name("DIR");
    parser.add_flag("--verbose,-v", options->verbose, "also say which control has how many cases");
    return [options](World& world) { return test(world, *options); };
}

}  // namespace

extern const Command test_command;
constinit const Command test_command{.name = "test", .summary = "run the cases of controls", .declare = declare_test};

}  // namespace vouch::cli
