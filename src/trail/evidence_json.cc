// SPDX-License-Identifier: Apache-2.0
// Evidence as it is kept. Times are texts, as in heads. Tested by evidence_test.cc.
#include <fmt/format.h>

#include "trail/detail/json_writer.h"
#include "trail/detail/kept_member.h"
#include "trail/evidence.h"
#include "value/read.h"
#include "value/text_at.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;
using detail::JsonWriter;
using value::Value;

namespace {
constexpr std::string_view kEvidenceFormat = "vouch-log-evidence/1";
}

namespace {

void write_area(JsonWriter& out, const VerifiedArea& area) {
    out.item("\n  ");
    out.open('{');
    out.text("root", area.root);
    out.text("organization", area.organization);
    out.text("region", area.region);
    out.text("at", to_string(area.at));
    out.key("intact");
    out.open('[');
    for (const Interval& when : area.intact) {
        out.item();
        out.open('{');
        out.ends(when);
        out.close('}');
    }
    out.close(']');
    out.key("faults");
    out.open('[');
    for (const Fault& fault : area.faults) {
        out.item();
        out.open('{');
        out.ends(fault.when);
        out.number("deviations", fault.deviations);
        out.text("why", fault.why);
        out.close('}');
    }
    out.close(']');
    out.close('}');
}

void write_gap(JsonWriter& out, const KeptGap& gap) {
    out.item("\n  ");
    out.open('{');
    out.text("region", gap.region);
    out.ends(gap.when);
    out.truth("sealed", gap.sealed);
    out.text("why", gap.why);
    out.close('}');
}

void write_detection(JsonWriter& out, const std::string& id, const SeenDetection& seen) {
    out.item("\n  ");
    out.open('{');
    out.text("id", id);
    out.text("title", seen.title);
    out.text("severity", seen.severity);
    out.text("at", to_string(seen.at));
    out.ends(seen.when);
    out.truth("tried", seen.tried);
    out.key("days");
    out.open('{');
    for (const auto& [day, found] : seen.days) {
        out.key(day);
        out.open('{');
        out.number("matches", found.matches);
        out.number("unnoticed", found.unnoticed);
        out.close('}');
    }
    out.close('}');
    out.close('}');
}

}  // namespace

std::string evidence_json(const LogEvidence& evidence) {
    std::string text;
    JsonWriter out(text);
    out.open('{');
    out.text("format", kEvidenceFormat);
    out.key("areas");
    out.open('[');
    for (const VerifiedArea& area : evidence.areas) write_area(out, area);
    out.close(']');
    out.key("gaps");
    out.open('[');
    for (const KeptGap& gap : evidence.gaps) write_gap(out, gap);
    out.close(']');
    out.key("detections");
    out.open('[');
    for (const auto& [id, seen] : evidence.detections) write_detection(out, id, seen);
    out.close(']');
    out.close('}');
    return text + "\n";
}

