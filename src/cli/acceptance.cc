// SPDX-License-Identifier: Apache-2.0
// A baseline is {"version": 1, "findings": [{"fingerprint", "control", "resource"}]}: the fails of a run, by what stays when lines move.
// Tested by tests/check/suppressions_test.py.
#include "cli/acceptance.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
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
constexpr int kBaselineVersion = 1;  // of baselines
constexpr std::size_t kLargestBaseline = std::size_t{16} << 20U;

// Where vouch.yaml was found.
struct Place {
    std::string name;      // from the current folder: "../vouch.yaml"
    std::string top;       // the folder that links may not lead out of: the repository, else the one that holds it
    std::string relative;  // from the top
};

// vouch.yaml in the current folder or one above it, up to the top of the repository.
std::optional<Place> find_file() {
    std::error_code error;
    auto folder = std::filesystem::current_path(error);
    std::optional<Place> found;
    for (std::string up; !error; up += "../") {
        // What has the name and is no file is found too: reading it says what is wrong.
        if (!found && std::filesystem::exists(std::filesystem::symlink_status(folder / kName, error)))
            found = Place{up + std::string(kName), folder.string(), std::string(kName)};
        if (std::filesystem::exists(folder / ".git", error)) {
            if (found) found->relative = std::filesystem::path(found->top).lexically_relative(folder) / kName;
            if (found) found->top = folder.string();
            break;
        }
        if (folder == folder.root_path()) break;
        folder = folder.parent_path();
        error.clear();
    }
    return found;
}

base::Result<base::SourcePtr> read_found(World& world, const Place& place) {
    auto source = world.files().read_beneath(place.top, place.relative, kLargestBaseline);
    if (source) return std::make_shared<const base::Source>(place.name, std::string((*source)->text()));
    base::Error error = std::move(source).error();
    error.where = base::Location{place.name, 0, 0};
    return std::unexpected(std::move(error));
}

report::Report report_of(const Assessed& assessed) {
    return {assessed.inventory, assessed.controls, assessed.assessment, {}, {}, 0, {}, assessed.root, {}, {}, {}};
}

void read_suppressions(World& world, const AcceptanceOptions& options, const Assessed& assessed, assess::Register& entries) {
    assess::read_templates(assessed.inventory, assessed.known, base::embedded_catalog(), entries);
    const auto acknowledged = cfn::acknowledgements(assessed.assessment.findings, assessed.inventory, assessed.metadata);
    assess::read_acknowledged(acknowledged, assessed.known, base::embedded_catalog(), entries);
    const std::optional<Place> found = options.file.empty() ? find_file() : std::nullopt;
    if (options.file.empty() && !found) return;
    auto source = found ? read_found(world, *found) : world.files().read(options.file, kLargestBaseline);
    if (source) {
        assess::read_file(*std::move(source), assessed.known, entries);
    } else {
        entries.problems.push_back(std::move(source).error());
    }
}

// The fingerprints of a baseline. A report is none: what passed then would be accepted when it fails.
base::Result<std::unordered_set<std::string>> read_baseline(World& world, const std::string& path) {
    VOUCH_TRY(base::SourcePtr source, world.files().read(path));
    VOUCH_TRY(const value::Document document, value::read_json(std::move(source)));
    const auto wrong = [&](const value::Value& at, std::string message) {
        return base::fail(Code::invalid_value, std::move(message), document.location(at), "make one with --write-baseline");
    };
    const value::Value* version = document.root.find("version");
    if (version == nullptr || version->kind() != value::Kind::integer || version->as_integer() != kBaselineVersion)
        return wrong(version != nullptr ? *version : document.root, fmt::format("a baseline has `version` {}", kBaselineVersion));
    const value::Value* findings = document.root.find("findings");
    if (findings == nullptr || !findings->is_list()) return wrong(document.root, "a baseline has a list of `findings`");
    std::unordered_set<std::string> known;
    for (const value::Value& each : findings->as_list()) {
        const value::Value* fingerprint = each.find("fingerprint");
        if (fingerprint == nullptr || !fingerprint->is_string() || fingerprint->as_string().empty())
            return wrong(each, "a finding of a baseline has a `fingerprint`");
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
            finding.suppression = std::make_shared<const model::Suppression>(
                model::Suppression{"known since the baseline was taken", {}, {}, "baseline", {path, 0, 0}});
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
    json.count("version", kBaselineVersion);
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
        if (assessed.undertakings != nullptr) *assessed.undertakings = std::move(entries.undertakings);
        std::ranges::move(entries.problems, std::back_inserter(assessed.problems));
        std::ranges::move(entries.warnings, std::back_inserter(assessed.warnings));
    }
    if (!options.baseline.empty()) apply_baseline(world, options.baseline, assessed);
    if (!options.write_baseline.empty()) write_baseline(options.write_baseline, assessed);
}

}  // namespace vouch::cli
