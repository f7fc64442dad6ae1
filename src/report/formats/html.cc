// SPDX-License-Identifier: Apache-2.0
// One file for people that needs nothing else: criteria, controls with their findings, resources with theirs, what could not be read.
// Everything is in the page; the script only filters. Text from inputs passes through markup(), and the policy of the page forbids all
// but its own style and script, which it names by their digests. Tested in a browser by tests/check/html_test.py.
#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "model/estate.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/html_assets.h"
#include "report/html_criteria.h"
#include "report/markup.h"
#include "report/page.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Control;
using model::Counts;
using model::Finding;
using model::Severity;
using model::Verdict;

namespace {

constexpr std::size_t kMostPasses = 5'000;  // listed; more only with View::verbose

std::string_view asset(std::string_view path) {
    const auto all = html_assets();
    const auto found = std::ranges::find(all, path, &Asset::path);
    return found == all.end() ? std::string_view() : found->bytes;
}

class HtmlView {
public:
    HtmlView(std::string& out, const Report& report, const View& view)
        : out_(out),
          report_(report),
          passes_(view.verbose || report.assessment.counts.of(Verdict::pass) <= kMostPasses),
          by_control_(report.controls.size()) {
        for (const Finding& finding : report.assessment.findings) by_control_[finding.control].push_back(&finding);
    }

    void write() {
        head();
        page_header();
        filter();
        out_ += "<main id=\"main\">\n";
        severities();
        write_criteria(out_, report_);
        controls();
        resources();
        problems();
        print("</main>\n<script>{}</script>\n</body>\n</html>\n", asset("report.js"));
    }

private:
    template <class... Arguments>
    void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
        fmt::format_to(std::back_inserter(out_), format, std::forward<Arguments>(arguments)...);
    }

    bool listed(const Finding& finding) const {
        return finding.verdict != Verdict::not_applicable && (passes_ || finding.verdict != Verdict::pass);
    }

    void head() {
        const std::string style = base::sha256_base64(asset("report.css")).value_or(std::string());
        const std::string script = base::sha256_base64(asset("report.js")).value_or(std::string());
        print(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; "
            "base-uri 'none'; form-action 'none'\">\n",
            style, script);
        print(
            "<meta name=\"viewport\" content=\"width=device-width\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
            "<title>vouch: {}</title>\n<style>{}</style>\n</head>\n<body>\n",
            totals(report_), asset("report.css"));
    }

    void page_header() {
        print("<a class=\"skip\" href=\"#main\">Skip to the findings</a>\n<header>\n<h1>vouch {}</h1>\n<p class=\"totals\">{}</p>\n",
              report_.audit == nullptr ? "check" : "audit", totals(report_));
        print("<p class=\"faint\">{} by {}", population(report_), counted(report_.controls.size(), "control"));
        if (!report_.time.empty()) print(", judged on <time datetime=\"{0}\">{0}</time>", markup(report_.time));
        print(" by vouch {}; exit code {}.</p>\n", markup(report_.version), report_.exit_code);
        if (!passes_)
            print("<p>{} that passed are not listed: there are too many (--verbose lists them).</p>\n",
                  counted(report_.assessment.counts.of(Verdict::pass), "verdict"));
        accounts();
        out_ +=
            "<nav aria-label=\"Views\"><ul><li><a href=\"#criteria\">By criterion</a></li><li><a href=\"#controls\">By control</a></li>"
            "<li><a href=\"#resources\">By resource</a></li>";
        if (!report_.problems.empty()) out_ += "<li><a href=\"#problems\">Not read or evaluated</a></li>";
        out_ += "</ul></nav>\n</header>\n";
    }

    // Who was asked, and what would let the rest be verified.
    void accounts() {
        if (report_.audit == nullptr) return;
        out_ += "<ul>";
        for (const model::AuditedAccount& account : report_.audit->accounts)
            print("<li>account <code>{}</code>, seen by <code>{}</code>: {}, {} denied or failed</li>", markup(account.account),
                  markup(account.caller), counted(account.calls, "call"), account.failed.size());
        for (const Grant& grant : grants(report_))
            print("<li>granting <code>{}</code> would let {} be verified</li>", markup(grant.action), counted(grant.findings, "finding"));
        out_ += "</ul>\n";
    }

    void boxes(std::string_view legend, std::string_view name, const std::vector<std::string_view>& values) {
        print("<fieldset><legend>{}</legend>", legend);
        for (const std::string_view value : values)
            print("<label><input type=\"checkbox\" name=\"{}\" value=\"{}\" checked> {}</label>", name, value, value);
        out_ += "</fieldset>\n";
    }

