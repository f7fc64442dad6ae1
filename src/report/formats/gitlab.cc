// SPDX-License-Identifier: Apache-2.0
// GitLab's Code Quality report: a list of issues with paths relative to the repository and fingerprints that survive line moves. It has
// no word for what was accepted or could not be verified, so those are issues of severity info that say so.
// Tested by tests/check/formats_test.py.
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/digest.h"
#include "report/fingerprint.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/telling.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;
using model::Verdict;

namespace {

constexpr std::array<std::string_view, 4> kSeverities{"minor", "major", "critical", "blocker"};  // in the order of model::Severity

class GitlabView {
public:
    GitlabView(std::string& out, const Report& report) : report_(report), json_(out) {}

    void write() {
        json_.open_list();
        for (const Finding& finding : report_.assessment.findings)
            if (finding.verdict != Verdict::pass && finding.verdict != Verdict::not_applicable) show(finding);
        for (const base::Error& error : report_.problems) show(error);
        json_.close();
    }

private:
    void show(const Finding& finding) {
        const model::Control& control = report_.controls[finding.control];
        std::string text = fmt::format("{}: {}", resource_name(resource_of(report_, finding)), why(report_, finding));
        if (finding.verdict == Verdict::suppressed) text += "; " + accepted(finding);
        const std::string_view severity =
            finding.verdict == Verdict::fail ? kSeverities[static_cast<std::size_t>(control.severity)] : std::string_view("info");
        issue(control.id, text, severity, fingerprint(report_, finding), place_of(report_, finding));
    }

    void show(const base::Error& error) {
        const base::Location where = error.where.value_or(base::Location{});
        const std::string_view code = base::row(error.code).id;
        const std::string key = fmt::format("{}\n{}\n{}", code, base::to_string(where), error.message);
        issue(code, "not read or evaluated: " + error.message, "critical", base::sha256_hex(key).value_or(std::string()), where);
    }

    void issue(std::string_view check, std::string_view text, std::string_view severity, std::string_view print,
               const base::Location& where) {
        json_.open_map();
        json_.member("description", text);
        json_.member("check_name", check);
        json_.member("fingerprint", print);
        json_.member("severity", severity);
        json_.key("location");
        json_.open_map();
        json_.member("path", path_of(where.file));
        json_.key("lines");
        json_.open_map();
        json_.count("begin", where.line > 0 ? where.line : 1);
        json_.close();
        json_.close();
        json_.close();
    }

    // A path is required: of a file outside the repository its last part stands there, and of no file at all a dot.
    std::string path_of(const std::string& file) const {
        if (auto path = relative_path(file, report_.source_root)) return *path;
        if (file == kEstatePlace) return ".";
        const std::string last = file.substr(file.find_last_of('/') + 1);
        return last.empty() || last == ".." ? "." : last;
    }

    const Report& report_;
    JsonWriter json_;
};

void write_gitlab(std::string& out, const Report& report, const View&) { GitlabView(out, report).write(); }

}  // namespace

extern const Format gitlab_format;
constinit const Format gitlab_format{.name = "gitlab", .summary = "GitLab Code Quality", .write = write_gitlab};

}  // namespace vouch::report
