// SPDX-License-Identifier: Apache-2.0
// vouch guard test: run the tests of rule files, with the options of cfn-guard's command of that name. (A name that ended in
// _test.cc would make this file a unit test.)
#include <algorithm>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/guard_case_report.h"
#include "cli/guard_cases.h"
#include "cli/guard_validate.h"

namespace vouch::cli {
namespace {

constexpr std::string_view kNamedTestExtensions[] = {".yaml", ".yml", ".json", ".jsn", ".YAML", ".JSON"};

struct Options {
    std::string rules;
    std::string tests;
    std::string folder;
    std::string format = "single-line-summary";
    bool by_name = false;
    bool by_time = false;
    bool verbose = false;
};

std::string conflict(const Options& options) {
    const bool pair = !options.rules.empty() || !options.tests.empty();
    if (options.by_name && options.by_time) return "--alphabetical and --last-modified exclude each other";
    if (pair && !options.folder.empty()) return "--dir excludes --rules-file and --test-data";
    if (options.folder.empty() && (options.rules.empty() || options.tests.empty()))
        return "nothing to test: give --rules-file and --test-data, or --dir";
    if (options.verbose && options.format != "single-line-summary") return "--verbose goes with the format single-line-summary alone";
    return {};
}

std::vector<TestPlan> make_plans(const Options& options, const World& world, std::vector<Trouble>& troubles) {
    const Order order = options.by_time ? Order::by_time : Order::by_name;
    if (!options.folder.empty()) return plan_folder(world, options.folder, order, troubles);
    const std::vector<std::string> named{options.tests};
    const FoundFiles tests = find_files(world, named, kNamedTestExtensions, order);
    troubles.insert(troubles.end(), tests.troubles.begin(), tests.troubles.end());
    return {{options.rules, tests.paths}};
}

int run_guard_tests(const Options& options, World& world) {
    if (const std::string wrong = conflict(options); !wrong.empty()) {
        world.write_error(fmt::format("vouch guard test: {}\n", wrong));
        return kNotRead;
    }
    std::vector<Trouble> troubles;
    std::vector<TestedFile> files;
    bool failed = false;
    for (const TestPlan& plan : make_plans(options, world, troubles)) {
        if (plan.tests.empty()) {
            world.write_error(fmt::format("{} has no tests\n", base::escape(plan.rules)));
            continue;
        }
        files.push_back(run_tests(plan, world, troubles));
        for (const Case& each : files.back().cases)
            failed = failed || std::ranges::any_of(each.rules, [](const CaseRule& rule) { return !rule.met; });
    }
    if (files.empty() && troubles.empty())
        troubles.push_back({base::Error{base::Code::empty_set, "there are no tests", {}, {}, {}}, nullptr});
    for (const Trouble& each : troubles) world.write_error(render(each));
    world.write_out(write_cases(files, options.format, !options.folder.empty(), options.verbose));
    return !troubles.empty() ? kNotRead : failed ? kTestFailed : kCompliant;
}

std::function<int(World&)> declare_guard_test(CLI::App& parser) {
    const auto options = std::make_shared<Options>();
    parser.add_option("-r,--rules-file", options->rules, "the rule file to test")->type_name("FILE");
    parser.add_option("-t,--test-data", options->tests, "its test file, or a folder of them")->type_name("PATH");
    parser.add_option("-d,--dir", options->folder, "a folder of rule files; the tests of x.guard are in tests/x*.yaml beside it")
        ->type_name("DIR");
    parser.add_flag("-a,--alphabetical", options->by_name, "files of a folder by name (this is the default)");
    parser.add_flag("-m,--last-modified", options->by_time, "files of a folder by the time they were last written");
    parser.add_flag("-v,--verbose", options->verbose, "with the cases that came out as expected");
    parser.add_option("-o,--output-format", options->format, "single-line-summary, json, yaml or junit")
        ->check(CLI::IsMember({"single-line-summary", "json", "yaml", "junit"}))
        ->capture_default_str();
    parser.footer(
        "Exit codes: 0 as expected, 7 an expectation was not met, 5 something could not be read or evaluated, 2 an option is wrong.");
    return [options](World& world) { return run_guard_tests(*options, world); };
}

}  // namespace

extern const Command guard_test_command;
constinit const Command guard_test_command{
    .name = "guard test", .summary = "run the tests of Guard rule files", .declare = declare_guard_test};

}  // namespace vouch::cli