    void filter() {
        out_ +=
            "<div class=\"filter\" id=\"filter\" role=\"search\" aria-label=\"Filter findings\" hidden>\n<div><label class=\"words\" "
            "for=\"words\">All of these words</label><input type=\"search\" id=\"words\" autocomplete=\"off\"></div>\n";
        std::vector<std::string_view> verdicts;
        for (const Verdict verdict : kShownVerdicts) verdicts.push_back(model::name(verdict));
        boxes("Verdict", "verdict", verdicts);
        std::vector<std::string_view> grades;
        for (int i = 3; i >= 0; --i) grades.push_back(model::name(static_cast<Severity>(i)));
        boxes("Severity", "severity", grades);
        out_ += "<p id=\"shown\" class=\"faint\" role=\"status\"></p>\n</div>\n";
    }

    void severities() {
        std::array<Counts, 4> counts{};
        for (const Finding& finding : report_.assessment.findings)
            counts[static_cast<std::size_t>(report_.controls[finding.control].severity)].add(finding.verdict);
        out_ += "<table class=\"numbers\"><caption>Verdicts by severity</caption>\n<thead><tr><th scope=\"col\">severity</th>";
        for (const Verdict verdict : kShownVerdicts) print("<th scope=\"col\" class=\"number\">{}</th>", model::name(verdict));
        out_ += "</tr></thead>\n<tbody>\n";
        for (std::size_t i = 4; i-- > 0;) {
            print("<tr><th scope=\"row\">{}</th>", model::name(static_cast<Severity>(i)));
            for (const Verdict verdict : kShownVerdicts) print("<td class=\"number\">{}</td>", counts[i].of(verdict));
            out_ += "</tr>\n";
        }
        out_ += "</tbody></table>\n";
    }

