// SPDX-License-Identifier: Apache-2.0
// Workflow commands that GitHub Actions shows beside the lines of a change. It shows ten of a kind for each step, so the gravest go
// first and the rest are plain lines below the totals. Tested by tests/check/formats_test.py.
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/text.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/markup.h"
#include "report/telling.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;
using model::Severity;
using model::Verdict;

namespace {

constexpr std::size_t kMostAnnotations = 10;  // of a kind
enum class Kind : std::uint8_t { error, warning, notice };
constexpr std::array<std::string_view, 3> kLevelNames{"error", "warning", "notice"};

Kind kind_of(Verdict verdict, Severity severity) {
    if (verdict == Verdict::suppressed) return Kind::notice;
    if (verdict == Verdict::unverified || severity == Severity::medium) return Kind::warning;
    return severity == Severity::low ? Kind::notice : Kind::error;
}

class GithubView {
public:
    GithubView(std::string& out, const Report& report) : out_(out), report_(report) {}

    void write() {
        for (const base::Error& error : report_.problems) say(Kind::error, error.where.value_or(base::Location{}), "vouch", told(error));
        for (const Finding* finding : gravest_first(report_)) show(*finding);
        for (const base::Error& error : report_.warnings) say(Kind::warning, error.where.value_or(base::Location{}), "vouch", told(error));
        out_ += fmt::format("vouch: {}\n", totals(report_));
        if (!rest_.empty()) out_ += "Not shown as annotations, of which there can be ten of a kind:\n" + rest_;
    }

private:
    void show(const Finding& finding) {
        const model::Control& control = report_.controls[finding.control];
        std::string message = report_.audit == nullptr ? std::string() : place_of(report_, finding).file + ": ";
        message += fmt::format("{}: {}", resource_name(resource_of(report_, finding)), why(report_, finding));
        if (finding.verdict == Verdict::suppressed) message += "; " + accepted(finding);
        const std::string title = fmt::format("{} ({}): {}", control.id, model::name(control.severity), control.title);
        say(kind_of(finding.verdict, control.severity), place_of(report_, finding), title, message);
    }

    void say(Kind kind, const base::Location& where, std::string_view title, std::string_view message) {
        const auto index = static_cast<std::size_t>(kind);
        if (++said_[index] > kMostAnnotations) {
            rest_ += fmt::format("  {}  {}  {}  {}\n", kLevelNames[index], base::escape(base::to_string(where)), base::escape(title),
                                 base::escape(message));
            return;
        }
        out_ += fmt::format("::{} ", kLevelNames[index]);
        if (const auto path = relative_path(where.file, report_.source_root); path && report_.audit == nullptr) {
            out_ += fmt::format("file={},", command_property(*path));
            if (where.line > 0) out_ += fmt::format("line={},col={},endLine={},", where.line, where.column, where.line);
        }
        out_ += fmt::format("title={}::{}\n", command_property(title), command_data(message));
    }

    std::string& out_;
    const Report& report_;
    std::array<std::size_t, 3> said_{};
    std::string rest_;
};

void write_github(std::string& out, const Report& report, const View&) { GithubView(out, report).write(); }

}  // namespace

extern const Format github_format;
constinit const Format github_format{.name = "github", .summary = "annotations of GitHub Actions", .write = write_github};

}  // namespace vouch::report
