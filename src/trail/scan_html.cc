// SPDX-License-Identifier: Apache-2.0
// One file without anything from elsewhere: a table of patterns with a bar a day, who, gaps and alarms. Tested by scan_write_test.cc and
// tests/trail.
#include <algorithm>

#include <fmt/format.h>

#include "trail/scan_write.h"

namespace vouch::trail {
namespace {

constexpr std::string_view kHead =
    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
    "<title>vouch trail scan</title>\n<style>\n"
    ":root { color-scheme: light dark; }\n"
    "body { margin: 2rem auto; max-width: 76rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; }\n"
    "table { border-collapse: collapse; width: 100%; }\n"
    "th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #8884; vertical-align: top; }\n"
    "td.n, th.n { text-align: right; }\n"
    "svg { display: block; } rect { fill: #0b57d0; }\n"
    "@media (prefers-color-scheme: dark) { rect { fill: #8ab4f8; } }\n"
    "@media print { rect { fill: #000; } }\n"
    "</style></head><body>\n";

std::string in_html(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

class ScanHtml {
public:
    ScanHtml(std::string& out, const ScanResult& result) : out_(out), result_(result), report_(result.report) {}

    void write(std::string_view version) {
        out_ += kHead;
        out_ += "<h1>What the logs say</h1>\n";
        summary();
        patterns();
        principals();
        gaps();
        if (result_.tested) alarms();
        out_ += fmt::format("<p>Made by vouch {}.</p>\n</body></html>\n", in_html(version));
    }

private:
    void summary() {
        const ScanCounts& counts = report_.counts;
        out_ += fmt::format("<p>{} logs, {} events", counts.logs, counts.events);
        if (!report_.asked.empty())
            out_ += fmt::format(", {} to {} UTC", minute_string(report_.asked.from), minute_string(report_.asked.to));
        out_ +=
            report_.complete() ? ".</p>\n" : fmt::format("; <strong>incomplete</strong>: {} logs could not be read.</p>\n", counts.unread);
    }

    // A bar a day; where there are more than 120 days, each as wide as there is room.
    std::string chart(const PatternCount& count) const {
        constexpr double kWidth = 360;
        constexpr double kHeight = 28;
        const auto first = std::chrono::floor<std::chrono::days>(report_.asked.from);
        const auto days = static_cast<double>(std::max<std::int64_t>(1, (report_.asked.length().count() + 86'399) / 86'400));
        std::size_t most = 1;
        for (const auto& [day, matches] : count.days) most = std::max(most, matches);
        const double width = std::min(kWidth / days, 24.0);
        std::string bars;
        for (const auto& [day, matches] : count.days) {
            const auto time = parse_any_time(day);
            if (!time) continue;
            const double height = std::max(1.0, kHeight * static_cast<double>(matches) / static_cast<double>(most));
            bars += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\"><title>{}: {}</title></rect>",
                                static_cast<double>((*time - first).count()) / 86'400 * width, kHeight - height, std::max(1.0, width - 1),
                                height, in_html(day), matches);
        }
        return fmt::format("<svg width=\"{:.0f}\" height=\"{:.0f}\" role=\"img\" aria-label=\"matches per day, at most {}\">{}</svg>",
                           width * days, kHeight, most, bars);
    }

    void patterns() {
        out_ +=
            "<h2>Detections</h2>\n<table><thead><tr><th class=\"n\">Matches</th><th>Severity</th><th>Detection</th><th>Per "
            "day</th><th>First</th><th>Last</th></tr></thead><tbody>\n";
        for (std::size_t i = 0; i < result_.labels.size(); ++i) {
            const ScanLabel& label = result_.labels[i];
            const PatternCount& count = report_.patterns[i];
            if (!label.shown) continue;
            out_ += fmt::format("<tr><td class=\"n\">{}</td><td>{}</td><td>{}<br>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>\n",
                                count.matches, in_html(label.severity), in_html(label.id), in_html(label.title),
                                count.matches == 0 ? "" : chart(count), in_html(count.first), in_html(count.last));
        }
        out_ += "</tbody></table>\n";
    }

    void principals() {
        const auto top = top_principals(result_, 20);
        if (top.empty()) return;
        out_ += "<h2>Who</h2>\n<table><tbody>\n";
        for (const auto& [who, matches] : top)
            out_ += fmt::format("<tr><td class=\"n\">{}</td><td>{}</td></tr>\n", matches, who.empty() ? "others" : in_html(who));
        out_ += "</tbody></table>\n";
    }

    void gaps() {
        if (report_.gaps.empty()) return;
        out_ += "<h2>Time without a log</h2>\n<table><tbody>\n";
        for (const LogGap& gap : report_.gaps)
            out_ += fmt::format("<tr><td>{} {}</td><td>{} to {}</td><td>{}</td></tr>\n", in_html(gap.account), in_html(gap.region),
                                minute_string(gap.when.from), minute_string(gap.when.to), in_html(gap.why));
        out_ += "</tbody></table>\n";
    }

    void alarms() {
        out_ +=
            "<h2>Would alarms have fired?</h2>\n<table><thead><tr><th>Alarm</th><th class=\"n\">Matches</th><th class=\"n\">Times</th>"
            "<th>First</th></tr></thead><tbody>\n";
        for (std::size_t i = 0; i < result_.alarms.size(); ++i) {
            const AlarmOutcome& outcome = result_.outcomes[i];
            out_ += fmt::format("<tr><td>{}{}</td><td class=\"n\">{}</td><td class=\"n\">{}</td><td>{}</td></tr>\n",
                                in_html(result_.alarms[i].name), result_.alarms[i].tells ? "" : " (tells nobody)", outcome.matches,
                                outcome.fired, outcome.when.empty() ? "" : minute_string(outcome.when.front()));
        }
        out_ += "</tbody></table>\n<ul>\n";
        for (std::size_t i = 0; i < result_.labels.size(); ++i) {
            const ScanLabel& label = result_.labels[i];
            const std::size_t matches = report_.patterns[i].matches;
            if (label.shown && matches > label.noticed)
                out_ += fmt::format("<li>{}: {} of {} events were on no alarm's metric</li>\n", in_html(label.id), matches - label.noticed,
                                    matches);
        }
        for (const std::string& note : result_.notes) out_ += fmt::format("<li>{}</li>\n", in_html(note));
        out_ += "</ul>\n";
    }

    std::string& out_;
    const ScanResult& result_;
    const ScanReport& report_;
};

}  // namespace

void write_scan_html(std::string& out, const ScanResult& result, std::string_view version) { ScanHtml(out, result).write(version); }

}  // namespace vouch::trail