    // Controls by their worst verdict, then by severity.
    void controls() {
        std::vector<std::size_t> order;
        std::string idle;
        for (std::size_t i = 0; i < report_.controls.size(); ++i) {
            if (std::ranges::any_of(by_control_[i], [](const Finding* each) { return each->verdict != Verdict::not_applicable; }))
                order.push_back(i);
            else
                idle += (idle.empty() ? "" : ", ") + markup(report_.controls[i].id);
        }
        std::vector<int> worst(report_.controls.size());
        for (const std::size_t i : order)
            for (const Finding* each : by_control_[i]) worst[i] = std::max(worst[i], gravity(each->verdict));
        std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
            if (worst[a] != worst[b]) return worst[a] > worst[b];
            return report_.controls[a].severity > report_.controls[b].severity;
        });
        out_ += "<section id=\"controls\" aria-labelledby=\"controls-title\">\n<h2 id=\"controls-title\">By control</h2>\n";
        for (const std::size_t i : order) control(i);
        if (!idle.empty()) print("<p class=\"faint\">Controls without a resource to judge: {}.</p>\n", idle);
        out_ += "</section>\n";
    }

    static int gravity(Verdict verdict) {
        const auto* found = std::ranges::find(kShownVerdicts, verdict);
        return static_cast<int>(kShownVerdicts.end() - found);
    }

    void control(std::size_t index) {
        const Control& control = report_.controls[index];
        print("<article class=\"group\" data-group=\"control\" id=\"control-{}\">\n<div data-heading>\n<h3><code>{}</code> {}</h3>\n",
              index, markup(control.id), markup(control.title));
        print("<p class=\"faint\">{}", model::name(control.severity));
        for (const auto* ids : {&control.criteria, &control.iso27001, &control.rows})
            if (!ids->empty()) print("; {}", markup(fmt::format("{}", fmt::join(*ids, ", "))));
        out_ += "</p>\n</div>\n";
        if (!control.rationale.empty()) print("<p>{}</p>\n", markup(control.rationale));
        if (!control.fix.empty()) print("<p><strong>Fix:</strong> {}</p>\n", markup(control.fix));
        links(control);
        if (std::ranges::none_of(by_control_[index], [&](const Finding* each) { return listed(*each); })) {
            out_ += "</article>\n";
            return;
        }
        print(
            "<table><caption>{} under this control</caption>\n<thead><tr><th scope=\"col\">verdict</th><th scope=\"col\" "
            "class=\"name\">resource</th>"
            "<th scope=\"col\" class=\"place\">place</th><th scope=\"col\">why</th></tr></thead>\n<tbody>\n",
            counted(by_control_[index].size(), "resource"));
        for (const Verdict verdict : kShownVerdicts)
            for (const Finding* finding : by_control_[index])
                if (finding->verdict == verdict && listed(*finding)) row_of_control(*finding);
        out_ += "</tbody></table>\n</article>\n";
    }

    void links(const Control& control) {
        std::string items;
        for (const std::string& link : control.references)
            if (link.starts_with("https://") || link.starts_with("http://"))
                items += fmt::format("<li><a href=\"{0}\" rel=\"noopener noreferrer\">{0}</a></li>", markup(link));
        if (!items.empty()) print("<ul>{}</ul>\n", items);
    }

    void open_row(const Finding& finding) {
        const std::string_view verdict = model::name(finding.verdict);
        print("<tr data-verdict=\"{0}\" data-severity=\"{1}\"><td class=\"verdict {0}\">{0}</td>", verdict,
              model::name(report_.controls[finding.control].severity));
    }

    std::string reason(const Finding& finding) const {
        std::string text = markup(why(report_, finding));
        if (finding.verdict == Verdict::suppressed) text += fmt::format("<br><strong>{}</strong>", markup(accepted(finding)));
        return text;
    }

    void row_of_control(const Finding& finding) {
        const model::Resource& resource = resource_of(report_, finding);
        open_row(finding);
        const model::Unit& unit = unit_of(report_, finding);
        print("<th scope=\"row\">{}<br><span class=\"faint\">{}{}</span></th><td>{}", markup(resource_name(resource)),
              markup(resource.type), resource.made_by_cdk ? ", made by the CDK" : "", markup(base::to_string(place_of(report_, finding))));
        if (unit.name != unit.file) print("<br><span class=\"faint\">{}</span>", markup(unit.name));
        print("</td><td>{}</td></tr>\n", reason(finding));
    }

    void resources() {
        out_ += "<section id=\"resources\" aria-labelledby=\"resources-title\">\n<h2 id=\"resources-title\">By resource</h2>\n";
        const auto& all = report_.assessment.findings;
        for (auto begin = all.begin(); begin != all.end();) {
            const auto end = std::find_if(begin, all.end(), [&](const Finding& each) { return each.unit != begin->unit; });
            if (std::any_of(begin, end, [&](const Finding& each) { return listed(each); })) unit(begin, end);
            begin = end;
        }
        out_ += "</section>\n";
    }

    using Place = std::vector<Finding>::const_iterator;

    void unit(Place begin, Place end) {
        print(
            "<section class=\"group\" data-outer>\n<h3>{}</h3>\n<table><caption>{}</caption>\n<thead><tr><th scope=\"col\">verdict</th>"
            "<th scope=\"col\" class=\"severity\">severity</th><th scope=\"col\">control</th></tr></thead>\n",
            markup(unit_of(report_, *begin).name), markup(unit_of(report_, *begin).file));
        while (begin != end) {
            const auto next = std::find_if(begin, end, [&](const Finding& each) { return each.resource != begin->resource; });
            if (std::any_of(begin, next, [&](const Finding& each) { return listed(each); })) resource(begin, next);
            begin = next;
        }
        out_ += "</table>\n</section>\n";
    }

    void resource(Place begin, Place end) {
        const model::Resource& resource = resource_of(report_, *begin);
        print(
            "<tbody data-group=\"resource\">\n<tr><th scope=\"rowgroup\" colspan=\"3\" data-heading>{} <span class=\"faint\">{} at "
            "{}</span></th></tr>\n",
            markup(resource_name(resource)), markup(resource.type), markup(place(*begin)));
        for (; begin != end; ++begin) {
            if (!listed(*begin)) continue;
            const Control& control = report_.controls[begin->control];
            open_row(*begin);
            print("<td>{}</td><td><a href=\"#control-{}\"><code>{}</code></a> {}</td></tr>\n", model::name(control.severity),
                  begin->control, markup(control.id), markup(control.title));
        }
        out_ += "</tbody>\n";
    }

    // Of the resource itself.
    std::string place(const Finding& finding) const {
        const model::Unit& unit = unit_of(report_, finding);
        const model::Resource& resource = resource_of(report_, finding);
        if (report_.audit != nullptr) return unit.file;
        return resource.type == model::kEstateType ? std::string(kEstatePlace) : base::to_string(unit.location(resource.position));
    }

    void problems() {
        if (report_.problems.empty()) return;
        out_ +=
            "<section id=\"problems\" aria-labelledby=\"problems-title\">\n<h2 id=\"problems-title\">Not read or evaluated</h2>\n<ul>\n";
        for (const base::Error& error : report_.problems)
            print("<li>{}{}</li>\n", error.where ? markup(base::to_string(*error.where)) + ": " : std::string(), markup(told(error)));
        out_ += "</ul>\n</section>\n";
    }

    std::string& out_;
    const Report& report_;
    bool passes_;  // are listed
    std::vector<std::vector<const Finding*>> by_control_;
};

void write_html(std::string& out, const Report& report, const View& view) { HtmlView(out, report, view).write(); }

}  // namespace

extern const Format html_format;
constinit const Format html_format{.name = "html",
                                   .summary = "one page for people: by criterion, control and resource, with a filter",
                                   .write = write_html,
                                   .wants_standards = true};

}  // namespace vouch::report
