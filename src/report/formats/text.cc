// SPDX-License-Identifier: Apache-2.0
// The view for people: failed controls, the gravest first, each with its resources, the line that decided and the fix once; then
// what could not be verified; then a table of stacks and one line of totals. Tested by tests/check/reports_test.py and the README.
#include "base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "model/stack.h"
#include "report/excerpt.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/page.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Counts;
using model::Finding;
using model::Reason;
using model::Severity;
using model::Verdict;

namespace {

constexpr std::size_t kListedInFold = 8;                                          // resources of a fold that are listed below the first
constexpr std::size_t kReasons = 3;                                               // reasons of a finding that are shown
constexpr std::size_t kPlaces = 4;                                                // of live resources that are not listed
constexpr std::size_t kUnanswered = 8;                                            // calls of an account that are told
constexpr std::array kSeverityInks{Ink::plain, Ink::yellow, Ink::red, Ink::red};  // of severities

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
    return text;
}

class TextView {
public:
    TextView(std::string& out, const Report& report, const View& view)
        : report_(report), view_(view), page_(out, view.colours, view.width) {}

    void write() {
        if (!view_.summary_only) {
            failures();
            if (!view_.quiet) unverified();
            if (!view_.quiet) grants();
            if (!view_.quiet) suppressed();
            if (view_.verbose) passed();
        }
        if (!view_.quiet) table();
        totals();
    }

private:
    void failures() {
        std::optional<Severity> current;
        for (const ControlGroup& group : report::group(report_, Verdict::fail)) {
            const Severity severity = group.control->severity;
            if (current != severity) {
                current = severity;
                page_.line(page_.ink(kSeverityInks[static_cast<std::size_t>(severity)],
                                     fmt::format("== {}: {} ==", model::name(severity), counted(failed(severity), "finding"))));
                page_.line();
            }
            heading(group);
            for (const Fold& fold : group.folds) show(fold);
            if (!group.control->fix.empty()) page_.paragraph("  " + page_.ink(Ink::green, "fix: "), 7, group.control->fix);
            page_.line();
        }
    }

    std::size_t failed(Severity severity) const {
        return static_cast<std::size_t>(std::ranges::count_if(report_.assessment.findings, [&](const Finding& finding) {
            return finding.verdict == Verdict::fail && report_.controls[finding.control].severity == severity;
        }));
    }

    void heading(const ControlGroup& group) {
        const model::Control& control = *group.control;
        page_.line(page_.ink(Ink::bold, control.id) + "  " + page_.ink(Ink::plain, control.title) + "  " +
                   page_.ink(Ink::faint, joined(control.criteria)));
    }

    void show(const Fold& fold) {
        const std::size_t opened = view_.verbose ? fold.findings.size() : 1;
        for (std::size_t i = 0; i < opened; ++i) show(*fold.findings[i]);
        if (fold.findings.size() == opened) return;
        page_.line(fmt::format("  the same in {}:", counted(fold.findings.size() - opened, "more resource")));
        list(fold, opened);
    }

    // The findings of a fold from number `first` on, a line each.
    void list(const Fold& fold, std::size_t first) {
        const std::size_t end = view_.verbose ? fold.findings.size() : std::min(fold.findings.size(), first + kListedInFold);
        for (std::size_t i = first; i < end; ++i) line_for(*fold.findings[i]);
        if (end < fold.findings.size())
            page_.line("    " + page_.ink(Ink::faint, fmt::format("and {} more{} (--verbose lists them)", fold.findings.size() - end,
                                                                  where(fold, end))));
    }

    // Where the findings from number `first` on are, of live accounts: " in 123456789012/eu-west-1 (30), ...".
    std::string where(const Fold& fold, std::size_t first) const {
        if (report_.audit == nullptr) return {};
        std::map<std::size_t, std::size_t> units;
        for (std::size_t i = first; i < fold.findings.size(); ++i) ++units[fold.findings[i]->unit];
        std::string text;
        std::size_t named = 0;
        for (const auto& [unit, count] : units) {
            if (++named > kPlaces) break;
            text += fmt::format("{}{} ({})", text.empty() ? " in " : ", ", report_.inventory.units[unit]->name, count);
        }
        return units.size() > kPlaces ? text + ", ..." : text;
    }

    // One finding in one line.
    void line_for(const Finding& finding) {
        const auto all = distinct(finding);
        const base::Location where = place_of(report_, finding);
        page_.line("    " + page_.ink(Ink::blue, base::to_string(where)) + "  " + page_.ink(Ink::plain, named(finding)) +
                   page_.ink(Ink::faint, differing(all)));
    }

    // What was found there, where that is short.
    static std::string differing(const std::vector<const Reason*>& all) {
        if (all.size() != 1 || all.front()->found.empty() || all.front()->found.size() > 24 || compared(*all.front()).empty()) return {};
        return fmt::format("  found {}", all.front()->found);
    }

