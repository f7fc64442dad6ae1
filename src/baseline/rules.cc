// SPDX-License-Identifier: Apache-2.0
// Tested by rules_test.cc and, with a real cfn-guard, by tests/baseline/hooks_test.py.
#include "baseline/rules.h"

#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "value/form.h"
#include "value/read.h"

namespace vouch::baseline {
namespace {

// The YAML between the two lines `# ---` of the leading comment.
std::string metadata_text(std::string_view rules) {
    constexpr std::string_view kFence = "# ---\n";
    const std::size_t begin = rules.find(kFence);
    const std::size_t end = begin == std::string_view::npos ? begin : rules.find(kFence, begin + kFence.size());
    std::string text;
    if (end == std::string_view::npos) return text;
    for (std::string_view rest = rules.substr(begin + kFence.size(), end - begin - kFence.size()); !rest.empty();) {
        std::string_view line = rest.substr(0, rest.find('\n') + 1);
        rest.remove_prefix(line.size());
        line.remove_prefix(line.starts_with("# ") ? 2 : 1);
        text += line;
    }
    return text;
}

// What only our own engine has: facts, and functions of the time.
bool needs_us(std::string_view rules) {
    constexpr std::array<std::string_view, 3> kOurs{"Vouch", "days_since(", "hours_since("};
    return std::ranges::any_of(kOurs, [&](std::string_view each) { return rules.contains(each); });
}

}  // namespace

base::Result<std::vector<Rule>> hook_rules(std::span<const base::EmbeddedFile> catalog) {
    std::vector<Rule> all;
    for (const base::EmbeddedFile& file : catalog) {
        if (!file.path.starts_with("controls/") || !file.path.ends_with("/control.guard") || needs_us(file.bytes)) continue;
        VOUCH_TRY(const value::Document document,
                  value::read_yaml(std::make_shared<const base::Source>(fmt::format("catalog/{}", file.path), metadata_text(file.bytes))));
        const value::Form form(document);
        VOUCH_TRY(const std::string severity, form.text(document.root, "severity"));
        if (severity != "high" && severity != "critical") continue;
        Rule rule{.id = {}, .types = {}, .text = file.bytes};
        VOUCH_TRY(rule.id, form.text(document.root, "id"));
        VOUCH_TRY(rule.types, form.texts(document.root, "resources"));
        all.push_back(std::move(rule));
    }
    std::ranges::sort(all, {}, &Rule::id);
    return all;
}

std::vector<std::string> types_of(std::span<const Rule> rules) {
    std::vector<std::string> all;
    for (const Rule& rule : rules) all.insert(all.end(), rule.types.begin(), rule.types.end());
    std::ranges::sort(all);
    const auto again = std::ranges::unique(all);
    all.erase(again.begin(), again.end());
    return all;
}

}  // namespace vouch::baseline
