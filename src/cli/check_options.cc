// SPDX-License-Identifier: Apache-2.0
// Declares the options with CLI11 and turns them into what the rooms take. Tested by tests/check.
#include "cli/check_options.h"

#include <algorithm>
#include <cctype>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "base/text.h"
#include "cfn/parameters.h"
#include "cli/one_of.h"

namespace vouch::cli {

using base::Code;

CLI::Validator one_of(std::string names, std::string (*known)(const std::string&)) {
    std::erase(names, ' ');
    return {[known](std::string& name) { return known(name); }, "{" + names + "}"};
}

std::string known_severity(const std::string& name) {
    return model::severity_from(name) ? std::string() : fmt::format("no severity `{}`: {}", base::excerpt(name), kSeverities);
}

void ControlOptions::declare(CLI::App& parser) {
    const auto many = [&](const char* option, std::vector<std::string>& values, const char* help, const char* type) {
        parser.add_option(option, values, help)
            ->type_name(type)
            ->allow_extra_args(false)
            ->delimiter(',')
            ->group("Which controls (values of one option: any of them; different options: all of them)");
    };
    many("--control", selection.controls, "the control with this id", "ID");
    many("--row", selection.rows, "those of a row of the checklist, such as A5", "ROW");
    many("--criteria", selection.criteria, "those of a criterion, CC6.1, or of all below, CC6", "ID");
    many("--phase", selection.phases, "those of a phase: 1 foundation, 2 advanced, 3 continuous", "PHASE");
    many("--service", selection.services, "those of a service, such as s3", "NAME");
    const auto least = [this](const std::string& name) { selection.least = model::severity_from(name); };
    parser.add_option_function<std::string>("--severity", least, "those at least so severe")
        ->type_name("SEVERITY")
        ->check(one_of(std::string(kSeverities), known_severity))
        ->group("Which controls (values of one option: any of them; different options: all of them)");
    parser.add_option("--pack", pack, "pack to start from: soc2, or none for the folders alone")
        ->type_name("NAME")
        ->check(CLI::IsMember({"soc2", "none"}))
        ->capture_default_str();
    parser.add_option("--controls,--catalog", folders, "folder with further controls; one with a known id replaces it")
        ->type_name("DIR")
        ->allow_extra_args(false);
}

void CheckOptions::declare_world(CLI::App& parser) {
    parser.add_option("--parameter", parameters, "value of a template parameter: KEY=VALUE, or STACK:KEY=VALUE for one stack")
        ->type_name("KEY=VALUE")
        ->allow_extra_args(false);
    parser.add_option("--account", account, "account that is deployed to, where the assembly does not say")->type_name("ID");
    parser.add_option("--region", region, "region that is deployed to, where the assembly does not say")->type_name("NAME");
    parser.add_option("--partition", partition, "partition that is deployed to, where no region says (aws)")->type_name("NAME");
    parser.add_option("--max-bytes", max_bytes, "largest template that is read, in bytes (64 MiB)")
        ->type_name("BYTES")
        ->check(CLI::PositiveNumber);
}

void CheckOptions::declare(CLI::App& parser) {
    parser.add_option("path", paths, "templates, folders, cdk.out folders, or - for standard input (default: .)")->type_name("PATH");
    controls.declare(parser);
    accepted.declare(parser);
    parser.add_flag("--whole-estate", whole_estate, "the paths hold all that there is: also judge what must exist somewhere in it");
    declare_world(parser);
    report.declare(parser);
    parser.add_option("--jobs,-j", jobs, "threads (as many as the machine has)")->type_name("N")->check(CLI::Range(1, 1024));
}

base::Result<cfn::Options> CheckOptions::loading() const {
    cfn::Options options;
    for (const std::string& parameter : parameters) {
        const std::size_t equals = parameter.find('=');
        if (equals == std::string::npos || equals == 0)
            return base::fail(Code::invalid_usage, fmt::format("`--parameter {}` is no KEY=VALUE", base::excerpt(parameter)));
        if (!options.parameters.emplace(parameter.substr(0, equals), parameter.substr(equals + 1)).second)
            return base::fail(Code::invalid_usage,
                              fmt::format("parameter `{}` is given twice", base::excerpt(parameter.substr(0, equals))));
    }
    const bool digits = std::ranges::all_of(account, [](unsigned char c) { return std::isdigit(c) != 0; });
    if (!account.empty() && (account.size() != 12 || !digits))
        return base::fail(Code::invalid_usage, fmt::format("`--account {}` is no account: it has twelve digits", base::excerpt(account)));
    if (!partition.empty() && cfn::url_suffix_of(partition).empty())
        return base::fail(Code::invalid_usage,
                          fmt::format("`--partition {}` is no partition: aws, aws-cn, aws-us-gov, ...", base::excerpt(partition)));
    options.environment.account = account;
    options.environment.partition = partition;
    options.environment.region = region;
    if (max_bytes > 0) options.limits.bytes = max_bytes;
    return options;
}

assess::Catalog catalog_of(const ControlOptions& options, const base::Files& files) {
    assess::Catalog catalog = options.pack == "none" ? assess::Catalog{} : assess::read_catalog(base::embedded_catalog());
    for (const std::string& folder : options.folders) assess::add_folder(catalog, folder, files);
    return catalog;
}

void print_errors(World& world, std::span<const base::Error> errors, std::string_view kind) {
    for (const base::Error& error : errors) {
        std::string text = base::render(error);
        world.write_error(fmt::format("{}: {}\n", kind, base::escape(text, base::Newlines::keep)));
    }
}

}  // namespace vouch::cli
