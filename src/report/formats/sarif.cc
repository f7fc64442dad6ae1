// SPDX-License-Identifier: Apache-2.0
// SARIF 2.1.0 as GitHub's code scanning wants it: rules with help and security-severity, relative URIs, fingerprints, at most 25,000
// results. What failed is a result of kind fail; what could not be verified one of kind review, which code scanning does not show as an
// alert; what was accepted carries its suppression; what could not be read or evaluated is a notification. tests/check validates it.
#include <algorithm>
#include <array>
#include <cctype>
#include <unordered_map>

#include <fmt/format.h>

#include "base/ascii.h"
#include "report/fingerprint.h"
#include "report/format.h"
#include "report/groups.h"
#include "report/json_writer.h"
#include "report/telling.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Control;
using model::Finding;
using model::Verdict;

namespace {

constexpr std::size_t kMostResults = 25'000;  // per run; the rest would be refused
constexpr std::size_t kMostTags = 20;

struct Level {
    std::string_view level;
    std::string_view security_severity;  // GitHub: above 9 critical, from 7 high, from 4 medium
    std::string_view problem_severity;
};
constexpr std::array<Level, 4> kLevels{
    {{"note", "3.0", "recommendation"}, {"warning", "5.5", "warning"}, {"error", "8.0", "error"}, {"error", "9.5", "error"}}};

struct Notification {
    std::string_view id;
    std::string_view meaning;
};
constexpr std::array<Notification, 3> kNotifications{
    {{"vouch/not-evaluated", "Something could not be read or evaluated; it counts as neither passed nor failed."},
     {"vouch/warning", "Something was read and judged, but is worth telling."},
     {"vouch/left-out", "There were more results than a run may have; the gravest were kept."}}};

const Level& level_of(const Control& control) { return kLevels[static_cast<std::size_t>(control.severity)]; }

class SarifView {
public:
    SarifView(std::string& out, const Report& report) : report_(report), json_(out) {}

