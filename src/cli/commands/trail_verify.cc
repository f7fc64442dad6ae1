// SPDX-License-Identifier: Apache-2.0
// vouch trail verify: whether the logs of a trail are what CloudTrail delivered, and all of them. Exit codes: docs/trail.md.
#include <memory>
#include <optional>
#include <set>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/folder.h"
#include "base/text.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/kept_file.h"
#include "cli/log_evidence.h"
#include "cli/log_scan.h"
#include "cli/reporting.h"
#include "cli/trail_source.h"
#include "cli/version.h"
#include "trail/verify.h"
#include "trail/write.h"

namespace vouch::cli {
namespace {

using base::Code;
using base::Result;

struct TrailOptions : TrailSourceOptions {
    std::string public_keys;
    std::string metadata;
    std::string trail;
    std::string state;
    std::size_t sample = 3;
    std::optional<std::uint64_t> seed;
    std::string store;
    bool no_store = false;
    bool scan = false;
    std::string matches;
    std::string format = "text";
    std::string output_file;

    void declare(CLI::App& parser);
};

void TrailOptions::declare(CLI::App& parser) {
    TrailSourceOptions::declare(parser, "from when on everything must be there (the first digest of each chain)",
                                "up to when (now; of a copy, its last digest; less two hours for deliveries)");
    parser
        .add_option("--public-keys", public_keys,
                    "keys of CloudTrail, as `aws cloudtrail list-public-keys` prints them (asked for, of a bucket)")
        ->type_name("FILE");
    parser.add_option("--metadata", metadata, "what S3 kept beside the digests, as lines of JSON with `key` and `meta`")->type_name("FILE");
    parser.add_option("--accounts", accounts, "accounts that must be there (all that are found)")->delimiter(',')->type_name("ID,...");
    parser.add_option("--regions", regions, "regions that must be there (all that are found)")->delimiter(',')->type_name("NAME,...");
    parser.add_option("--trail", trail, "only digests of this trail")->type_name("NAME");
    parser.add_option("--state", state, "file of what earlier runs verified: read, and written again; only what is new is read")
        ->type_name("FILE");
    parser.add_option("--sample", sample, "with --state: so many earlier digests of each chain are verified again, drawn by chance")
        ->type_name("N")
        ->check(CLI::Range(0, 1000))
        ->capture_default_str();
    parser.add_option("--seed", seed, "with --state: the same number draws the same digests")->type_name("N");
    parser.add_option("--store", store, "folder that keeps what audits ask for, and the last digests (of a bucket: ~/.local/state/vouch)")
        ->type_name("DIR");
    parser.add_flag("--no-store", no_store, "neither compare with it nor keep anything");
    declare_reading(parser);
    parser.add_flag("--scan", scan, "look through the logs that are valid for security events, too: see `vouch help trail scan`");
    parser.add_option("--matches", matches, "with --scan: write each match there as a line of JSON")->type_name("FILE");
    parser.add_option("--format", format, "text or json")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT")
        ->capture_default_str();
    parser.add_option("--output-file", output_file, "write the report there instead of to standard output")->type_name("FILE");
    parser.add_flag("--quiet,-q", quiet, "no progress");
}

Result<trail::Asked> asked_of(World& world, const TrailOptions& options) {
    trail::Asked asked;
    VOUCH_TRY(asked.start, options.start_time());
    VOUCH_TRY(asked.end, options.end_time());
    asked.now = now_of(world);
    asked.accounts = options.accounts;
    asked.regions = options.regions;
    asked.trail = options.trail;
    asked.resume = !options.state.empty();
    asked.sample = options.sample;
    asked.seed = options.seed ? *options.seed : static_cast<std::uint64_t>(world.random() * 4294967296.0);
    return asked;
}

// What earlier runs saw; nothing where the file is not there yet.
Result<trail::Heads> known_heads(World& world, const std::string& file) {
    if (file.empty()) return trail::Heads();
    auto text = world.files().read(file);
    if (!text && text.error().code == Code::not_found) return trail::Heads();
    if (!text) return std::unexpected(std::move(text).error());
    return trail::parse_heads(*std::move(text));
}

// The logs of a verification are looked through as they pass.
class PassingLogs {
public:
    static Result<std::unique_ptr<PassingLogs>> make(World& world, const TrailOptions& options) {
        VOUCH_TRY(Wanted wanted, wanted_of(world, {}, options.live));
        auto passing = std::make_unique<PassingLogs>(std::move(wanted), options);
        VOUCH_CHECK(passing->file_.open());
        return passing;
    }

