// SPDX-License-Identifier: Apache-2.0
// Tested by evidence_test.cc.
#include "trail/evidence.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "trail/detail/json_writer.h"

namespace vouch::trail {

using detail::JsonWriter;

namespace {

bool covers(const Interval& whole, const Interval& part) { return whole.from <= part.from && part.to <= whole.to; }
bool overlap(const Interval& a, const Interval& b) { return a.from < b.to && b.from < a.to; }

// `all` with `added`, those that touch as one.
std::vector<Interval> together(std::vector<Interval> all, const Interval& added) {
    all.push_back(added);
    std::ranges::sort(all, {}, &Interval::from);
    std::vector<Interval> merged;
    for (const Interval& each : all) {
        if (!merged.empty() && each.from <= merged.back().to)
            merged.back().to = std::max(merged.back().to, each.to);
        else
            merged.push_back(each);
    }
    return merged;
}

std::vector<Interval> without(const std::vector<Interval>& all, const Interval& taken) {
    std::vector<Interval> left;
    for (const Interval& each : all) std::ranges::copy(uncovered(each, {taken}), std::back_inserter(left));
    return left;
}

VerifiedArea& area_in(LogEvidence& evidence, const AreaReport& area) {
    for (VerifiedArea& each : evidence.areas)
        if (each.root == area.root && each.organization == area.organization && each.region == area.region) return each;
    VerifiedArea made;
    made.root = area.root;
    made.organization = area.organization;
    made.region = area.region;
    return evidence.areas.emplace_back(std::move(made));
}

void add_area(LogEvidence& evidence, const AreaReport& found, const Report& report, Time now) {
    VerifiedArea& area = area_in(evidence, found);
    area.at = now;
    std::erase_if(evidence.gaps,
                  [&](const KeptGap& gap) { return gap.sealed && gap.region == area.region && overlap(gap.when, report.asked); });
    for (const Deviation& each : found.deviations)
        if (each.verdict == Verdict::gap) evidence.gaps.push_back({area.region, each.when, true, each.why});
    const auto first = std::ranges::find_if(found.deviations, is_bad);
    const bool bad = first != found.deviations.end();
    if (!bad && (!report.problems.empty() || found.deviation_count > 0)) return;  // neither good nor bad
    std::erase_if(area.faults, [&](const Fault& fault) { return covers(report.asked, fault.when); });
    if (bad) area.faults.push_back({report.asked, found.deviation_count, std::string(name(first->verdict)) + ": " + first->why});
    area.intact = bad ? without(area.intact, report.asked) : together(std::move(area.intact), report.asked);
}

void add_days(SeenDetection& seen, const Interval& replaced, const std::map<std::string, DaySeen>& days) {
    std::erase_if(seen.days, [&](const auto& day) {
        const auto from = parse_any_time(day.first);
        return !from || covers(replaced, {*from, *from + std::chrono::days(1)});
    });
    for (const auto& [day, found] : days) {
        DaySeen& known = seen.days[day];
        known.matches = std::max(known.matches, found.matches);
        known.unnoticed = std::max(known.unnoticed, found.unnoticed);
    }
}

}  // namespace

void add_verification(LogEvidence& evidence, const Report& report, std::string_view account, Time now) {
    if (report.asked.empty()) return;
    for (const AreaReport& area : report.areas)
        if (area.account == account) add_area(evidence, area, report, now);
}

void add_scan(LogEvidence& evidence, const ScanResult& result, std::string_view account, Time now, bool all) {
    const Interval& asked = result.report.asked;
    if (asked.empty() || result.report.stopped) return;
    const std::string oldest = to_string(now - kKeptDays).substr(0, 10);
    const Interval replaced = all && result.report.complete() ? asked : Interval();
    std::erase_if(evidence.gaps, [&](const KeptGap& gap) { return !gap.sealed && overlap(gap.when, asked); });
    for (const LogGap& gap : result.report.gaps)
        if (gap.account == account) evidence.gaps.push_back({gap.region, gap.when, false, gap.why});
    for (const ScanLabel& label : result.labels) {
        if (label.severity.empty()) continue;
        SeenDetection& seen = evidence.detections[label.id];
        seen.title = label.title;
        seen.severity = label.severity;
        seen.at = now;
        seen.when = asked;
        seen.tried = result.tested;
        std::map<std::string, DaySeen> days;
        for (auto at = label.seen.lower_bound({std::string(account), {}}); at != label.seen.end() && at->first.first == account; ++at)
            if (parse_any_time(at->first.second)) days.emplace(at->first.second, at->second);
        add_days(seen, replaced, days);
        std::erase_if(seen.days, [&](const auto& day) { return day.first < oldest; });
    }
}

namespace {

// Names are those of answers of AWS, because tables of collectors read them.
void answer_interval(JsonWriter& out, const Interval& when) {
    out.text("From", to_string(when.from));
    out.text("To", to_string(when.to));
}

void answer_area(JsonWriter& out, const VerifiedArea& area) {
    out.item();
    out.open('{');
    out.text("Bucket", area.root);
    if (!area.organization.empty()) out.text("Organization", area.organization);
    out.text("Region", area.region);
    out.text("VerifiedAt", to_string(area.at));
    if (!area.intact.empty()) {
        out.text("IntactSince", to_string(area.intact.back().from));
        out.text("IntactUntil", to_string(area.intact.back().to));
    }
    out.key("Faults");
    out.open('[');
    for (const Fault& fault : area.faults) {
        out.item();
        out.open('{');
        answer_interval(out, fault.when);
        out.number("Deviations", fault.deviations);
        out.text("Why", fault.why);
        out.close('}');
    }
    out.close(']');
    out.close('}');
}

void answer_detection(JsonWriter& out, const std::string& id, const SeenDetection& seen, Time now) {
    const std::string since = to_string(now - kTold).substr(0, 10);
    DaySeen all;
    std::string first, last;
    for (const auto& [day, found] : seen.days) {
        if (day < since || found.matches == 0) continue;
        all.matches += found.matches;
        all.unnoticed += found.unnoticed;
        if (first.empty()) first = day;
        last = day;
    }
    out.item();
    out.open('{');
    out.text("Id", id);
    out.text("Title", seen.title);
    out.text("Severity", seen.severity);
    out.text("ScannedAt", to_string(seen.at));
    out.text("ScannedUntil", to_string(seen.when.to));
    out.number("Matches", all.matches);
    if (!first.empty()) {
        out.text("FirstDay", first);
        out.text("LastDay", last);
    }
    out.truth("AlarmsTried", seen.tried);
    if (seen.tried) out.number("Unnoticed", all.unnoticed);
    out.close('}');
}

// Up to when any area is known to be intact.
std::optional<Time> latest(const std::vector<VerifiedArea>& areas) {
    std::optional<Time> found;
    for (const VerifiedArea& area : areas)
        if (!area.intact.empty() && (!found || area.intact.back().to > *found)) found = area.intact.back().to;
    return found;
}

}  // namespace

std::string evidence_answer(const LogEvidence& evidence, Time now) {
    std::string text;
    JsonWriter out(text);
    out.open('{');
    out.truth("Kept", true);
    if (const auto until = latest(evidence.areas)) out.text("IntactUntil", to_string(*until));
    out.key("Verifications");
    out.open('[');
    for (const VerifiedArea& area : evidence.areas) answer_area(out, area);
    out.close(']');
    out.key("Gaps");
    out.open('[');
    for (const KeptGap& gap : evidence.gaps) {
        out.item();
        out.open('{');
        out.text("Region", gap.region);
        answer_interval(out, gap.when);
        out.text("Why", gap.why);
        out.close('}');
    }
    out.close(']');
    out.key("Detections");
    out.open('[');
    for (const auto& [id, seen] : evidence.detections) answer_detection(out, id, seen, now);
    out.close(']');
    out.close('}');
    return text;
}

}  // namespace vouch::trail
