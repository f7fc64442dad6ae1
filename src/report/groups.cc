// SPDX-License-Identifier: Apache-2.0
// Tested by tests/check/reports_test.py.
#include "report/groups.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace vouch::report {

using model::Finding;
using model::Reason;

namespace {

// What a fold has in common: what is wrong, in words; the clause where the control has no words for it.
std::string key_of(const Finding& finding) {
    std::string key;
    for (const Reason* reason : distinct(finding)) {
        key.append(reason->message.empty() ? reason->clause : reason->message).push_back('\0');
        key.append(reason->unknown).push_back('\0');
    }
    if (finding.error) key += finding.error->message;
    return key;
}

}  // namespace

const model::Unit& unit_of(const Report& report, const Finding& finding) { return *report.inventory.units[finding.unit]; }
const model::Resource& resource_of(const Report& report, const Finding& finding) {
    return unit_of(report, finding).resources[finding.resource];
}

std::vector<const Reason*> distinct(const Finding& finding) {
    std::vector<const Reason*> out;
    std::set<std::pair<std::string_view, std::string_view>> seen;
    const bool any_words =
        std::ranges::any_of(finding.reasons, [](const Reason& reason) { return !reason.message.empty() && reason.unknown.empty(); });
    for (const Reason& reason : finding.reasons) {
        if (any_words && reason.message.empty()) continue;
        if (!reason.decisive) continue;
        if (reason.message.empty() || seen.emplace(reason.message, reason.unknown).second) out.push_back(&reason);
    }
    return out;
}

std::vector<const Finding*> gravest_first(const Report& report) {
    std::vector<const Finding*> all;
    for (const Finding& finding : report.assessment.findings)
        if (finding.verdict != model::Verdict::pass && finding.verdict != model::Verdict::not_applicable) all.push_back(&finding);
    std::ranges::stable_sort(all, [&](const Finding* a, const Finding* b) {
        if (a->verdict != b->verdict) return a->verdict < b->verdict;
        return report.controls[a->control].severity > report.controls[b->control].severity;
    });
    return all;
}

std::vector<ControlGroup> group(const Report& report, model::Verdict verdict) {
    std::vector<ControlGroup> groups(report.controls.size());
    std::vector<std::unordered_map<std::string, std::size_t>> folds(report.controls.size());
    for (const Finding& finding : report.assessment.findings) {
        if (finding.verdict != verdict) continue;
        ControlGroup& of = groups[finding.control];
        of.control = &report.controls[finding.control];
        ++of.findings;
        const auto [place, added] = folds[finding.control].emplace(key_of(finding), of.folds.size());
        if (added) of.folds.emplace_back();
        of.folds[place->second].findings.push_back(&finding);
    }
    std::erase_if(groups, [](const ControlGroup& each) { return each.findings == 0; });
    std::ranges::stable_sort(groups,
                             [](const ControlGroup& a, const ControlGroup& b) { return a.control->severity > b.control->severity; });
    return groups;
}

const base::Source* source_of(const Report& report, const Finding& finding, const base::Location& where) {
    const base::Source* own = unit_of(report, finding).document->source.get();
    if (where.file == own->name()) return own;
    const auto& units = report.inventory.units;
    const auto other =
        std::ranges::find_if(units, [&](const model::UnitPtr& unit) { return unit->document->source->name() == where.file; });
    return other == units.end() ? nullptr : (*other)->document->source.get();
}

}  // namespace vouch::report