    PassingLogs(Wanted wanted, const TrailOptions& options)
        : result_(empty_result(wanted)),
          file_(options.matches),
          hearing_(result_, none_, !options.matches.empty()),
          gathering_(wanted.patterns, [this](std::span<const trail::Match> matches, const std::string& path) { tell(matches, path); }),
          scanner_(std::move(wanted.patterns), {trail::kFirstTime, trail::kLastTime}) {}

    trail::LogListener listener() {
        return {.begin = [this] { gathering_.begin(); },
                .log =
                    [this](std::size_t number, const std::string& path, const Result<trail::LogHash>& log, bool right) {
                        if (log && right) return gathering_.add(number, path, {log->text, log->stored_bytes}, scanner_.scan(log->text));
                        gathering_.add(number, path, {}, base::fail(Code::integrity, "is not valid: it was not looked through"));
                    }};
    }

    Result<trail::ScanResult> finish(const trail::Interval& asked) {
        result_.report = std::move(gathering_.report);
        result_.report.asked = asked;
        VOUCH_CHECK(file_.close());
        return std::move(result_);
    }

private:
    void tell(std::span<const trail::Match> matches, const std::string& path) {
        hearing_.event(matches, path);
        file_.write(hearing_.lines);
        hearing_.lines.clear();
    }

