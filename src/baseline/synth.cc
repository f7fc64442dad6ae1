// SPDX-License-Identifier: Apache-2.0
// Tested by synth_test.cc.
#include "baseline/synth.h"

#include <algorithm>
#include <memory>

#include <fmt/format.h>

#include "baseline/beside.h"
#include "baseline/expand.h"
#include "baseline/rules.h"
#include "value/read.h"

namespace vouch::baseline {
namespace {

constexpr std::string_view kFolder = "baseline/";
constexpr std::string_view kLicence = "# SPDX-License-Identifier: Apache-2.0\n";
constexpr std::array<std::string_view, 2> kModules{"modules/bucket.yaml", "modules/database.yaml"};

base::Result<base::SourcePtr> part(std::span<const base::EmbeddedFile> catalog, std::string_view name) {
    const std::string path = fmt::format("{}{}", kFolder, name);
    const auto found = std::ranges::find(catalog, path, &base::EmbeddedFile::path);
    if (found == catalog.end()) return base::fail(base::Code::not_found, fmt::format("the catalog has no `{}`", path));
    std::string_view text = found->bytes;
    if (text.starts_with(kLicence)) text.remove_prefix(kLicence.size());
    return std::make_shared<const base::Source>(fmt::format("catalog/{}", path), std::string(text));
}

base::Result<Parameters> parameters_of(const std::string& name, const std::string& text) {
    VOUCH_TRY(const value::Document document, value::read_yaml(std::make_shared<const base::Source>(name, text)));
    Parameters all;
    const value::Value* parameters = document.root.find("Parameters");
    if (parameters == nullptr || !parameters->is_map()) return all;
    for (const value::Member& each : parameters->as_map()) {
        const value::Value* initial = each.value.find("Default");
        if (initial == nullptr) continue;
        const std::string shown = initial->is_string()                      ? std::string(initial->as_string())
                                  : initial->kind() == value::Kind::integer ? fmt::format("{}", initial->as_integer())
                                                                            : fmt::format("{}", initial->as_real());
        all.emplace_back(each.name(), shown);
    }
    return all;
}

}  // namespace

base::Result<std::vector<MadeStack>> make_stacks(std::span<const base::EmbeddedFile> catalog, const Settings& settings) {
    VOUCH_TRY(const std::vector<Detection> detections, read_detections(catalog));
    VOUCH_TRY(const std::vector<Rule> rules, hook_rules(catalog));
    const std::vector<std::string> targets = types_of(rules);
    std::vector<MadeStack> made;
    for (const Stack* stack : chosen_stacks(settings)) {
        const std::string path = fmt::format("{}.yaml", stack->name);
        VOUCH_TRY(const base::SourcePtr source, part(catalog, path));
        VOUCH_TRY(std::string text, expand(*source, settings, {.detections = detections, .targets = targets}));
        VOUCH_TRY(Parameters parameters, parameters_of(path, text));
        made.push_back({stack, std::move(text), std::move(parameters)});
    }
    return made;
}

base::Result<std::vector<OutputFile>> synthesize(std::span<const base::EmbeddedFile> catalog, const Settings& settings) {
    VOUCH_TRY(std::vector<MadeStack> made, make_stacks(catalog, settings));
    std::vector<OutputFile> files;
    std::map<std::string_view, Parameters> parameters;
    for (MadeStack& each : made) {
        files.push_back({fmt::format("{}.yaml", each.stack->name), std::move(each.text)});
        parameters[each.stack->name] = std::move(each.parameters);
    }
    for (const std::string_view path : kModules) {
        VOUCH_TRY(const base::SourcePtr source, part(catalog, path));
        VOUCH_TRY(std::string text, expand(*source, settings, {}));
        files.push_back({std::string(path), std::move(text)});
    }
    if (parameters.contains("hooks")) {
        VOUCH_TRY(const std::vector<Rule> rules, hook_rules(catalog));
        for (const Rule& rule : rules) files.push_back({fmt::format("hooks/rules/{}.guard", rule.id), std::string(rule.text)});
    }
    files.push_back({"README.md", readme_text(settings)});
    files.push_back({"parameters.json", parameters_text(parameters)});
    files.push_back({"stacksets.json", stacksets_text(settings, parameters)});
    files.push_back({"baseline.ts", cdk_text(settings, parameters)});
    std::ranges::sort(files, {}, &OutputFile::path);
    return files;
}

base::Result<std::string> settings_to_begin_with(std::span<const base::EmbeddedFile> catalog) {
    VOUCH_TRY(const base::SourcePtr source, part(catalog, "settings.yaml"));
    return std::string(source->text());
}

}  // namespace vouch::baseline
