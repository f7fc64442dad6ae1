// SPDX-License-Identifier: Apache-2.0
// The rows of the checklist in their order: how each stands, how urgent it is, a command that shows it, and what to do. The rule of the
// priorities is that of report/checklist.h and docs/formats.md. Tested by audit_test.cc and checklist_test.cc.
#include "report/checklist.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/aws_cli.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/page.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;

namespace {

constexpr std::size_t kControls = 5;        // of a row that are told; verbose: all
constexpr std::size_t kNamedResources = 3;  // of a control that are named; verbose: all
constexpr std::array kStatusInks{Ink::green, Ink::red, Ink::yellow, Ink::yellow, Ink::faint, Ink::faint};  // in the order of RowStatus

bool open(const RowControl& each) { return !each.fails.empty() || !each.unverified.empty(); }

class ChecklistView {
public:
    ChecklistView(std::string& out, const Report& report, const View& view)
        : report_(report), view_(view), page_(out, view.colours, view.width) {}

    void write() {
        const std::vector<Row> rows = checklist(report_);
        std::array<std::size_t, 6> counts{};
        for (const Row& row : rows) {
            ++counts[static_cast<std::size_t>(row.status)];
            if (!view_.summary_only) show(row);
        }
        without_control(rows);
        unseen();
        actions();
        if (!report_.problems.empty())
            page_.paragraph(
                "", 0,
                fmt::format("{}: what was not read or evaluated may change how a row stands.", counted(report_.problems.size(), "problem")),
                Ink::yellow);
        const auto of = [&](RowStatus status) { return counts[static_cast<std::size_t>(status)]; };
        page_.line(fmt::format("{}: {} fail, {} could not be verified, {} pass, {} accepted, {} with nothing there, {} without a control",
                               counted(rows.size(), "row"), of(RowStatus::fail), of(RowStatus::unverified), of(RowStatus::pass),
                               of(RowStatus::accepted), of(RowStatus::nothing), of(RowStatus::no_control)));
    }

private:
    void show(const Row& row) {
        if (row.status == RowStatus::no_control || (view_.quiet && row.status != RowStatus::fail)) return;
        std::string line = page_.ink(Ink::bold, fmt::format("{:<3}", row.row->id)) + " " + page_.ink(Ink::plain, row.row->title) + "  " +
                           page_.ink(kStatusInks[static_cast<std::size_t>(row.status)], told(row));
        const bool urgent = row.status == RowStatus::fail || row.status == RowStatus::unverified;
        if (urgent) line += "  " + page_.ink(row.priority == Priority::this_week ? Ink::red : Ink::plain, name(row.priority));
        page_.line(line);
        std::size_t told_of = 0;
        std::size_t left = 0;
        for (const RowControl& each : row.controls) {
            // Of a row where nothing is open its first control stands for all: one command shows how it was verified.
            if (!(open(each) || told_of == 0) && !view_.verbose) continue;
            if (told_of >= kControls && !view_.verbose) {
                ++left;
                continue;
            }
            ++told_of;
            show(each);
        }
        if (left > 0)
            page_.line("    " + page_.ink(Ink::faint, fmt::format("and {} (--verbose lists them)", counted(left, "more control"))));
        page_.line();
    }

    void show(const RowControl& each) {
        const model::Control& control = *each.control;
        page_.line("    " + page_.ink(Ink::bold, control.id) + "  " + page_.ink(Ink::plain, control.title) + "  " +
                   page_.ink(Ink::faint, model::name(control.severity)));
        if (!each.fails.empty()) resources("fails: ", Ink::red, each.fails);
        if (!each.unverified.empty()) {
            resources("not verified: ", Ink::yellow, each.unverified);
            page_.paragraph("      ", 6, because(*each.unverified.front()), Ink::faint);
        }
        if (!each.accepted.empty()) {
            resources("accepted: ", Ink::yellow, each.accepted);
            page_.paragraph("      ", 6, accepted(*each.accepted.front()), Ink::faint);
        }
        if (!open(each)) page_.line("      " + page_.ink(Ink::green, fmt::format("passes: {}", each.passes.size())));
        verify(each);
        if (!each.fails.empty() && !control.fix.empty()) page_.paragraph("      " + page_.ink(Ink::green, "fix: "), 11, control.fix);
    }

    std::string because(const Finding& finding) const {
        constexpr std::string_view kLabel = "not verified: ";
        std::string text = why(report_, finding);
        if (text.starts_with(kLabel)) text.erase(0, kLabel.size());
        return "because " + text;
    }

    void resources(std::string_view label, Ink ink, const std::vector<const Finding*>& findings) {
        const std::size_t shown = view_.verbose ? findings.size() : std::min(findings.size(), kNamedResources);
        std::string text;
        for (std::size_t i = 0; i < shown; ++i) {
            const base::Location where = place_of(report_, *findings[i]);
            text += fmt::format("{}{} ({})", i == 0 ? "" : ", ", base::excerpt(resource_name(resource_of(report_, *findings[i])), 200),
                                base::to_string(where));
        }
        if (shown < findings.size()) text += fmt::format(" and {} more", findings.size() - shown);
        page_.paragraph("      " + page_.ink(ink, label), static_cast<int>(6 + label.size()), text);
    }

    // On one line whatever the width: it is there to be pasted.
    void verify(const RowControl& each) {
        for (const auto* list : {&each.fails, &each.unverified, &each.accepted, &each.passes}) {
            if (list->empty()) continue;
            const Calls calls = calls_of(report_, *list->front());
            const bool of_aws = !calls.empty() && calls.back()->question.service != "vouch";  // else our own store was asked
            if (of_aws) page_.line("      " + page_.ink(Ink::blue, "verify: ") + cli_command(calls.back()->question));
            return;
        }
    }

    // On one line: who chooses controls knows which rows they left out.
    void without_control(const std::vector<Row>& rows) {
        std::string text;
        for (const Row& row : rows)
            if (row.status == RowStatus::no_control) text += (text.empty() ? "" : ", ") + row.row->id;
        if (!text.empty() && !view_.summary_only && !view_.quiet)
            page_.paragraph("", 0, "No control of this run is about " + text + ".", Ink::faint);
    }

    void unseen() {
        for (const std::string& account : unseen_accounts(report_))
            page_.paragraph("", 0, fmt::format("Nothing could be seen of account {}: no row passes while that is so.", account),
                            Ink::yellow);
    }

    void actions() {
        std::string text;
        for (const Grant& grant : grants(report_)) text += (text.empty() ? "" : ", ") + grant.action;
        if (!text.empty()) page_.paragraph(page_.ink(Ink::bold, "To verify the rest, grant: "), 4, text);
    }

    const Report& report_;
    const View& view_;
    Page page_;
};

void write_checklist(std::string& out, const Report& report, const View& view) { ChecklistView(out, report, view).write(); }

}  // namespace

extern const Format checklist_format;
constinit const Format checklist_format{.name = "checklist",
                                        .summary = "the rows A1 to B9 with status, priority, a command that verifies, and the fix",
                                        .write = write_checklist,
                                        .wants_standards = true};

}  // namespace vouch::report
