// SPDX-License-Identifier: Apache-2.0
// A line per chain, a timeline where one has holes, then what deviates; the outcome stands last, where a terminal shows it. Tested by
// write_test.cc.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/write.h"

namespace vouch::trail {
namespace {

constexpr std::string_view kRed = "\x1b[31m";
constexpr std::string_view kGreen = "\x1b[32m";
constexpr std::string_view kYellow = "\x1b[33m";
constexpr std::string_view kPlain = "\x1b[0m";

std::string sized(std::uint64_t bytes) {
    if (bytes < 1'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    if (bytes < 1'000'000'000) return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
    return fmt::format("{:.2f} GB", static_cast<double>(bytes) / 1e9);
}

std::string span_of(const Interval& when) {
    return fmt::format("{} to {} ({})", minute_string(when.from), minute_string(when.to), in_words(when.length()));
}

class TextWriter {
public:
    TextWriter(std::string& out, const TextOptions& options) : out_(out), options_(options) {}

    void write(const Report& report) {
        for (const AreaReport& area : report.areas) write(area);
        for (const Deviation& deviation : report.deviations) write(deviation);
        summary(report);
    }

private:
    std::string colour(std::string_view code, std::string_view text) const {
        return options_.colours ? fmt::format("{}{}{}", code, text, kPlain) : std::string(text);
    }

    void write(const AreaReport& area) {
        const bool good = area.deviation_count == 0;
        out_ += fmt::format(
            "{} {}{}: {}\n", area.account, area.region, area.organization.empty() ? "" : fmt::format(" of {}", area.organization),
            good ? colour(kGreen, "intact")
                 : colour(kRed, fmt::format("{} {}", area.deviation_count, area.deviation_count == 1 ? "deviation" : "deviations")));
        for (const ChainReport& chain : area.chains) write(chain);
        if (area.counts.undigested > 0 || area.counts.waiting > 0)
            out_ +=
                fmt::format("  {} logs that no digest lists, {} that are too new for one\n", area.counts.undigested, area.counts.waiting);
        for (std::size_t i = 0; i < std::min(options_.most, area.deviations.size()); ++i) write(area.deviations[i]);
        if (area.deviation_count > options_.most) out_ += fmt::format("  and {} more\n", area.deviation_count - options_.most);
        out_ += "\n";
    }

    void write(const ChainReport& chain) {
        const Counts& counts = chain.counts;
        out_ += fmt::format("  trail {} ({}){}: {} of {} digests valid, {} of {} logs valid", base::escape(chain.id.trail), chain.id.home,
                            chain.id.backfill ? ", backfill" : "", counts.digests_valid, counts.digests, counts.logs_valid, counts.logs);
        if (counts.stored_bytes > 0) out_ += fmt::format(", {} ({} uncompressed)", sized(counts.stored_bytes), sized(counts.bytes));
        out_ += "\n";
        if (chain.id.backfill) return;
        if (!chain.asked.empty()) timeline(chain);
        for (const Hole& hole : chain.holes)
            if (!hole.reason.empty())
                out_ += fmt::format("  {}  {}: {}\n", colour(kYellow, "stopped"), span_of(hole.when), base::escape(hole.reason));
    }

    // A character is covered, or has a hole in it; a hole shows however short it is.
    void timeline(const ChainReport& chain) {
        const std::string from = minute_string(chain.asked.from);
        const std::string to = minute_string(chain.asked.to);
        const std::size_t room = static_cast<std::size_t>(std::clamp(options_.width, 60, 140)) - from.size() - to.size() - 6;
        std::string line(room, '=');
        const auto length = chain.asked.length().count();
        const auto column = [&](Time at) {
            const auto past = std::clamp<std::int64_t>((at - chain.asked.from).count(), 0, length);
            return static_cast<std::size_t>(past * static_cast<std::int64_t>(room) / length);
        };
        for (const Hole& hole : chain.holes) {
            const std::size_t begin = std::min(column(hole.when.from), room - 1);
            const std::size_t end = std::clamp(column(hole.when.to), begin + 1, room);
            for (std::size_t i = begin; i < end; ++i)
                if (line[i] != '.') line[i] = hole.reason.empty() ? '.' : '~';
        }
        out_ += fmt::format("  {} {} {}\n", from, chain.holes.empty() ? line : colour(kYellow, line), to);
    }

    void write(const Deviation& deviation) {
        std::string head(name(deviation.verdict));
        if (deviation.verdict == Verdict::invalid || deviation.verdict == Verdict::missing)
            head += fmt::format(" {}", name(deviation.what));
        out_ += "  " + colour(deviation.verdict == Verdict::unanchored_head ? kYellow : kRed, head);
        if (deviation.what == What::time && !deviation.when.empty()) out_ += "  " + span_of(deviation.when);
        if (!deviation.path.empty()) out_ += "  " + base::escape(deviation.path);
        out_ += fmt::format("\n      {}\n", base::escape(deviation.why));
    }

    void summary(const Report& report) {
        const Counts counts = report.counts();
        const Outcome outcome = report.outcome();
        if (!report.asked.empty())
            out_ += fmt::format("asked: {} to {}{}\n", to_string(report.asked.from), to_string(report.asked.to),
                                report.start_given && report.end_given ? ""
                                : report.start_given                   ? " (the end: what is there, less two hours for deliveries)"
                                : report.end_given                     ? " (the beginning: the first digest of each chain)"
                                                                       : " (what is there; `--start` and `--end` ask for a time)");
        out_ += fmt::format("{} of {} digests and {} of {} logs are valid", counts.digests_valid, counts.digests, counts.logs_valid,
                            counts.logs);
        if (counts.logs_unchecked > 0) out_ += fmt::format(", {} logs could not be checked", counts.logs_unchecked);
        if (report.sampled > 0) out_ += fmt::format("; {} earlier digests were verified again (seed {})", report.sampled, report.seed);
        out_ += "\n";
        out_ += colour(outcome == Outcome::intact ? kGreen : outcome == Outcome::incomplete ? kYellow : kRed, name(outcome));
        if (const std::size_t deviations = report.deviation_count(); deviations > 0)
            out_ += fmt::format(": {} {}", deviations, deviations == 1 ? "deviation" : "deviations");
        if (!report.problems.empty()) out_ += fmt::format("; {} things could not be read", report.problems.size());
        out_ += "\n";
    }

    std::string& out_;
    const TextOptions& options_;
};

}  // namespace

void write_text(std::string& out, const Report& report, const TextOptions& options) { TextWriter(out, options).write(report); }

}  // namespace vouch::trail