    void write() {
        json_.open_map();
        json_.member("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json_.member("version", "2.1.0");
        json_.key("runs");
        json_.open_list();
        json_.open_map();
        driver();
        json_.key("automationDetails");
        json_.open_map();
        json_.member("id", report_.audit == nullptr ? "vouch/check/" : "vouch/audit/");
        json_.close();
        source_root();
        const std::size_t left_out = results();
        invocation(left_out);
        json_.member("columnKind", "unicodeCodePoints");
        json_.close();
        json_.close();
        json_.close();
    }

private:
    void text(std::string_view name, std::string_view value) {
        json_.key(name);
        json_.open_map();
        json_.member("text", value);
        json_.close();
    }

    // Where it lies on this machine is nobody's business; whoever shows the report knows where the repository is.
    void source_root() {
        json_.key("originalUriBaseIds");
        json_.open_map();
        json_.key("%SRCROOT%");
        json_.open_map();
        text("description", "The root of the repository.");
        json_.close();
        json_.close();
    }

    void driver() {
        json_.key("tool");
        json_.open_map();
        json_.key("driver");
        json_.open_map();
        json_.member("name", "vouch");
        json_.member("version", report_.version);
        json_.member("semanticVersion", report_.version);
        json_.key("rules");
        json_.open_list();
        for (const Control& control : report_.controls) rule(control);
        json_.close();
        json_.key("notifications");
        json_.open_list();
        for (const Notification& each : kNotifications) {
            json_.open_map();
            json_.member("id", each.id);
            text("shortDescription", each.meaning);
            json_.close();
        }
        json_.close();
        json_.close();
        json_.close();
    }

    void rule(const Control& control) {
        const Level& level = level_of(control);
        json_.open_map();
        json_.member("id", control.id);
        json_.member("name", camel(control.id));
        text("shortDescription", control.title);
        text("fullDescription", control.rationale.empty() ? control.title : control.rationale);
        json_.key("help");
        json_.open_map();
        json_.member("text", control.fix.empty() ? control.title : control.fix);
        json_.member("markdown", help(control));
        json_.close();
        if (!control.references.empty()) json_.member("helpUri", control.references.front());
        json_.key("defaultConfiguration");
        json_.open_map();
        json_.member("level", level.level);
        json_.close();
        json_.key("properties");
        json_.open_map();
        json_.member("tags", tags(control));
        json_.member("precision", "high");
        json_.member("problem.severity", level.problem_severity);
        json_.member("security-severity", level.security_severity);
        json_.close();
        json_.close();
    }

    // "s3-versioning" as "S3Versioning": a name must differ from the id.
    static std::string camel(std::string_view id) {
        const std::string name = base::pascal_case(id);
        return name == id ? name + "Control" : name;
    }

    static std::string help(const Control& control) {
        std::string markdown = fmt::format("**{}**\n\n{}\n", control.title, control.rationale);
        if (!control.fix.empty()) markdown += fmt::format("\n**Fix:** {}\n", control.fix);
        if (!control.criteria.empty()) markdown += fmt::format("\nSOC 2: {}\n", fmt::join(control.criteria, ", "));
        if (!control.iso27001.empty()) markdown += fmt::format("\nISO 27001: {}\n", fmt::join(control.iso27001, ", "));
        for (const std::string& link : control.references) markdown += fmt::format("\n- <{}>", link);
        return markdown;
    }

    static std::vector<std::string> tags(const Control& control) {
        std::vector<std::string> tags{"security"};
        for (const std::string& criterion : control.criteria) tags.push_back("soc2/" + criterion);
        for (const std::string& annex : control.iso27001) tags.push_back("iso27001/" + annex);
        if (tags.size() > kMostTags) tags.resize(kMostTags);
        return tags;
    }

    // The gravest only where there are too many; returns how many were left out.
    std::size_t results() {
        std::vector<const Finding*> chosen = gravest_first(report_);
        const std::size_t left_out = chosen.size() > kMostResults ? chosen.size() - kMostResults : 0;
        chosen.resize(chosen.size() - left_out);
        json_.key("results");
        json_.open_list();
        for (const Finding* finding : chosen) result(*finding);
        json_.close();
        return left_out;
    }

    void result(const Finding& finding) {
        const Control& control = report_.controls[finding.control];
        const bool failed = finding.verdict != Verdict::unverified;
        const base::Location where = place_of(report_, finding);
        json_.open_map();
        json_.member("ruleId", control.id);
        json_.count("ruleIndex", finding.control);
        json_.member("kind", failed ? "fail" : "review");
        json_.member("level", failed ? level_of(control).level : std::string_view("none"));
        text("message", fmt::format("{}: {}", resource_name(resource_of(report_, finding)), why(report_, finding)));
        location(finding, where);
        related(finding);
        json_.key("partialFingerprints");
        json_.open_map();
        if (const auto hash = line_hash(finding, where)) json_.member("primaryLocationLineHash", *hash);
        json_.member("vouch/v1", fingerprint(report_, finding));
        json_.close();
        if (finding.verdict == Verdict::suppressed)
            suppression(finding.suppression ? *finding.suppression : model::Suppression{}, where.file);
        if (resource_of(report_, finding).made_by_cdk) {
            json_.key("properties");
            json_.open_map();
            json_.flag("made_by_cdk", true);
            json_.close();
        }
        json_.close();
    }

    // In the source where it stands beside what it is about.
    void suppression(const model::Suppression& suppression, std::string_view file) {
        json_.key("suppressions");
        json_.open_list();
        json_.open_map();
        json_.member("kind", !suppression.where.file.empty() && suppression.where.file == file ? "inSource" : "external");
        json_.member("status", "accepted");
        json_.member("justification", accepted(suppression));
        const auto uri = relative_uri(suppression.where.file, report_.source_root);
        if (uri && suppression.where.line > 0) {
            json_.key("location");
            json_.open_map();
            physical(*uri, suppression.where);
            json_.close();
        }
        json_.close();
        json_.close();
    }

    // Code scanning takes no result without a file, so what is about the estate stands at its first template.
    void first_template() {
        for (const model::UnitPtr& unit : report_.inventory.units) {
            const auto uri = relative_uri(unit->file, report_.source_root);
            if (!uri) continue;
            physical(*uri, {unit->file, 1, 1});
            return;
        }
    }

    void physical(const std::string& uri, const base::Location& where) {
        json_.key("physicalLocation");
        json_.open_map();
        artifact(uri);
        if (where.line > 0) region(where);
        json_.close();
    }

    void location(const Finding& finding, const base::Location& where) {
        const model::Resource& resource = resource_of(report_, finding);
        json_.key("locations");
        json_.open_list();
        json_.open_map();
        if (report_.audit != nullptr) {
            // A live resource stands in no file.
        } else if (const auto uri = relative_uri(where.file, report_.source_root)) {
            physical(*uri, where);
        } else if (where.file == kEstatePlace) {
            first_template();
        }
        json_.key("logicalLocations");
        json_.open_list();
        json_.open_map();
        json_.member("name", resource.id);
        json_.member("fullyQualifiedName", fmt::format("{}/{}", unit_of(report_, finding).name, resource.id));
        json_.member("kind", "resource");
        json_.close();
        json_.close();
        json_.close();
        json_.close();
    }

    // The line of the application that makes the resource. Paths in it are relative to the application, which need not be the source root.
    void related(const Finding& finding) {
        const std::string_view made_at = finding.made_at;
        const std::size_t line_at = made_at.find(':');
        if (line_at == std::string_view::npos) return;
        base::Location where{std::string(made_at.substr(0, line_at)), 0, 0};
        for (const char c : made_at.substr(line_at + 1)) {
            if (c < '0' || c > '9' || where.line > 100'000'000) break;
            where.line = where.line * 10 + static_cast<decltype(where.line)>(c - '0');
        }
        const auto uri = relative_uri(where.file, report_.source_root);
        if (!uri) return;
        json_.key("relatedLocations");
        json_.open_list();
        json_.open_map();
        text("message", fmt::format("made at {}", made_at));
        json_.key("physicalLocation");
        json_.open_map();
        json_.key("artifactLocation");
        json_.open_map();
        json_.member("uri", *uri);
        json_.close();
        if (where.line > 0) {
            json_.key("region");
            json_.open_map();
            json_.count("startLine", where.line);
            json_.close();
        }
        json_.close();
        json_.close();
        json_.close();
    }

    void artifact(const std::string& uri) {
        json_.key("artifactLocation");
        json_.open_map();
        json_.member("uri", uri);
        json_.member("uriBaseId", "%SRCROOT%");
        json_.close();
    }

    void region(const base::Location& where) {
        json_.key("region");
        json_.open_map();
        json_.count("startLine", where.line);
        json_.count("startColumn", where.column);
        json_.count("endLine", where.line);
        json_.count("endColumn", where.column + 1);
        json_.close();
    }

    std::optional<std::string> line_hash(const Finding& finding, const base::Location& where) {
        const base::Source* source = source_of(report_, finding, where);
        if (source == nullptr) return std::nullopt;
        auto found = hashes_.find(source);
        if (found == hashes_.end()) found = hashes_.emplace(source, line_hashes(source->text())).first;
        if (where.line == 0 || where.line > found->second.size() || where.file != source->name()) return std::nullopt;
        return found->second[where.line - 1];
    }

    void invocation(std::size_t left_out) {
        json_.key("invocations");
        json_.open_list();
        json_.open_map();
        json_.flag("executionSuccessful", report_.problems.empty());
        json_.count("exitCode", static_cast<std::size_t>(report_.exit_code));
        json_.key("toolExecutionNotifications");
        json_.open_list();
        for (const base::Error& error : report_.problems) notification(0, "error", told(error), error.where);
        for (const base::Error& error : report_.warnings) notification(1, "warning", told(error), error.where);
        if (left_out > 0)
            notification(2, "warning", fmt::format("{} results were left out: a run may have {}", left_out, kMostResults), std::nullopt);
        json_.close();
        json_.close();
        json_.close();
    }

    void notification(std::size_t kind, std::string_view level, std::string_view message, const std::optional<base::Location>& where) {
        json_.open_map();
        json_.key("descriptor");
        json_.open_map();
        json_.member("id", kNotifications[kind].id);
        json_.count("index", kind);
        json_.close();
        json_.member("level", level);
        text("message", message);
        const auto uri = where && where->line > 0 ? relative_uri(where->file, report_.source_root) : std::nullopt;
        if (uri) {
            json_.key("locations");
            json_.open_list();
            json_.open_map();
            physical(*uri, *where);
            json_.close();
            json_.close();
        }
        json_.close();
    }

    const Report& report_;
    JsonWriter json_;
    std::unordered_map<const base::Source*, std::vector<std::string>> hashes_;
};

void write_sarif(std::string& out, const Report& report, const View&) { SarifView(out, report).write(); }

}  // namespace

extern const Format sarif_format;
constinit const Format sarif_format{.name = "sarif", .summary = "SARIF 2.1.0, for code scanning", .write = write_sarif};

}  // namespace vouch::report
