// SPDX-License-Identifier: Apache-2.0
// Tested by checklist_test.cc.
#include "report/checklist.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "report/provenance.h"

namespace vouch::report {

using model::Control;
using model::Finding;
using model::Phase;
using model::Severity;
using model::Verdict;

namespace {

using Place = std::pair<std::size_t, std::size_t>;  // of a resource: unit and number

std::vector<const Finding*>* list_for(RowControl& into, Verdict verdict) {
    switch (verdict) {
        case Verdict::fail: return &into.fails;
        case Verdict::unverified: return &into.unverified;
        case Verdict::suppressed: return &into.accepted;
        case Verdict::pass: return &into.passes;
        case Verdict::not_applicable: break;
    }
    return nullptr;
}

// Of every control what it judged, by its place in the report.
std::vector<RowControl> judged_by_control(const Report& report) {
    std::vector<RowControl> all(report.controls.size());
    for (const Finding& finding : report.assessment.findings) {
        all[finding.control].control = &report.controls[finding.control];
        if (auto* list = list_for(all[finding.control], finding.verdict)) list->push_back(&finding);
    }
    return all;
}

bool nothing_in(const RowControl& of) { return of.fails.empty() && of.unverified.empty() && of.accepted.empty() && of.passes.empty(); }

void add_places(std::set<Place>& places, const std::vector<const Finding*>& findings) {
    for (const Finding* each : findings) places.emplace(each->unit, each->resource);
}

struct Resources {
    std::set<Place> fails, unverified, accepted, all;
};

Resources resources_of(const Row& row) {
    Resources out;
    for (const RowControl& each : row.controls) {
        add_places(out.fails, each.fails);
        add_places(out.unverified, each.unverified);
        add_places(out.accepted, each.accepted);
        for (const auto* list : {&each.fails, &each.unverified, &each.accepted, &each.passes}) add_places(out.all, *list);
    }
    return out;
}

void settle(Row& row, bool unseen) {
    const Resources of = resources_of(row);
    row.judged = of.all.size();
    const std::array<std::pair<RowStatus, const std::set<Place>*>, 3> grades{
        {{RowStatus::fail, &of.fails}, {RowStatus::unverified, &of.unverified}, {RowStatus::accepted, &of.accepted}}};
    const auto* worst = std::ranges::find_if(grades, [](const auto& each) { return !each.second->empty(); });
    if (worst != grades.end()) {
        row.status = worst->first;
        row.counted = worst->second->size();
    } else {
        row.status = of.all.empty() ? RowStatus::nothing : RowStatus::pass;
        row.counted = of.all.size();
    }
    if (unseen && row.status != RowStatus::fail) row.status = RowStatus::unverified;
    if (unseen && row.status == RowStatus::unverified) row.counted = of.unverified.size();
    for (const RowControl& each : row.controls)
        if (!(row.status == RowStatus::fail ? each.fails : each.unverified).empty())
            row.priority = std::min(row.priority, priority_of(*each.control));
}

}  // namespace

std::string_view name(Priority priority) {
    constexpr std::array<std::string_view, 3> kNames{"this week", "this month", "next quarter"};
    return kNames[static_cast<std::size_t>(priority)];
}

Priority priority_of(const Control& control) {
    const bool foundation = control.phase == Phase::foundation;
    if (control.severity == Severity::critical || (control.severity == Severity::high && foundation)) return Priority::this_week;
    if (control.severity == Severity::high || (control.severity == Severity::medium && foundation)) return Priority::this_month;
    return Priority::next_quarter;
}

std::vector<Row> checklist(const Report& report) {
    const auto standard = std::ranges::find(report.standards, "rows", &model::Standard::id);
    if (standard == report.standards.end()) return {};
    const bool unseen = !unseen_accounts(report).empty();
    const std::vector<RowControl> judged = judged_by_control(report);
    std::vector<Row> rows;
    for (const model::Criterion& criterion : standard->criteria) {
        Row row;
        row.row = &criterion;
        bool served = false;
        for (std::size_t i = 0; i < report.controls.size(); ++i) {
            if (std::ranges::find(report.controls[i].rows, criterion.id) == report.controls[i].rows.end()) continue;
            served = true;
            if (!nothing_in(judged[i])) row.controls.push_back(judged[i]);
        }
        std::ranges::stable_sort(row.controls, [](const RowControl& a, const RowControl& b) {
            if (a.fails.empty() != b.fails.empty()) return b.fails.empty();
            if (a.unverified.empty() != b.unverified.empty()) return b.unverified.empty();
            return priority_of(*a.control) < priority_of(*b.control);
        });
        if (served) settle(row, unseen);
        rows.push_back(std::move(row));
    }
    return rows;
}

std::string told(const Row& row) {
    switch (row.status) {
        case RowStatus::pass: return fmt::format("pass: {}", row.counted);
        case RowStatus::fail: return fmt::format("fail: {} of {}", row.counted, row.judged);
        case RowStatus::unverified:
            return row.counted == 0 ? std::string("could not be verified")
                                    : fmt::format("could not be verified: {} of {}", row.counted, row.judged);
        case RowStatus::accepted: return fmt::format("accepted: {} of {}", row.counted, row.judged);
        case RowStatus::nothing: return "nothing there";
        case RowStatus::no_control: return "no control of this run is about it";
    }
    return {};
}

}  // namespace vouch::report
