// SPDX-License-Identifier: Apache-2.0
// vouch new control: a folder with rules and cases to start from, which `vouch test` accepts as they are.
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"

namespace vouch::cli {
namespace {

struct NewOptions {
    std::string id;
    std::string folder = "controls";
    std::string resource = "AWS::S3::Bucket";
    std::string severity = "medium";
};

constexpr std::string_view kRules = R"(# SPDX-License-Identifier: Apache-2.0
# ---
# id: {id}
# title: Say as a sentence what holds when it passes
# resources: [{resource}]
# covers: []
# criteria: []
# iso27001: []
# rows: []
# severity: {severity}
# phase: foundation
# rationale: >-
#   Why an auditor cares, in one to three sentences.
# fix: >-
#   The property and the value to set.
# references: []
# ---

# Say how it is where the property is absent: AWS's default decides.
let resources = Resources.*[ Type == '{resource}' ]

rule {rule} when %resources !empty {{
    %resources.Properties.Enabled in [true, 'true']
        <<say in a few words what is wrong>>
}}
)";

constexpr std::string_view kCases = R"(# Cases of {id}: templates, and the verdict that each resource must get.
- name: it is on
  template: {{Resources: {{R: {{Type: '{resource}', Properties: {{Enabled: true}}}}}}}}
  expect: {{R: pass}}
- name: it is off
  template: {{Resources: {{R: {{Type: '{resource}', Properties: {{Enabled: false}}}}}}}}
  expect: {{R: fail}}
- name: it is not given
  template: {{Resources: {{R: {{Type: '{resource}'}}}}}}
  expect: {{R: fail}}
- name: a parameter without a value decides
  template:
    Parameters: {{P: {{Type: String}}}}
    Resources: {{R: {{Type: '{resource}', Properties: {{Enabled: {{Ref: P}}}}}}}}
  expect: {{R: unverified}}
- name: no resource of the type
  template: {{Resources: {{Other: {{Type: 'AWS::SNS::Topic'}}}}}}
  expect: {{}}
)";

bool is_id(std::string_view id) {
    for (const unsigned char c : id)
        if (std::islower(c) == 0 && std::isdigit(c) == 0 && c != '-') return false;
    return !id.empty() && std::islower(static_cast<unsigned char>(id.front())) != 0;
}

bool is_type(std::string_view type) {
    for (const unsigned char c : type)
        if (std::isalnum(c) == 0 && c != ':') return false;
    return type.find("::") != std::string_view::npos;
}

bool write(const std::filesystem::path& path, const std::string& text) {
    std::ofstream file(path, std::ios::binary);
    file << text;
    file.flush();
    return static_cast<bool>(file);
}

int refuse(World& world, const std::string& why, int code) {
    world.write_error(fmt::format("error: {}\n", why));
    return code;
}

int make(World& world, const NewOptions& options) {
    if (!is_id(options.id))
        return refuse(world, fmt::format("`{}` is no id: lower-case letters, digits and dashes", base::excerpt(options.id)), kUsage);
    if (!is_type(options.resource))
        return refuse(world, fmt::format("`{}` is no resource type, such as AWS::S3::Bucket", base::excerpt(options.resource)), kUsage);
    const std::filesystem::path folder = std::filesystem::path(options.folder) / options.id;
    std::error_code error;
    if (std::filesystem::exists(folder, error))
        return refuse(world, fmt::format("`{}` is there already", base::escape(folder.string())), kUsage);
    std::filesystem::create_directories(folder, error);
    std::string rule = options.id;
    for (char& c : rule)
        if (c == '-') c = '_';
    const auto filled = [&](std::string_view text) {
        return fmt::format(fmt::runtime(text), fmt::arg("id", options.id), fmt::arg("resource", options.resource),
                           fmt::arg("severity", options.severity), fmt::arg("rule", rule));
    };
    if (error || !write(folder / "control.guard", filled(kRules)) || !write(folder / "cases.yaml", filled(kCases)))
        return refuse(world, fmt::format("`{}` could not be written", base::escape(folder.string())), kIncomplete);
    world.write_out(fmt::format("{0}/control.guard\n{0}/cases.yaml\n", base::escape(folder.string())));
    world.write_error(fmt::format("test it: vouch test {0}\nuse it: vouch check --controls {0} PATH\n", base::escape(options.folder)));
    return kClean;
}

std::function<int(World&)> declare_new_control(CLI::App& parser) {
    auto options = std::make_shared<NewOptions>();
    parser.add_option("id", options->id, "id of the control: lower-case words with dashes")->required()->type_name("ID");
    parser.add_option("--dir", options->folder, "folder of controls to put it in")->type_name("DIR")->capture_default_str();
    parser.add_option("--resource", options->resource, "resource type that it is about")->type_name("TYPE")->capture_default_str();
    parser.add_option("--severity", options->severity, "low, medium, high or critical")
        ->type_name("SEVERITY")
        ->check(CLI::IsMember({"low", "medium", "high", "critical"}))
        ->capture_default_str();
    return [options](World& world) { return make(world, *options); };
}

}  // namespace

extern const Command new_control_command;
constinit const Command new_control_command{.name = "new control",
                                            .summary = "make a folder with the rules and cases of a new control to start from",
                                            .declare = declare_new_control};

}  // namespace vouch::cli
