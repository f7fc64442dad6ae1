// SPDX-License-Identifier: Apache-2.0
// Controls are counted once; a criterion adds up those that serve it. Tested by tests/check/html_test.py.
#include "report/html_criteria.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "report/markup.h"
#include "report/page.h"

namespace vouch::report {

using model::Control;
using model::Counts;
using model::Verdict;

namespace {

const std::vector<std::string>& ids_of(const Control& control, std::string_view standard) {
    return standard == "iso27001" ? control.iso27001 : control.criteria;
}

class CriteriaTable {
public:
    CriteriaTable(std::string& out, const Report& report, const std::vector<Counts>& counts, const model::Standard& standard)
        : out_(out), report_(report), counts_(counts), standard_(standard) {
        for (std::size_t i = 0; i < report.controls.size(); ++i)
            for (const std::string& id : ids_of(report.controls[i], standard.id)) serving_[id].push_back(i);
    }

    void write() {
        if (serving_.empty()) return;
        fmt::format_to(
            std::back_inserter(out_),
            "<table class=\"criteria\"><caption>{}</caption>\n<thead><tr><th scope=\"col\">criterion</th><th scope=\"col\">title</th>",
            markup(standard_.name));
        for (const Verdict verdict : kShownVerdicts)
            fmt::format_to(std::back_inserter(out_), "<th scope=\"col\" class=\"number\">{}</th>", model::name(verdict));
        out_ += "<th scope=\"col\">controls</th></tr></thead>\n<tbody>\n";
        std::string unserved;
        for (const model::Criterion& criterion : standard_.criteria) {
            const auto found = serving_.find(criterion.id);
            if (found == serving_.end()) {
                unserved += (unserved.empty() ? "" : ", ") + markup(criterion.id);
                continue;
            }
            row(criterion.id, criterion.title, found->second);
            serving_.erase(found);
        }
        for (const auto& [id, controls] : serving_) row(id, {}, controls);
        out_ += "</tbody></table>\n";
        if (!unserved.empty())
            fmt::format_to(std::back_inserter(out_),
                           "<p class=\"faint\">No control of this run is about {}: they need evidence of another kind.</p>\n", unserved);
    }

private:
    void row(std::string_view id, std::string_view title, const std::vector<std::size_t>& controls) {
        Counts sum;
        for (const std::size_t control : controls)
            for (std::size_t i = 0; i < sum.by_verdict.size(); ++i) sum.by_verdict[i] += counts_[control].by_verdict[i];
        fmt::format_to(std::back_inserter(out_), "<tr><th scope=\"row\">{}</th><td class=\"title\">{}</td>", markup(id), markup(title));
        for (const Verdict verdict : kShownVerdicts)
            fmt::format_to(std::back_inserter(out_), "<td class=\"number{}{}\">{}</td>", sum.of(verdict) > 0 ? " " : "",
                           sum.of(verdict) > 0 ? model::name(verdict) : std::string_view(), sum.of(verdict));
        links(controls);
    }

    // Controls that judged nothing have no place of their own to lead to.
    void links(const std::vector<std::size_t>& controls) {
        std::string text;
        std::size_t idle = 0;
        for (const std::size_t control : controls) {
            const auto* worst = std::ranges::find_if(kShownVerdicts, [&](Verdict verdict) { return counts_[control].of(verdict) > 0; });
            if (worst == kShownVerdicts.end()) {
                ++idle;
                continue;
            }
            text += fmt::format("{}<a href=\"#control-{}\">{}</a> <span class=\"{}\">({})</span>", text.empty() ? "" : ", ", control,
                                markup(report_.controls[control].id), model::name(*worst), model::name(*worst));
        }
        if (idle > 0)
            text += fmt::format("{}<span class=\"faint\">{} without a resource to judge</span>", text.empty() ? "" : ", ",
                                counted(idle, "control"));
        out_ += "<td>" + text + "</td></tr>\n";
    }

    std::string& out_;
    const Report& report_;
    const std::vector<Counts>& counts_;  // of each control
    const model::Standard& standard_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> serving_;  // by criterion: the controls that serve it
};

}  // namespace

void write_criteria(std::string& out, const Report& report) {
    std::vector<Counts> counts(report.controls.size());
    for (const model::Finding& finding : report.assessment.findings) counts[finding.control].add(finding.verdict);
    out += "<section id=\"criteria\" aria-labelledby=\"criteria-title\">\n<h2 id=\"criteria-title\">By criterion</h2>\n";
    const model::Standard unnamed{"soc2", "SOC 2", {}};
    if (report.standards.empty()) CriteriaTable(out, report, counts, unnamed).write();
    for (const model::Standard& standard : report.standards)
        if (standard.id != "rows") CriteriaTable(out, report, counts, standard).write();
    out += "</section>\n";
}

}  // namespace vouch::report