    void show(const Finding& finding) {
        const auto all = distinct(finding);
        const std::size_t shown = view_.verbose ? all.size() : std::min(all.size(), kReasons);
        const base::Location where = place_of(report_, finding);
        page_.line("  " + page_.ink(Ink::blue, base::to_string(where)));
        page_.line("    " + page_.ink(Ink::plain, named(finding)) + "  " + page_.ink(Ink::faint, resource_of(report_, finding).type));
        made(finding);
        for (std::size_t i = 0; i < shown; ++i) show(finding, *all[i]);
        if (shown < all.size())
            page_.line("    " +
                       page_.ink(Ink::faint, fmt::format("and {} (--verbose shows them)", counted(all.size() - shown, "more reason"))));
    }

    // Who made the resource, where that is not the template's author.
    void made(const Finding& finding) {
        if (resource_of(report_, finding).made_by_cdk) page_.line("    " + page_.ink(Ink::faint, "made by the CDK itself"));
        if (!finding.made_at.empty()) page_.line("    " + page_.ink(Ink::faint, "made at " + finding.made_at));
    }

    void show(const Finding& finding, const Reason& reason) {
        if (!reason.message.empty()) page_.paragraph("    ", 4, reason.message);
        if (!reason.why.empty()) page_.paragraph("    ", 4, reason.why, Ink::faint);
        if (report_.audit != nullptr) return live(finding, reason);
        if (reason.found.find("(hidden)") != std::string::npos) return;
        if (place_of(report_, finding).file == kEstatePlace) return;
        if (const base::Source* source = source_of(report_, finding, reason.where))
            print_excerpt(page_, *source, reason.where, 2, reason.why.empty() ? reason.found : std::string(),
                          reason.why.empty() ? compared(reason) : std::string());
        if (view_.verbose)
            page_.line("    " + page_.ink(Ink::faint, fmt::format("{}: {}", base::to_string(reason.rule_at), reason.clause)));
    }

    // The value and the call that gave it: a live resource has no line to show.
    void live(const Finding& finding, const Reason& reason) {
        if (const std::string detail = reason.why.empty() ? compared(reason) : std::string(); !detail.empty()) {
            const std::string at = reason.missing ? std::string() : property(reason);
            page_.paragraph("    ", 4, at.empty() ? detail : fmt::format("{}: {}", at, detail), Ink::yellow);
        }
        if (const model::CallMade* call = call_of(report_, finding, reason)) {
            const std::string time = view_.verbose ? moment(call->time) : std::string();
            page_.line("    " + page_.ink(Ink::faint, fmt::format("from {}{}{}", told(*call), time.empty() ? "" : ", ", time)));
        }
        if (view_.verbose)
            page_.line("    " + page_.ink(Ink::faint, fmt::format("{}: {}", base::to_string(reason.rule_at), reason.clause)));
    }

    // What would let the rest be verified, and what else got no answer.
    void grants() {
        const auto all = report::grants(report_);
        if (!all.empty())
            page_.line(page_.ink(Ink::bold, "To verify the rest, grant these actions (`vouch permissions` prints the whole policy):"));
        for (const Grant& grant : all)
            page_.line("  " + page_.ink(Ink::plain, grant.action) + "  " + page_.ink(Ink::faint, counted(grant.findings, "finding")));
        if (!all.empty()) page_.line();
        if (report_.audit == nullptr) return;
        for (const model::AuditedAccount& account : report_.audit->accounts) unanswered(account);
    }

    void unanswered(const model::AuditedAccount& account) {
        if (account.failed.empty()) return;
        page_.line(page_.ink(Ink::bold,
                             fmt::format("{} of account {} denied or failed:", counted(account.failed.size(), "call"), account.account)));
        const std::size_t shown = view_.verbose ? account.failed.size() : std::min(account.failed.size(), kUnanswered);
        for (std::size_t i = 0; i < shown; ++i) page_.paragraph("  ", 4, account.failed[i], Ink::faint);
        if (shown < account.failed.size())
            page_.line("  " + page_.ink(Ink::faint, fmt::format("and {} more (--verbose lists them)", account.failed.size() - shown)));
        page_.line();
    }

    void unverified() {
        const auto groups = report::group(report_, Verdict::unverified);
        if (groups.empty()) return;
        page_.line(page_.ink(Ink::yellow, "== not verified: neither passed nor failed =="));
        page_.line();
        for (const ControlGroup& group : groups) {
            heading(group);
            for (const Fold& fold : group.folds) {
                page_.paragraph("  ", 4, "because " + because(*fold.findings.front()));
                list(fold, 0);
            }
            page_.line();
        }
    }