    trail::ScanResult result_;
    std::optional<trail::Backtest> none_;
    LineFile file_;
    Hearing hearing_;
    trail::Gathering gathering_;
    trail::LogScanner scanner_;
};

// What a run found.
struct Verified {
    trail::Report report;
    std::optional<trail::ScanResult> scan;
};

Result<Verified> verify(World& world, const TrailOptions& options, const trail::Heads& known, trail::Objects& objects,
                        const trail::KeysOf& keys) {
    VOUCH_TRY(trail::Asked asked, asked_of(world, options));
    asked.live = options.is_bucket();
    Progress progress(world, !options.quiet);
    const std::atomic<bool>& stop = world.stop();
    trail::Listening listening;
    listening.progress = [&](const trail::VerifyProgress& now) {
        progress.say(fmt::format("account and region {} of {}", now.area, now.areas));
    };
    listening.stopped = [&stop] { return stop.load(); };
    std::unique_ptr<PassingLogs> passing;
    if (options.scan) {
        VOUCH_TRY(passing, PassingLogs::make(world, options));
        listening.logs = passing->listener();
    }
    VOUCH_TRY(trail::Report report, trail::verify(objects, keys, asked, known, listening));
    Verified verified{std::move(report), std::nullopt};
    if (passing) {
        VOUCH_TRY(verified.scan, passing->finish(verified.report.asked));
    }
    return verified;
}

Result<trail::PublicKeys> keys_of_file(World& world, const TrailOptions& options) {
    VOUCH_TRY(auto text, world.files().read(options.public_keys));
    return trail::parse_public_keys(std::move(text));
}

// What the options say that a bucket tells and a copy does not, and the other way round.
Result<void> check_source(const TrailOptions& options) {
    if (options.is_bucket() && !options.metadata.empty())
        return base::fail(Code::invalid_usage, "`--metadata` is for copies: a bucket has the metadata of its objects");
    if (!options.is_bucket() && options.public_keys.empty())
        return base::fail(Code::invalid_usage, "a copy is verified with the keys of CloudTrail: name their file with `--public-keys`",
                          std::nullopt, "aws cloudtrail list-public-keys --start-time ... --end-time ... --region ... > keys.json");
    return {};
}

Result<Verified> verify_with(World& world, const TrailOptions& options, const trail::Heads& known) {
    VOUCH_CHECK(check_source(options));
    trail::PublicKeys given;
    if (!options.public_keys.empty()) {
        VOUCH_TRY(given, keys_of_file(world, options));
    }
    std::optional<trail::MetadataTable> metadata;
    if (!options.metadata.empty()) {
        VOUCH_TRY(const auto metadata_file, world.files().read(options.metadata, std::size_t{4} << 30U));
        VOUCH_TRY(metadata, trail::parse_metadata(metadata_file));
    }
    VOUCH_TRY(const auto source, TrailSource::open(world, options, std::move(metadata)));
    return verify(world, options, known, source->objects(),
                  [&](const std::string& region, const trail::Interval& when) -> Result<const trail::PublicKeys*> {
                      if (!options.public_keys.empty()) return &given;
                      return source->service_keys()->keys(region, when);
                  });
}

// Where heads are kept: in the file that was named; of a bucket, else, in the store; nowhere where the text is empty.
Result<std::string> heads_file(const TrailOptions& options, const std::string& store) {
    if (!options.state.empty()) return options.state;
    if (!options.is_bucket() || store.empty()) return std::string();
    VOUCH_CHECK(base::make_folders(store + "/trails"));
    return store + "/trails/heads.json";
}

// What audits ask for.
Result<void> keep_verified(World& world, const TrailOptions& options, const Verified& verified, const std::string& store) {
    std::set<std::string> accounts;
    for (const trail::AreaReport& area : verified.report.areas) accounts.insert(area.account);
    for (const std::string& account : accounts)
        VOUCH_CHECK(keep_evidence(world, store, account, [&](trail::LogEvidence& evidence, trail::Time now) {
            trail::add_verification(evidence, verified.report, account, now);
            // With --state only new logs are read.
            if (verified.scan && options.regions.empty()) trail::add_scan(evidence, *verified.scan, account, now, options.state.empty());
        }));
    return {};
}

Result<Verified> verify_source(World& world, const TrailOptions& options) {
    VOUCH_TRY(const std::string store, evidence_store(world, options.store, options.is_bucket(), options.no_store));
    VOUCH_TRY(const std::string heads, heads_file(options, store));
    VOUCH_TRY(const trail::Heads known, known_heads(world, heads));
    VOUCH_TRY(Verified verified, verify_with(world, options, known));
    trail::Report& report = verified.report;
    const auto note = [&report](Result<void> kept) {
        if (!kept) report.problems.push_back(std::move(kept).error());
    };
    if (!heads.empty()) note(keep_file(heads, trail::to_json(trail::heads_of(report, known))));
    if (!store.empty()) note(keep_verified(world, options, verified, store));
    return verified;
}

int exit_code_of(trail::Outcome outcome) {
    switch (outcome) {
        case trail::Outcome::intact: return kClean;
        case trail::Outcome::incomplete: return kIncomplete;
        case trail::Outcome::not_intact: return kIntegrity;
    }
    return kIncomplete;
}

std::string report_text(World& world, const TrailOptions& options, const Verified& verified) {
    std::string out;
    if (options.format == "json") {
        std::string scan;
        if (verified.scan) trail::write_scan_json(scan, *verified.scan, kVersion);
        trail::write_json(out, verified.report, kVersion, scan);
        return out;
    }
    const bool colours = options.output_file.empty() && world.colours_out();
    if (verified.scan) {
        trail::write_scan_text(out, *verified.scan, {.colours = colours, .width = world.terminal_width()});
        out += "\n";
    }
    trail::write_text(out, verified.report, {.colours = colours, .width = world.terminal_width()});
    return out;
}

int trail_verify(World& world, const TrailOptions& options) {
    auto verified = verify_source(world, options);
    if (!verified) {
        print_errors(world, {&verified.error(), 1}, "error");
        return verified.error().code == Code::invalid_usage ? kUsage : kIncomplete;
    }
    trail::Report& report = verified->report;
    if (report.areas.empty() && report.deviations.empty())
        report.problems.push_back(
            {Code::empty_set, "there is no `AWSLogs` folder with an account in it: nothing was verified", {}, {}, {}});
    const std::string out = report_text(world, options, *verified);
    if (options.output_file.empty())
        world.write_out(out);
    else if (auto written = keep_file(options.output_file, out); !written)
        report.problems.push_back(std::move(written).error());
    print_errors(world, report.problems, "error");
    return exit_code_of(report.outcome());
}

std::function<int(World&)> declare_trail_verify(CLI::App& parser) {
    auto options = std::make_shared<TrailOptions>();
    options->declare(parser);
    return [options](World& world) { return trail_verify(world, *options); };
}

}  // namespace

extern const Command trail_verify_command;
constinit const Command trail_verify_command{.name = "trail verify",
                                             .summary = "verify that the logs of a trail are what CloudTrail delivered, and all of them",
                                             .declare = declare_trail_verify};

}  // namespace vouch::cli
