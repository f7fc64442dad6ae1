// SPDX-License-Identifier: Apache-2.0
// A comment on a pull request: totals, then findings by control, folded. It stays below what GitHub and GitLab take for a comment; what
// does not fit is counted. Tested by tests/check/formats_test.py.
#include <array>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/markup.h"
#include "report/page.h"
#include "report/provenance.h"
#include "report/telling.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;
using model::Severity;
using model::Verdict;

namespace {

constexpr std::size_t kMostBytes = 60'000;    // a comment may have 65,536
constexpr std::size_t kListedInComment = 20;  // resources of a control
constexpr std::size_t kName = 200;            // characters of a name

class MarkdownView {
public:
    MarkdownView(std::string& out, const Report& report) : out_(out), report_(report), begin_(out.size()) {}

    void write() {
        out_ += fmt::format("## vouch: {}\n\n", totals(report_));
        table();
        section("Failed", Verdict::fail);
        section("Not verified: neither passed nor failed", Verdict::unverified);
        section("Suppressed: failed, and somebody accepted it", Verdict::suppressed);
        problems();
        if (left_out_ > 0)
            out_ += fmt::format("{} did not fit here; other formats have all of it.\n\n", counted(left_out_, "further result"));
        grants();
        out_ += fmt::format("{} by {}, vouch {}\n", population(report_), counted(report_.controls.size(), "control"), report_.version);
    }

private:
    using Row = std::array<std::size_t, 4>;  // by severity

    void table() {
        std::array<Row, model::kVerdicts> counts{};
        for (const Finding& finding : report_.assessment.findings)
            ++counts[static_cast<std::size_t>(finding.verdict)][static_cast<std::size_t>(report_.controls[finding.control].severity)];
        out_ += "| severity | fail | unverified | suppressed | pass |\n|---|---:|---:|---:|---:|\n";
        for (int i = 3; i >= 0; --i) {
            out_ += fmt::format("| {} |", model::name(static_cast<Severity>(i)));
            for (const Verdict verdict : {Verdict::fail, Verdict::unverified, Verdict::suppressed, Verdict::pass})
                out_ += fmt::format(" {} |", counts[static_cast<std::size_t>(verdict)][static_cast<std::size_t>(i)]);
            out_ += '\n';
        }
        out_ += '\n';
    }

    void section(std::string_view title, Verdict verdict) {
        const auto groups = group(report_, verdict);
        if (groups.empty()) return;
        add(fmt::format("### {}\n\n", title), 0);
        for (const ControlGroup& each : groups) add(block(each), each.findings);
    }

    // Appends a piece if it still fits.
    void add(std::string_view piece, std::size_t entries) {
        if (left_out_ == 0 && out_.size() - begin_ + piece.size() <= kMostBytes) {
            out_ += piece;
        } else {
            left_out_ += entries;
        }
    }

    std::string block(const ControlGroup& group) const {
        const model::Control& control = *group.control;
        std::string text = fmt::format("<details><summary><code>{}</code> {} ({}; {}): {}</summary>\n\n", markup(control.id),
                                       heading(control.title), model::name(control.severity),
                                       heading(fmt::format("{}", fmt::join(control.criteria, ", "))), counted(group.findings, "resource"));
        std::size_t listed = 0;
        for (const Fold& fold : group.folds) {
            for (const Finding* finding : fold.findings) {
                if (++listed > kListedInComment) break;
                text += item(*finding);
            }
        }
        if (group.findings > kListedInComment)
            text += fmt::format("- and {}\n", counted(group.findings - kListedInComment, "more resource"));
        if (!control.fix.empty()) text += fmt::format("\n**Fix:** {}\n", markdown_text(control.fix));
        return text + "\n</details>\n\n";
    }

    // Within HTML, where no Markdown is read but a mention still is.
    static std::string heading(std::string_view text) {
        std::string out;
        for (const char c : markup(text)) {
            out += c;
            if (c == '@') out += "&#8203;";
        }
        return out;
    }

    std::string item(const Finding& finding) const {
        std::string text = fmt::format("- {} at {}: {}", markdown_code(base::excerpt(resource_name(resource_of(report_, finding)), kName)),
                                       markdown_code(base::excerpt(base::to_string(place_of(report_, finding)), kName)),
                                       markdown_text(why(report_, finding)));
        if (finding.verdict == Verdict::suppressed) text += "; " + markdown_text(accepted(finding));
        return text + '\n';
    }

    void problems() {
        if (report_.problems.empty()) return;
        add("### Not read or evaluated\n\n", 0);
        for (const base::Error& error : report_.problems) {
            const std::string place = error.where ? markdown_code(base::excerpt(base::to_string(*error.where), kName)) + ": " : "";
            add(fmt::format("- {}{}\n", place, markdown_text(told(error))), 1);
        }
        add("\n", 0);
    }

    // What would let the rest be verified.
    void grants() {
        std::string text;
        for (const Grant& grant : report::grants(report_))
            text += fmt::format("- {}: {}\n", markdown_code(base::excerpt(grant.action, kName)), counted(grant.findings, "finding"));
        if (!text.empty()) add("### To verify the rest, grant these actions\n\n" + text + "\n", 1);
    }

    std::string& out_;
    const Report& report_;
    std::size_t begin_;
    std::size_t left_out_ = 0;
};

void write_markdown(std::string& out, const Report& report, const View&) { MarkdownView(out, report).write(); }

}  // namespace

extern const Format markdown_format;
constinit const Format markdown_format{.name = "markdown", .summary = "a comment on a pull request", .write = write_markdown};

}  // namespace vouch::report
