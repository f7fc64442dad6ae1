// SPDX-License-Identifier: Apache-2.0
// What the commands that judge share once they have judged: progress while they do, exit codes, and the report.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "cli/command.h"
#include "model/control.h"
#include "model/criterion.h"
#include "model/finding.h"
#include "report/format.h"

namespace vouch::cli {

// The options that say how to report, and when to fail.
struct ReportOptions {
    std::string format = "text";
    std::string output_file;
    std::string fail_on = "low";
    bool fail_on_unverified = false;
    bool quiet = false;
    bool verbose = false;
    bool summary_only = false;
    bool csv_raw = false;

    void declare(CLI::App& parser);
    void declare_threshold(CLI::App& parser);  // --fail-on alone
    // nullopt: findings never fail.
    std::optional<model::Severity> threshold() const { return model::severity_from(fail_on); }
};

// Text on standard error that goes away again; nothing where that is no terminal.
class Progress {
public:
    Progress(World& world, bool wanted) : world_(world), shown_(wanted && world.error_is_terminal()) {}
    ~Progress() { clear(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void say(std::string_view text);
    void clear();

private:
    World& world_;
    bool shown_;
};

// Findings come before problems: a gate that is told of both must fix the findings anyway, and the report names both.
ExitCode exit_code(const ReportOptions& options, std::span<const model::Control> controls, const model::Assessment& assessment,
                   bool problems);

// False where it could not be written, which is told.
bool write_report(World& world, const ReportOptions& options, const report::Format& format, const report::Report& report);

// What a report tells of its time. SOURCE_DATE_EPOCH makes it the same in every run.
struct Stamp {
    std::string time;
    std::optional<double> seconds;
};
Stamp stamp_of(const World& world, base::Time began);

// The standards whose titles formats may show.
std::vector<model::Standard> read_standards();

// Absolute; empty where there is none any more.
std::string working_folder();

}  // namespace vouch::cli