namespace {

// What a member must be, or why the file is none of ours.
Result<std::string> wanted_text(const Value& map, std::string_view name) { return detail::kept_text(map, name, "the evidence"); }
Result<Time> wanted_time(const Value& map, std::string_view name) { return detail::kept_time(map, name, "the evidence"); }

Result<Interval> wanted_interval(const Value& map) {
    Interval when;
    VOUCH_TRY(when.from, wanted_time(map, "from"));
    VOUCH_TRY(when.to, wanted_time(map, "to"));
    if (when.empty()) return fail(Code::invalid_value, "a time of the evidence ends before it begins");
    return when;
}

Result<std::size_t> wanted_count(const Value& map, std::string_view name) {
    const Value* member = map.find(name);
    if (member == nullptr || member->kind() != value::Kind::integer || member->as_integer() < 0)
        return fail(Code::invalid_value, fmt::format("the evidence has no number `{}`", name));
    return static_cast<std::size_t>(member->as_integer());
}

Result<bool> wanted_truth(const Value& map, std::string_view name) {
    const Value* member = map.find(name);
    if (member == nullptr || member->kind() != value::Kind::boolean)
        return fail(Code::invalid_value, fmt::format("the evidence does not say whether `{}`", name));
    return member->as_boolean();
}

// Reads each element of a list with `read`.
template <class Read>
Result<void> each_of(const Value& map, std::string_view name, const Read& read) {
    const Value* list = map.find(name);
    if (list == nullptr || !list->is_list()) return fail(Code::invalid_value, fmt::format("the evidence has no list `{}`", name));
    for (const Value& each : list->as_list()) VOUCH_CHECK(read(each));
    return {};
}

Result<void> read_area(const Value& map, LogEvidence& evidence) {
    VerifiedArea area;
    VOUCH_TRY(area.root, wanted_text(map, "root"));
    VOUCH_TRY(area.organization, wanted_text(map, "organization"));
    VOUCH_TRY(area.region, wanted_text(map, "region"));
    VOUCH_TRY(area.at, wanted_time(map, "at"));
    VOUCH_CHECK(each_of(map, "intact", [&](const Value& each) -> Result<void> {
        VOUCH_TRY(const Interval when, wanted_interval(each));
        if (!area.intact.empty() && when.from <= area.intact.back().to)
            return fail(Code::invalid_value, "times of the evidence are not in order");
        area.intact.push_back(when);
        return {};
    }));
    VOUCH_CHECK(each_of(map, "faults", [&](const Value& each) -> Result<void> {
        Fault fault;
        VOUCH_TRY(fault.when, wanted_interval(each));
        VOUCH_TRY(fault.deviations, wanted_count(each, "deviations"));
        VOUCH_TRY(fault.why, wanted_text(each, "why"));
        area.faults.push_back(std::move(fault));
        return {};
    }));
    evidence.areas.push_back(std::move(area));
    return {};
}

Result<void> read_gap(const Value& map, LogEvidence& evidence) {
    KeptGap gap;
    VOUCH_TRY(gap.region, wanted_text(map, "region"));
    VOUCH_TRY(gap.when, wanted_interval(map));
    VOUCH_TRY(gap.sealed, wanted_truth(map, "sealed"));
    VOUCH_TRY(gap.why, wanted_text(map, "why"));
    evidence.gaps.push_back(std::move(gap));
    return {};
}

Result<void> read_detection(const Value& map, LogEvidence& evidence) {
    VOUCH_TRY(const std::string id, wanted_text(map, "id"));
    SeenDetection seen;
    VOUCH_TRY(seen.title, wanted_text(map, "title"));
    VOUCH_TRY(seen.severity, wanted_text(map, "severity"));
    VOUCH_TRY(seen.at, wanted_time(map, "at"));
    VOUCH_TRY(seen.when, wanted_interval(map));
    VOUCH_TRY(seen.tried, wanted_truth(map, "tried"));
    const Value* days = map.find("days");
    if (days == nullptr || !days->is_map()) return fail(Code::invalid_value, "the evidence has no map `days`");
    for (const value::Member& day : days->as_map()) {
        if (day.name().size() != 10 || !parse_any_time(day.name())) return fail(Code::invalid_value, "a day of the evidence is none");
        DaySeen& found = seen.days[std::string(day.name())];
        VOUCH_TRY(found.matches, wanted_count(day.value, "matches"));
        VOUCH_TRY(found.unnoticed, wanted_count(day.value, "unnoticed"));
    }
    evidence.detections.insert_or_assign(id, std::move(seen));
    return {};
}

}  // namespace

Result<LogEvidence> parse_evidence(base::SourcePtr text) {
    VOUCH_TRY(const value::Document document, value::read_json(std::move(text)));
    if (text_at(document.root, "format") != kEvidenceFormat)
        return fail(Code::invalid_value, fmt::format("this is no evidence of logs (`{}`)", kEvidenceFormat));
    LogEvidence evidence;
    VOUCH_CHECK(each_of(document.root, "areas", [&](const Value& each) { return read_area(each, evidence); }));
    VOUCH_CHECK(each_of(document.root, "gaps", [&](const Value& each) { return read_gap(each, evidence); }));
    VOUCH_CHECK(each_of(document.root, "detections", [&](const Value& each) { return read_detection(each, evidence); }));
    return evidence;
}

}  // namespace vouch::trail
