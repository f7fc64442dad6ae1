// SPDX-License-Identifier: Apache-2.0
// A baseline is {"version": 1, "findings": [{"fingerprint", "control", "resource"}]}: the fails of a run, by what stays when lines move.
// Tested by tests/check/suppressions_test.py.
#include "cli/acceptance.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <unordered_set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "assess/suppressions/register.h"
#include "base/embedded.h"
#include "base/text.h"
#include "cfn/acknowledged.h"
#include "report/fingerprint.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/words.h"
#include "value/read.h"

namespace vouch::cli {

using base::Code;
using model::Verdict;

namespace {

constexpr std::string_view kName = "vouch.yaml";
constexpr std::size_t kLargest = std::size_t{16} << 20U;

// vouch.yaml in the current folder or one above it, up to the top of the repository; empty where there is none.
std::string find_file() {
    std::error_code error;
    auto folder = std::filesystem::current_path(error);
    for (std::string up; !error; up += "../") {
        if (std::filesystem::is_regular_file(folder / kName, error)) return up + std::string(kName);
        if (std::filesystem::exists(folder / ".git", error) || folder == folder.root_path()) break;
        folder = folder.parent_path();
        error.clear();
    }
    return {};
}

report::Report report_of(const Assessed& assessed) {
    return {assessed.inventory, assessed.controls, assessed.assessment, {}, {}, 0, {}, assessed.root, {}, {}, {}};
}

void read_suppressions(World& world, const AcceptanceOptions& options, const Assessed& assessed, assess::Register& entries) {
    assess::read_templates(assessed.inventory, assessed.known, base::embedded_catalog(), entries);
    const auto acknowledged = cfn::acknowledgements(assessed.assessment.findings, assessed.inventory, assessed.metadata);
    assess::read_acknowledged(acknowledged, assessed.known, base::embedded_catalog(), entries);
    const std::string path = options.file.empty() ? find_file() : options.file;
    if (path.empty()) return;
    auto source = world.files().read(path, kLargest);
    if (source) {
        assess::read_file(*std::move(source), assessed.known, entries);
    } else {
        entries.problems.push_back(std::move(source).error());
    }
}

// The fingerprints of a baseline, or of a report in JSON.
base::Result<std::unordered_set<std::string>> read_baseline(World& world, const std::string& path) {
    VOUCH_TRY(base::SourcePtr source, world.files().read(path));
    VOUCH_TRY(const value::Document document, value::read_json(std::move(source)));
    const value::Value* findings = document.root.find("findings");
    if (findings == nullptr || !findings->is_list())
        return base::fail(Code::invalid_value, "a baseline has a list of `findings`", document.location(document.root),
                          "make one with --write-baseline");
    std::unordered_set<std::string> known;
    for (const value::Value& each : findings->as_list()) {
        const value::Value* fingerprint = each.find("fingerprint");
        if (fingerprint == nullptr || !fingerprint->is_string())
            return base::fail(Code::invalid_value, "a finding of a baseline has a `fingerprint`", document.location(each),
                              "make one with --write-baseline");
        known.emplace(fingerprint->as_string());
    }
    return known;
}

void apply_baseline(World& world, const std::string& path, const Assessed& assessed) {
    auto known = read_baseline(world, path);
    if (!known) {
        assessed.problems.push_back(std::move(known).error());
        return;
    }
    const report::Report report = report_of(assessed);
    std::size_t met = 0;
    model::Counts counts;
    for (model::Finding& finding : assessed.assessment.findings) {
        if (finding.verdict == Verdict::fail && known->contains(report::fingerprint(report, finding))) {
            finding.verdict = Verdict::suppressed;
            finding.suppression = model::Suppression{"known since the baseline was taken", {}, {}, "baseline", {path, 0, 0}};
            ++met;
        }
        counts.add(finding.verdict);
    }
    assessed.assessment.counts = counts;
    if (met < known->size())
        assessed.warnings.push_back({Code::empty_set,
                                     fmt::format("{} of {} findings of the baseline are gone", known->size() - met, known->size()),
                                     base::Location{path, 0, 0},
                                     {},
                                     "take a new one with --write-baseline, so that they cannot come back"});
}

void write_baseline(const std::string& path, const Assessed& assessed) {
    const report::Report report = report_of(assessed);
    std::string text;
    report::JsonWriter json(text);
    json.open_map();
    json.count("version", 1);
    json.key("findings");
    json.open_list();
    for (const model::Finding& finding : assessed.assessment.findings) {
        const bool known = finding.verdict == Verdict::suppressed && finding.suppression && finding.suppression->source == "baseline";
        if (finding.verdict != Verdict::fail && !known) continue;
        json.open_map();
        json.member("fingerprint", report::fingerprint(report, finding));
        json.member("control", assessed.controls[finding.control].id);
        json.member("resource", report::resource_name(report::resource_of(report, finding)));
        json.close();
    }
    json.close();
    json.close();
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) assessed.problems.push_back({Code::unreadable, "the baseline could not be written", base::Location{path, 0, 0}, {}, {}});
}

}  // namespace

void AcceptanceOptions::declare(CLI::App& parser) {
    declare_suppressions(parser);
    parser.add_option("--baseline", baseline, "findings that are known already: they do not fail the run")->type_name("FILE");
    parser.add_option("--write-baseline", write_baseline, "write what fails now to a baseline")->type_name("FILE");
}

void AcceptanceOptions::declare_suppressions(CLI::App& parser) {
    parser.add_option("--suppressions", file, "accepted findings (default: vouch.yaml here or above, up to the repository's top)")
        ->type_name("FILE");
    parser.add_flag("--no-suppressions", nothing, "accept nothing: judge as if no suppression were written anywhere");
}

void accept(World& world, const AcceptanceOptions& options, const Assessed& assessed) {
    if (!options.nothing) {
        assess::Register entries;
        read_suppressions(world, options, assessed, entries);
        assess::apply(entries, assessed.controls, assessed.inventory, std::string(assessed.today), assessed.assessment);
        std::ranges::move(entries.problems, std::back_inserter(assessed.problems));
        std::ranges::move(entries.warnings, std::back_inserter(assessed.warnings));
    }
    if (!options.baseline.empty()) apply_baseline(world, options.baseline, assessed);
    if (!options.write_baseline.empty()) write_baseline(options.write_baseline, assessed);
}

}  // namespace vouch::cli
