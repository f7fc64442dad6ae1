// SPDX-License-Identifier: Apache-2.0
// Markdown. A test compares the document in docs/ with what this makes of the catalog (tests/check).
#include "cli/reference.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>
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

std::string row_reference(const model::Standard& rows, std::span<const model::Control> controls) {
    std::string text =
        "# Rows of the checklist\n\nMade by `vouch list rows --format markdown`; do not edit. Which controls answer which row, and which "
        "criteria "
        "of SOC 2 they\nserve. Rows without controls are not shown by templates: accounts, people and documents answer them.\n";
    for (const model::Criterion& row : rows.criteria) {
        std::set<std::string> criteria;
        std::string members;
        std::size_t count = 0;
        for (const model::Control& control : controls) {
            if (std::ranges::find(control.rows, row.id) == control.rows.end()) continue;
            ++count;
            criteria.insert(control.criteria.begin(), control.criteria.end());
            members += fmt::format("| [{}](README.md#{}) | {} | {} | {} |\n", control.id, control.id, control.title,
                                   model::name(control.severity), fmt::join(control.criteria, ", "));
        }
        text += fmt::format("\n## {}\n\n{}.\n\n", row.id, row.title);
        if (count == 0) {
            text += "Not shown by templates.\n";
            continue;
        }
        text += fmt::format("{} controls; criteria {}.\n\n| control | holds when | severity | criteria |\n|---|---|---|---|\n", count,
                            fmt::join(criteria, ", "));
        text += members;
    }
    return text;
}

std::string detection_reference(std::span<const pattern::Detection> detections) {
    std::vector<const pattern::Detection*> sorted;
    for (const pattern::Detection& each : detections) sorted.push_back(&each);
    std::ranges::stable_sort(sorted, std::greater{}, &pattern::Detection::severity);
    std::string text = fmt::format(
        "# Detections\n\nMade by `vouch list detections --format markdown`; do not edit. {} events of CloudTrail that somebody should\n"
        "notice, or look for in the logs of a period. Those with an alarm are the ones for which a control `cw-alarm-<id>` expects an "
        "alarm\n"
        "and `vouch baseline` makes one. Where a pattern asks that `errorCode` does not exist, only calls that succeeded count; elsewhere "
        "the\n"
        "attempt counts too. What a filter cannot see, such as the state before a change, is not here.\n\n"
        "| detection | severity | alarm | what happened |\n|---|---|---|---|\n",
        detections.size());
    for (const pattern::Detection* each : sorted)
        text += fmt::format("| [{}](#{}) | {} | {} | {} |\n", each->id, each->id, pattern::name(each->severity), each->alarm ? "yes" : "",
                            each->title);
    for (const pattern::Detection& each : detections) {
        text += fmt::format("\n## {}\n\n{}: {}. {}\n\n```\n{}\n```\n", each.id, each.title, fmt::join(each.criteria, ", "), each.what,
                            each.pattern);
        if (each.different_calls > 0)
            text += fmt::format("\nA match is one principal that makes {} different of these calls within an hour of the clock.\n",
                                each.different_calls);
    }
    return text;
}

}  // namespace vouch::cli
