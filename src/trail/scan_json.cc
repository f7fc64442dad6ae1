// SPDX-License-Identifier: Apache-2.0
// Members in a fixed order; docs/schema/scan.schema.json describes them. Tested by scan_write_test.cc and tests/trail.
#include <fmt/format.h>

#include "trail/detail/json_writer.h"
#include "trail/scan_write.h"

namespace vouch::trail {

using detail::JsonWriter;

namespace {

constexpr std::size_t kPrincipalsTold = 100;

void write_counts(JsonWriter& out, std::string_view name, const std::map<std::string, std::size_t>& counts) {
    out.key(name);
    out.open('{');
    for (const auto& [key, count] : counts) out.number(key, count);
    out.close('}');
}

void write_pattern(JsonWriter& out, const ScanLabel& label, const PatternCount& count, bool tested) {
    out.item("\n    ");
    out.open('{');
    out.text("id", label.id);
    out.text("title", label.title);
    if (!label.severity.empty()) out.text("severity", label.severity);
    out.texts("criteria", label.criteria);
    out.number("matches", count.matches);
    if (count.matches > 0) {
        out.text("first", count.first);
        out.text("last", count.last);
    }
    write_counts(out, "days", count.days);
    if (tested) {
        out.number("noticed", label.noticed);
        out.texts("alarms", label.by);
    }
    out.close('}');
}

void write_alarm(JsonWriter& out, const AlarmRule& rule, const AlarmOutcome& outcome) {
    out.item("\n    ");
    out.open('{');
    out.text("name", rule.name);
    out.truth("tells", rule.tells);
    out.number("matches", outcome.matches);
    out.number("fired", outcome.fired);
    std::vector<std::string> when;
    for (const Time& time : outcome.when) when.push_back(to_string(time));
    out.texts("when", when);
    out.number("breaching_periods", outcome.breaching);
    if (outcome.greatest) out.real("greatest", *outcome.greatest);
    out.close('}');
}

void write_scan_counts(JsonWriter& out, const ScanCounts& counts) {
    out.key("counts");
    out.open('{');
    out.number("logs", counts.logs);
    out.number("unread", counts.unread);
    out.number("events", counts.events);
    out.number("outside", counts.outside);
    out.number("gave_up", counts.gave_up);
    out.number("bytes", counts.bytes);
    out.number("stored_bytes", counts.stored_bytes);
    out.close('}');
}

void write_gaps(JsonWriter& out, const std::vector<LogGap>& gaps) {
    out.key("gaps");
    out.open('[');
    for (const LogGap& gap : gaps) {
        out.item("\n    ");
        out.open('{');
        out.text("account", gap.account);
        out.text("region", gap.region);
        out.ends(gap.when);
        out.text("why", gap.why);
        out.close('}');
    }
    out.close(']');
}

void write_problems(JsonWriter& out, const std::vector<base::Error>& problems) {
    out.key("problems");
    out.open('[');
    for (const base::Error& problem : problems) {
        out.item("\n    ");
        out.open('{');
        out.text("message", problem.message);
        if (problem.where) out.text("path", problem.where->file);
        out.close('}');
    }
    out.close(']');
}

}  // namespace

void write_scan_json(std::string& text, const ScanResult& result, std::string_view version) {
    const ScanReport& report = result.report;
    JsonWriter out(text);
    out.open('{');
    out.text("format", "vouch-scan/1");
    out.text("version", version);
    if (!report.asked.empty()) out.interval("asked", report.asked);
    out.truth("complete", report.complete());
    write_scan_counts(out, report.counts);
    out.key("patterns");
    out.open('[');
    for (std::size_t i = 0; i < result.labels.size(); ++i)
        if (result.labels[i].shown) write_pattern(out, result.labels[i], report.patterns[i], result.tested);
    out.close(']');
    out.key("principals");
    out.open('[');
    for (const auto& [who, matches] : top_principals(result, kPrincipalsTold)) {
        out.item("\n    ");
        out.open('{');
        out.text("principal", who);
        out.number("matches", matches);
        out.close('}');
    }
    out.close(']');
    write_gaps(out, report.gaps);
    out.texts("quiet", report.quiet);
    if (result.tested) {
        out.key("alarms");
        out.open('[');
        for (std::size_t i = 0; i < result.alarms.size(); ++i) write_alarm(out, result.alarms[i], result.outcomes[i]);
        out.close(']');
        out.texts("notes", result.notes);
    }
    write_problems(out, report.problems);
    out.close('}');
    text += "\n";
}

void write_match(std::string& text, const Match& match, const ScanLabel& label, std::string_view path) {
    JsonWriter out(text);
    out.open('{');
    out.text("time", match.time);
    out.text("detection", label.id);
    if (!label.severity.empty()) out.text("severity", label.severity);
    out.text("account", match.account);
    out.text("region", match.region);
    out.text("event", match.source + ":" + match.name);
    if (!match.error.empty()) out.text("error", match.error);
    out.text("principal", match.principal);
    out.text("address", match.address);
    out.text("id", match.event_id);
    out.text("file", path);
    out.number("offset", match.offset);
    out.close('}');
    text += "\n";
}

}  // namespace vouch::trail
