// SPDX-License-Identifier: Apache-2.0
// What `vouch check` and its relatives take on the command line.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "assess/catalog.h"
#include "base/error.h"
#include "cfn/load.h"
#include "cli/acceptance.h"
#include "cli/command.h"
#include "cli/reporting.h"

namespace vouch::cli {

// The options that choose controls: --pack, --controls, --control, --row, --criteria, --phase, --service, --severity.
struct ControlOptions {
    std::string pack = "soc2";
    std::vector<std::string> folders;
    assess::Selection selection;

    void declare(CLI::App& parser);
};

struct CheckOptions {
    std::vector<std::string> paths;
    ControlOptions controls;
    AcceptanceOptions accepted;
    ReportOptions report;
    std::vector<std::string> parameters;  // KEY=VALUE
    std::string account;
    std::string region;
    std::string partition;
    bool whole_estate = false;
    std::size_t max_bytes = 0;  // 0: as the readers have it
    unsigned jobs = 0;

    void declare(CLI::App& parser);
    // Parts of it that other commands take too: --parameter, --account, --region, --partition, --max-bytes.
    void declare_world(CLI::App& parser);
    // What the loader is to do. Errors: invalid_usage (a parameter that is no KEY=VALUE or stands twice, an account that is none).
    base::Result<cfn::Options> loading() const;
};

// The built-in catalog with the folders of the options on top.
assess::Catalog catalog_of(const ControlOptions& options, const base::Files& files);

// Writes errors to standard error, escaped, a line each with their help.
void print_errors(World& world, std::span<const base::Error> errors, std::string_view kind);

}  // namespace vouch::cli
