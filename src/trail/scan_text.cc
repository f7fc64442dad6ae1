// SPDX-License-Identifier: Apache-2.0
// A line a pattern with a chart of its days, then who, gaps and alarms; what was looked at stands last, where a terminal shows it. Tested
// by scan_write_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/scan_write.h"

namespace vouch::trail {
namespace {

constexpr std::string_view kLevels = ".:-=+*#%@";
constexpr std::size_t kMostGaps = 20;

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string minute(const std::string& time) {
    const auto parsed = parse_time(time);
    return parsed ? minute_string(*parsed) : base::excerpt(time);
}

class ScanText {
public:
    ScanText(std::string& out, const ScanResult& result, const ScanTextOptions& options) : out_(out), result_(result), options_(options) {}

    void write() {
        patterns();
        if (options_.top > 0) principals();
        gaps();
        if (result_.tested) alarms();
        summary();
    }

private:
    const ScanReport& report() const { return result_.report; }

    std::string paint(std::string_view code, std::string text) const {
        return options_.colours ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : text;
    }

    std::string severity(const std::string& name) const {
        const std::string padded = fmt::format("{:8}", name);
        if (name == "critical" || name == "high") return paint("31", padded);
        return name == "medium" ? paint("33", padded) : padded;
    }

    // A character a day, or as many days as must share one; a day without a match is a blank.
    std::string chart(const PatternCount& count) const {
        const auto days = static_cast<std::size_t>((report().asked.length().count() + 86'399) / 86'400);
        const std::size_t width = std::clamp<std::size_t>(days, 1, static_cast<std::size_t>(std::clamp(options_.width - 62, 10, 62)));
        std::vector<std::size_t> columns(width, 0);
        for (const auto& [day, matches] : count.days) {
            const auto time = parse_any_time(day);
            if (!time || days == 0) continue;
            const auto number =
                std::max<std::int64_t>(0, (*time - std::chrono::floor<std::chrono::days>(report().asked.from)).count() / 86'400);
            columns[std::min(static_cast<std::size_t>(number) * width / days, width - 1)] += matches;
        }
        const std::size_t most = std::max<std::size_t>(1, std::ranges::max(columns));
        std::string line;
        for (const std::size_t matches : columns)
            line += matches == 0 ? ' ' : kLevels[std::min((matches * kLevels.size() - 1) / most, kLevels.size() - 1)];
        return line;
    }

    void patterns() {
        std::vector<std::string_view> silent;
        for (std::size_t i = 0; i < result_.labels.size(); ++i) {
            const ScanLabel& label = result_.labels[i];
            const PatternCount& count = report().patterns[i];
            if (!label.shown) continue;
            if (count.matches == 0) {
                silent.push_back(label.id);
                continue;
            }
            out_ +=
                fmt::format("{:>9}  {} {:28} {}  {}\n", count.matches, severity(label.severity), label.id, chart(count),
                            count.matches == 1 ? minute(count.first) : fmt::format("{} to {}", minute(count.first), minute(count.last)));
        }
        if (silent.empty()) return;
        out_ += "\nNo match: ";
        for (std::size_t i = 0; i < silent.size(); ++i) out_ += fmt::format("{}{}", i == 0 ? "" : ", ", silent[i]);
        out_ += "\n";
    }

    void principals() {
        out_ += "\nWho:\n";
        for (const auto& [who, matches] : top_principals(result_, options_.top))
            out_ += fmt::format("{:>9}  {}\n", matches, who.empty() ? "(nobody is named, or others)" : base::escape(who));
    }

    void gaps() {
        const std::vector<LogGap>& gaps = report().gaps;
        if (gaps.empty()) return;
        out_ += fmt::format("\n{} without a log:\n", paint("33", "Time"));
        for (std::size_t i = 0; i < std::min(gaps.size(), kMostGaps); ++i)
            out_ += fmt::format("  {} {}: {} to {} ({}): {}\n", gaps[i].account, gaps[i].region, minute_string(gaps[i].when.from),
                                minute_string(gaps[i].when.to), in_words(gaps[i].when.length()), gaps[i].why);
        if (gaps.size() > kMostGaps) out_ += fmt::format("  and {} more\n", gaps.size() - kMostGaps);
    }

    void alarms() {
        out_ += "\nAlarms:\n";
        for (std::size_t i = 0; i < result_.alarms.size(); ++i) alarm(result_.alarms[i], result_.outcomes[i]);
        if (result_.alarms.empty()) out_ += "  there is none on a metric that filters make of these logs\n";
        for (std::size_t i = 0; i < result_.labels.size(); ++i) unnoticed(result_.labels[i], report().patterns[i]);
        for (const std::string& note : result_.notes) out_ += fmt::format("  note: {}\n", note);
    }

    void alarm(const AlarmRule& rule, const AlarmOutcome& outcome) {
        std::string when;
        for (std::size_t i = 0; i < std::min<std::size_t>(outcome.when.size(), 3); ++i)
            when += fmt::format("{}{}", i == 0 ? ": " : ", ", minute_string(outcome.when[i]));
        if (outcome.fired > 3) when += ", ...";
        out_ += fmt::format("  {}: {}{}{}\n", base::escape(rule.name),
                            outcome.fired == 0 ? fmt::format("would not have fired ({})", counted(outcome.matches, "match", "matches"))
                                               : fmt::format("would have fired {}", counted(outcome.fired, "time", "times")),
                            when, rule.tells ? "" : paint("33", "; it tells nobody"));
    }

    void unnoticed(const ScanLabel& label, const PatternCount& count) {
        if (!label.shown) return;
        if (count.matches > label.noticed)
            out_ += fmt::format("  {}: {} of {} were on no alarm's metric\n", paint("31", label.id), count.matches - label.noticed,
                                counted(count.matches, "event", "events"));
        else if (count.matches == 0 && label.by.empty() && !label.severity.empty())
            out_ += fmt::format("  {}: no alarm looks for it\n", label.id);
    }

    void summary() {
        const ScanCounts& counts = report().counts;
        out_ += fmt::format("\n{}, {}", counted(counts.logs, "log", "logs"), counted(counts.events, "event", "events"));
        if (!report().asked.empty())
            out_ += fmt::format(", {} to {} ({})", minute_string(report().asked.from), minute_string(report().asked.to),
                                in_words(report().asked.length()));
        if (counts.unread > 0) out_ += fmt::format("; {} could not be read", paint("31", counted(counts.unread, "log", "logs")));
        if (counts.gave_up > 0)
            out_ += fmt::format("; a regular expression took too long on {}", counted(counts.gave_up, "event", "events"));
        if (!report().quiet.empty())
            out_ += fmt::format("; {} too quiet to tell whether logs are missing",
                                report().quiet.size() == 1 ? "one region is" : fmt::format("{} regions are", report().quiet.size()));
        if (report().stopped) out_ += "; stopped before all logs were read";
        out_ += ".\n";
    }

    std::string& out_;
    const ScanResult& result_;
    const ScanTextOptions& options_;
};

}  // namespace

std::vector<std::pair<std::string, std::size_t>> top_principals(const ScanResult& result, std::size_t most) {
    std::map<std::string, std::size_t> all;
    for (std::size_t i = 0; i < result.labels.size(); ++i)
        if (result.labels[i].shown)
            for (const auto& [who, matches] : result.report.patterns[i].principals) all[who] += matches;
    std::vector<std::pair<std::string, std::size_t>> sorted(all.begin(), all.end());
    std::ranges::stable_sort(sorted, std::greater(), &std::pair<std::string, std::size_t>::second);
    sorted.resize(std::min(sorted.size(), most));
    return sorted;
}

void write_scan_text(std::string& out, const ScanResult& result, const ScanTextOptions& options) { ScanText(out, result, options).write(); }

}  // namespace vouch::trail
