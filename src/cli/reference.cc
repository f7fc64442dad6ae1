// SPDX-License-Identifier: Apache-2.0
// Markdown. A test compares the document in docs/ with what this makes of the catalog (tests/check).
#include "cli/reference.h"

#include <map>
#include <vector>

#include <fmt/format.h>

namespace vouch::cli {
namespace {

std::string one(const model::Control& control) {
    std::string text = fmt::format("### {}\n\n{}.\n\n", control.id, control.title);
    text += fmt::format("| | |\n|---|---|\n| severity | {} |\n| phase | {} |\n", model::name(control.severity), model::name(control.phase));
    if (!control.criteria.empty()) text += fmt::format("| SOC 2 | {} |\n", fmt::join(control.criteria, ", "));
    if (!control.iso27001.empty()) text += fmt::format("| ISO 27001 | {} |\n", fmt::join(control.iso27001, ", "));
    if (!control.rows.empty()) text += fmt::format("| rows | {} |\n", fmt::join(control.rows, ", "));
    text += fmt::format("| judges | `{}` |\n", fmt::join(control.resources, "`, `"));
    if (!control.rationale.empty()) text += fmt::format("\n{}\n", control.rationale);
    if (!control.fix.empty()) text += fmt::format("\n**Fix.** {}\n", control.fix);
    text += fmt::format("\nRules: [control.guard](../../catalog/controls/{}/{}/control.guard)\n\n", control.service, control.id);
    return text;
}

}  // namespace

std::string control_reference(std::span<const model::Control> controls) {
    std::map<std::string, std::vector<const model::Control*>> services;
    for (const model::Control& control : controls) services[control.service].push_back(&control);
    std::string text =
        fmt::format("# Controls\n\nMade by `vouch list controls --format markdown`; do not edit. {} controls.\n\n", controls.size());
    for (const auto& [service, members] : services) text += fmt::format("- [{}](#{}): {}\n", service, service, members.size());
    for (const auto& [service, members] : services) {
        text += fmt::format("\n## {}\n\n", service);
        for (const model::Control* control : members) text += one(*control);
    }
    while (text.ends_with("\n\n")) text.pop_back();
    return text;
}

}  // namespace vouch::cli
