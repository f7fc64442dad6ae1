// SPDX-License-Identifier: Apache-2.0
// Members in a fixed order, one account and region after the other. Tested by write_test.cc and tests/trail.
#include <fmt/format.h>

#include "base/error.h"
#include "trail/detail/json_writer.h"
#include "trail/write.h"
#include "value/write.h"

namespace vouch::trail {
namespace {

using detail::JsonWriter;

std::string_view name_of(Anchor anchor) {
    switch (anchor) {
        case Anchor::none: return "none";
        case Anchor::confirmed: return "confirmed";
        case Anchor::broken: return "broken";
    }
    return "";
}

void write(JsonWriter& out, const Counts& counts) {
    out.key("counts");
    out.open('{');
    out.number("digests", counts.digests);
    out.number("digests_valid", counts.digests_valid);
    out.number("digests_unanchored", counts.digests_unanchored);
    out.number("logs", counts.logs);
    out.number("logs_valid", counts.logs_valid);
    out.number("logs_unchecked", counts.logs_unchecked);
    out.number("undigested", counts.undigested);
    out.number("waiting", counts.waiting);
    out.number("bytes", counts.bytes);
    out.number("stored_bytes", counts.stored_bytes);
    out.close('}');
}

void write(JsonWriter& out, const std::vector<Deviation>& deviations) {
    out.key("deviations");
    out.open('[');
    for (const Deviation& deviation : deviations) {
        out.item("\n    ");
        out.open('{');
        out.text("verdict", name(deviation.verdict));
        out.text("what", name(deviation.what));
        if (!deviation.path.empty()) out.text("path", deviation.path);
        if (!deviation.when.empty()) out.interval("when", deviation.when);
        out.text("why", deviation.why);
        out.close('}');
    }
    out.close(']');
}

void write(JsonWriter& out, const ChainReport& chain) {
    out.item("\n    ");
    out.open('{');
    out.text("trail", chain.id.trail);
    out.text("home", chain.id.home);
    out.truth("backfill", chain.id.backfill);
    out.interval("asked", chain.asked);
    write(out, chain.counts);
    out.text("anchor", name_of(chain.anchor));
    if (chain.head) {
        out.key("head");
        out.open('{');
        out.text("path", chain.head->path);
        out.text("end", to_string(chain.head->end));
        out.text("sha256", chain.head->sha256);
        out.text("signature", chain.head->signature);
        out.close('}');
    }
    out.key("holes");
    out.open('[');
    for (const Hole& hole : chain.holes) {
        out.item();
        out.open('{');
        out.interval("when", hole.when);
        out.text("cause", hole.cause);
        if (!hole.reason.empty()) out.text("reason", hole.reason);
        out.close('}');
    }
    out.close(']');
    out.close('}');
}

void write(JsonWriter& out, const AreaReport& area) {
    out.item("\n  ");
    out.open('{');
    out.text("root", area.root);
    out.text("organization", area.organization);
    out.text("account", area.account);
    out.text("region", area.region);
    write(out, area.counts);
    out.key("chains");
    out.open('[');
    for (const ChainReport& chain : area.chains) write(out, chain);
    out.close(']');
    out.number("deviation_count", area.deviation_count);
    write(out, area.deviations);
    out.close('}');
}

}  // namespace

void write_json(std::string& text, const Report& report, std::string_view version, std::string_view scan) {
    JsonWriter out(text);
    out.open('{');
    out.text("format", "vouch-trail/1");
    out.text("version", version);
    out.text("outcome", name(report.outcome()));
    out.interval("asked", report.asked);
    out.truth("start_given", report.start_given);
    out.truth("end_given", report.end_given);
    write(out, report.counts());
    out.key("areas");
    out.open('[');
    for (const AreaReport& area : report.areas) write(out, area);
    out.close(']');
    out.number("deviation_count", report.deviation_count());
    write(out, report.deviations);
    out.key("problems");
    out.open('[');
    for (const base::Error& problem : report.problems) {
        out.element(base::render(problem), "\n  ");
    }
    out.close(']');
    out.number("sampled", report.sampled);
    out.number("seed", report.seed);
    if (!scan.empty()) {
        out.key("scan");
        text += scan.substr(0, scan.find_last_not_of('\n') + 1);
    }
    out.close('}');
    text += "\n";
}

}  // namespace vouch::trail