    static std::string because(const Finding& finding) {
        if (finding.error) return finding.error->message;
        std::set<std::string_view> seen;
        std::string text;
        for (const Reason* reason : distinct(finding))
            if (seen.insert(reason->unknown).second) text += (text.empty() ? "" : "; ") + reason->unknown;
        return text;
    }

    void suppressed() {
        const auto groups = report::group(report_, Verdict::suppressed);
        if (groups.empty()) return;
        page_.line(page_.ink(Ink::yellow, "== suppressed: failed, and somebody accepted it =="));
        page_.line();
        for (const ControlGroup& group : groups) {
            heading(group);
            for (const Fold& fold : group.folds) {
                for (const Finding* finding : fold.findings) {
                    line_for(*finding);
                    page_.paragraph("      ", 6, accepted(*finding));
                }
            }
            page_.line();
        }
    }

    void passed() {
        for (const ControlGroup& group : report::group(report_, Verdict::pass)) {
            page_.line(page_.ink(Ink::green, "pass") + "  " + page_.ink(Ink::bold, group.control->id) + "  " +
                       page_.ink(Ink::plain, group.control->title));
            for (const Fold& fold : group.folds)
                for (const Finding* finding : fold.findings) line_for(*finding);
        }
        page_.line();
    }

    std::string named(const Finding& finding) const { return resource_name(resource_of(report_, finding)); }

    void table() {
        const auto& units = report_.inventory.units;
        if (units.size() < 2) return;
        std::vector<Counts> counts(units.size());
        for (const Finding& finding : report_.assessment.findings) counts[finding.unit].add(finding.verdict);
        int width = report_.audit == nullptr ? 5 : 18;
        for (const model::UnitPtr& unit : units) width = std::max(width, columns(page_.ink(Ink::plain, unit->name)));
        width = std::min(width, page_.width() - 44);
        page_.line(page_.ink(Ink::faint, fmt::format("{:<{}}  resources   fail  unverified   pass",
                                                     report_.audit == nullptr ? "stack" : "account and region", width)));
        std::size_t silent = 0;
        for (std::size_t i = 0; i < units.size(); ++i) {
            if (counts[i].of(Verdict::fail) + counts[i].of(Verdict::unverified) + counts[i].of(Verdict::pass) == 0) {
                ++silent;
                continue;
            }
            std::string name = base::excerpt(units[i]->name, static_cast<std::size_t>(width));
            name.append(static_cast<std::size_t>(std::max(0, width - columns(name))), ' ');
            const std::string fails = fmt::format("{:>5}", counts[i].of(Verdict::fail));
            page_.line(fmt::format("{}  {:>9}  {}  {:>10}  {:>5}", name, model::resource_count(*units[i]),
                                   counts[i].of(Verdict::fail) > 0 ? page_.ink(Ink::red, fails) : fails, counts[i].of(Verdict::unverified),
                                   counts[i].of(Verdict::pass)));
        }
        if (silent > 0)
            page_.line(page_.ink(Ink::faint, fmt::format("{} without a resource that these controls judge",
                                                         counted(silent, report_.audit == nullptr ? "more template" : "more region"))));
        page_.line();
    }

    void totals() {
        const Counts& counts = report_.assessment.counts;
        std::string grave;
        std::array<std::size_t, 4> by_severity{};
        for (const Finding& finding : report_.assessment.findings)
            if (finding.verdict == Verdict::fail) ++by_severity[static_cast<std::size_t>(report_.controls[finding.control].severity)];
        for (int i = 3; i >= 0; --i)
            if (by_severity[static_cast<std::size_t>(i)] > 0)
                grave += fmt::format("{}{} {}", grave.empty() ? " (" : ", ", by_severity[static_cast<std::size_t>(i)],
                                     model::name(static_cast<Severity>(i)));
        if (!grave.empty()) grave += ")";
        const std::string problems = report_.problems.empty() ? "" : fmt::format(", {}", counted(report_.problems.size(), "problem"));
        const std::string fails = fmt::format("{} fail{}", counts.of(Verdict::fail), grave);
        const std::string accepted =
            counts.of(Verdict::suppressed) == 0 ? "" : fmt::format("{} suppressed, ", counts.of(Verdict::suppressed));
        page_.line(fmt::format("{}, {} unverified, {}{} pass{}: {} by {}",
                               page_.ink(counts.of(Verdict::fail) > 0 ? Ink::red : Ink::green, fails), counts.of(Verdict::unverified),
                               accepted, counts.of(Verdict::pass), problems, population(report_),
                               counted(report_.controls.size(), "control")));
    }

    const Report& report_;
    const View& view_;
    Page page_;
};

void write_text(std::string& out, const Report& report, const View& view) { TextView(out, report, view).write(); }

}  // namespace

extern const Format text_format;
constinit const Format text_format{.name = "text", .summary = "for people, grouped by severity and control", .write = write_text};

}  // namespace vouch::report
