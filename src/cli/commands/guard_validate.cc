// SPDX-License-Identifier: Apache-2.0
// vouch guard validate: judge documents by Guard rules, with the options of cfn-guard's command of that name.
#include "cli/guard_validate.h"

#include <memory>

#include <CLI/CLI.hpp>

namespace vouch::cli {
namespace {

std::function<int(World&)> declare_guard_validate(CLI::App& parser) {
    const auto options = std::make_shared<ValidateOptions>();
    parser.add_option("-r,--rules", options->rules, "rule files, or folders of them (.guard, .ruleset); may be repeated")
        ->type_name("PATH");
    parser
        .add_option("-d,--data", options->data,
                    "documents, or folders of them (.yaml, .yml, .json, .jsn, .template); standard input where there is none")
        ->type_name("PATH");
    parser.add_option("-i,--input-params,--input-parameters", options->parameters, "documents that are merged into each of --data")
        ->type_name("PATH");
    parser.add_option("-t,--type", options->type, "type of the documents; taken for the sake of old scripts, changes nothing")
        ->check(CLI::IsMember({"CFNTemplate"}));
    parser
        .add_option("-o,--output-format,--format", options->format,
                    "single-line-summary, json, yaml, junit, sarif, or vouch-json with a trace of every clause")
        ->check(CLI::IsMember({"single-line-summary", "json", "yaml", "junit", "sarif", "vouch-json"}))
        ->capture_default_str();
    parser
        .add_option("-S,--show-summary", options->summary,
                    "which rules the table lists: all, pass, fail, skip, none (comma between several)")
        ->delimiter(',')
        ->check(CLI::IsMember({"all", "pass", "fail", "skip", "none"}));
    parser.add_flag("-a,--alphabetical", options->by_name, "files of a folder by name (this is the default)");
    parser.add_flag("-m,--last-modified", options->by_time, "files of a folder by the time they were last written");
    parser.add_flag("-v,--verbose", options->verbose, "with every rule, and the clauses that decided");
    parser.add_flag("-p,--print-json", options->print_json, "the trace of every clause as JSON, after the summary");
    parser.add_flag("-P,--payload", options->payload, R"(rules and documents come on standard input: {"rules": ["..."], "data": ["..."]})");
    parser.add_flag("-z,--structured", options->structured, "one report over all documents, and nothing else, on standard output");
    parser.add_option("--max-bytes", options->max_bytes, "the largest document that is read")->type_name("BYTES");
    parser.footer("Exit codes: 0 compliant, 19 not compliant, 5 something could not be read or evaluated, 2 an option is wrong.");
    return [options](World& world) { return validate(*options, world); };
}

}  // namespace

extern const Command guard_validate_command;
constinit const Command guard_validate_command{
    .name = "guard validate", .summary = "judge documents by Guard rules", .declare = declare_guard_validate};

}  // namespace vouch::cli
