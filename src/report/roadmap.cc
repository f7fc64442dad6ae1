// SPDX-License-Identifier: Apache-2.0
// Built on the checklist; a row stands in each phase that a control of it belongs to. Tested by roadmap_test.cc.
#include "report/roadmap.h"

#include <algorithm>
#include <array>
#include <vector>

#include <fmt/format.h>

#include "report/checklist.h"
#include "report/page.h"
#include "value/write.h"

namespace vouch::report {

using model::Phase;
using model::Undertaking;

namespace {

constexpr std::array kPhases{Phase::foundation, Phase::advanced, Phase::continuous};

// A row as far as one phase goes.
struct Stage {
    const Row* row = nullptr;
    const Undertaking* undertaking = nullptr;
    std::vector<const RowControl*> open;
    std::size_t controls = 0;  // of the phase that judged something
    bool fails = false;
    Priority priority = Priority::next_quarter;

    bool is_done() const { return open.empty(); }
};

bool is_open(const RowControl& each) { return !each.fails.empty() || !each.unverified.empty(); }

std::vector<Stage> stages(const std::vector<Row>& rows, std::span<const Undertaking> undertakings, Phase phase) {
    std::vector<Stage> all;
    for (const Row& row : rows) {
        Stage stage;
        stage.row = &row;
        const auto found = std::ranges::find(undertakings, row.row->id, &Undertaking::row);
        if (found != undertakings.end()) stage.undertaking = &*found;
        for (const RowControl& each : row.controls) {
            if (each.control->phase != phase) continue;
            ++stage.controls;
            if (!is_open(each)) continue;
            stage.open.push_back(&each);
            stage.fails = stage.fails || !each.fails.empty();
            stage.priority = std::min(stage.priority, priority_of(*each.control));
        }
        if (stage.controls > 0) all.push_back(std::move(stage));
    }
    std::ranges::stable_sort(all, {}, [](const Stage& each) { return std::pair(each.is_done(), each.priority); });
    return all;
}

std::string_view word_of(const Stage& stage) { return stage.is_done() ? "done" : stage.fails ? "open" : "not verified"; }

// `today` as reports have it: the first ten characters are the date.
bool is_overdue(const Stage& stage, std::string_view today) {
    return stage.undertaking != nullptr && !stage.undertaking->due.empty() && !stage.is_done() && today.size() >= 10 &&
           stage.undertaking->due < today.substr(0, 10);
}

std::string needs(const RowControl& each) {
    std::string text;
    if (!each.fails.empty()) text = fmt::format("{} to mend", counted(each.fails.size(), "resource"));
    if (!each.unverified.empty())
        text += fmt::format("{}{} to verify", text.empty() ? "" : ", ", counted(each.unverified.size(), "resource"));
    return text;
}

void show(Page& page, const Stage& stage, std::string_view today) {
    const Ink ink = stage.is_done() ? Ink::green : stage.fails ? Ink::red : Ink::yellow;
    std::string line = page.ink(Ink::bold, fmt::format("{:<3}", stage.row->row->id)) + " " + page.ink(Ink::plain, stage.row->row->title) +
                       "  " + page.ink(ink, word_of(stage));
    if (!stage.is_done()) line += "  " + page.ink(stage.priority == Priority::this_week ? Ink::red : Ink::plain, name(stage.priority));
    if (stage.undertaking != nullptr && !stage.undertaking->owner.empty()) line += "  " + page.ink(Ink::blue, stage.undertaking->owner);
    if (stage.undertaking != nullptr && !stage.undertaking->due.empty())
        line += "  " + page.ink(is_overdue(stage, today) ? Ink::red : Ink::plain,
                                fmt::format("{} {}", is_overdue(stage, today) ? "was due" : "due", stage.undertaking->due));
    page.line(line);
    for (const RowControl* each : stage.open) {
        page.line("    " + page.ink(Ink::bold, each->control->id) + "  " + page.ink(Ink::plain, needs(*each)));
        if (!each->control->fix.empty()) page.paragraph("      ", 6, each->control->fix, Ink::faint);
    }
}

void add_text(std::string& out, std::string_view key, std::string_view text) {
    out += fmt::format("\"{}\": ", key);
    value::write_json_string(out, text);
}

void stage_json(std::string& out, const Stage& stage, std::string_view today) {
    out += "{";
    add_text(out, "row", stage.row->row->id);
    add_text(out += ", ", "title", stage.row->row->title);
    add_text(out += ", ", "status", word_of(stage));
    add_text(out += ", ", "priority", stage.is_done() ? "" : name(stage.priority));
    add_text(out += ", ", "owner", stage.undertaking == nullptr ? "" : stage.undertaking->owner);
    add_text(out += ", ", "due", stage.undertaking == nullptr ? "" : stage.undertaking->due);
    out += fmt::format(", \"overdue\": {}, \"open\": [", is_overdue(stage, today));
    for (std::size_t i = 0; i < stage.open.size(); ++i) {
        const RowControl& each = *stage.open[i];
        add_text(out += i == 0 ? "{" : ", {", "control", each.control->id);
        add_text(out += ", ", "title", each.control->title);
        out += fmt::format(", \"fails\": {}, \"unverified\": {}", each.fails.size(), each.unverified.size());
        add_text(out += ", ", "fix", each.control->fix);
        out += "}";
    }
    out += "]}";
}

}  // namespace

void write_roadmap(std::string& out, const Report& report, std::span<const Undertaking> undertakings, const View& view) {
    Page page(out, view.colours, view.width);
    const std::vector<Row> rows = checklist(report);
    for (std::size_t i = 0; i < kPhases.size(); ++i) {
        const std::vector<Stage> all = stages(rows, undertakings, kPhases[i]);
        const auto done = std::ranges::count_if(all, &Stage::is_done);
        page.line(page.ink(Ink::bold, fmt::format("Phase {}: {}", i + 1, model::name(kPhases[i]))) +
                  fmt::format("  {} of {} rows done", done, all.size()));
        for (const Stage& stage : all)
            if (!view.summary_only && (view.verbose || !stage.is_done())) show(page, stage, report.time);
        page.line();
    }
}

void write_roadmap_json(std::string& out, const Report& report, std::span<const Undertaking> undertakings) {
    const std::vector<Row> rows = checklist(report);
    out += "{\"phases\": [";
    for (std::size_t i = 0; i < kPhases.size(); ++i) {
        add_text(out += i == 0 ? "\n  {" : ",\n  {", "phase", model::name(kPhases[i]));
        out += ", \"rows\": [";
        bool first = true;
        for (const Stage& stage : stages(rows, undertakings, kPhases[i])) {
            out += first ? "\n    " : ",\n    ";
            first = false;
            stage_json(out, stage, report.time);
        }
        out += "]}";
    }
    out += "\n]}\n";
}

}  // namespace vouch::report
