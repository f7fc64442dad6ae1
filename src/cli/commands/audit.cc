// SPDX-License-Identifier: Apache-2.0
// vouch audit: judges live accounts by the controls. Exit codes: docs/audit.md.
#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <optional>
#include <utility>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/embedded.h"
#include "cfn/metadata.h"
#include "cli/check_options.h"
#include "cli/command.h"
#include "cli/judged.h"
#include "cli/live.h"
#include "cli/log_evidence.h"
#include "cli/reporting.h"
#include "cli/review.h"
#include "cli/send.h"
#include "cli/version.h"
#include "collect/catalog.h"
#include "collect/needs.h"
#include "model/estate.h"
#include "report/diff.h"
#include "report/format.h"
#include "report/progress.h"
#include "store/read_run.h"
#include "store/run_writer.h"
#include "value/write.h"

namespace vouch::cli {
namespace {

struct AuditOptions {
    LiveOptions live;
    std::string store;  // folder; empty: the default one
    bool no_store = false;
    std::string record;             // folder of this run, apart from any store
    std::string replay;             // name of a run, or its folder
    std::vector<std::string> diff;  // of two
    ControlOptions controls;
    AcceptanceOptions accepted;
    ReportOptions report;
    std::string send;  // where findings go besides
    unsigned jobs = 0;
    std::string asked;  // see asked_for()

    void declare(CLI::App& parser) {
        live.declare(parser);
        parser.add_option("--store", store, "folder that keeps the runs (~/.local/state/vouch)")->type_name("DIR");
        auto* nothing = parser.add_flag("--no-store", no_store, "keep nothing");
        parser.add_option("--record", record, "keep this run in a new folder of its own instead")->type_name("DIR")->excludes(nothing);
        parser.add_option("--replay", replay, "judge a run of the store again, `latest`, or that of a folder, without asking anybody")
            ->type_name("RUN");
        parser.add_option("--diff", diff, "what opened and what closed between two runs of the store")->expected(2)->type_name("RUN");
        controls.declare(parser);
        accepted.declare(parser);
        report.declare(parser);
        parser.add_option("--send", send, "send the findings to Security Hub, in the accounts and regions that they are about")
            ->type_name("security-hub")
            ->check(CLI::IsMember({"security-hub"}));
        parser.add_option("--jobs,-j", jobs, "threads (as many as the machine has)")->type_name("N")->check(CLI::Range(1, 1024));
    }
};

// What chose controls, accounts and regions, as it was asked for: "--row A5 --regions eu-west-1".
std::string asked_for(const CLI::App& parser) {
    std::string all;
    for (const char* name : {"--pack", "--controls", "--control", "--row", "--criteria", "--phase", "--service", "--severity", "--profile",
                             "--region", "--regions", "--accounts", "--organization", "--role"}) {
        const CLI::Option* option = parser.get_option_no_throw(name);
        if (option == nullptr || option->count() == 0) continue;
        const bool flag = option->get_expected_max() == 0;
        for (const std::string& value : option->results())
            all += fmt::format("{}{}{}{}", all.empty() ? "" : " ", name, flag ? "" : " ", flag ? "" : value);
    }
    return all;
}

// The resources as JSON: what was judged, beside what was answered.
std::string inventory_json(const model::Inventory& inventory) {
    std::string out = "{";
    for (const model::UnitPtr& unit : inventory.units) {
        if (model::is_estate(*unit)) continue;
        out += out.size() > 1 ? ",\n" : "\n";
        value::write_json_string(out, unit->name);
        out += ": {";
        bool first = true;
        for (const model::Resource& resource : unit->resources) {
            out += std::exchange(first, false) ? "\n  " : ",\n  ";
            value::write_json_string(out, resource.id);
            out += ": ";
            value::write_json(out, resource.body);
        }
        out += "}";
    }
    return out + "\n}\n";
}

// The run as it is kept, or not.
class Keeping {
public:
    explicit Keeping(World& world) : world_(world) {}

    // What cannot be kept is told once, and the audit goes on.
    void begin(const std::string& folder, bool apart, const store::RunInfo& info) {
        info_ = info;
        auto begun = apart ? store::RunWriter::begin_apart(folder, info) : store::RunWriter::begin(folder, info);
        if (begun)
            writer_.emplace(*std::move(begun));
        else
            problem_ = std::move(begun).error();
    }
    void add(const std::string& account, const model::Exchange& exchange) {
        if (writer_) note(writer_->add(account, exchange));
    }
    void finish(const Judged& judged, bool complete, std::string_view findings) {
        if (!writer_) return;
        info_.ended = judged.audit.ended;
        info_.accounts = judged.audit.accounts;
        info_.complete = complete;
        note(writer_->finish(info_, findings, inventory_json(judged.inventory)));
        if (!problem_) world_.write_error(fmt::format("kept as run {}\n", writer_->folder()));
    }
    const std::optional<base::Error>& problem() const { return problem_; }
    const std::string& name() const { return info_.name; }

private:
    void note(base::Result<void> done) {
        if (!done && !problem_) problem_ = std::move(done).error();
    }

    World& world_;
    store::RunInfo info_;
    std::optional<store::RunWriter> writer_;
    std::optional<base::Error> problem_;
};

// What an audit works with.
struct Auditing {
    World& world;
    const AuditOptions& options;
    assess::Catalog catalog;
    collect::Catalog tables;
    std::vector<model::Control> controls;
    collect::Plan plan;
    base::Time began;
    store::RunInfo replayed = {};  // the run that is judged again
    bool stopped = false;          // by the user
};

std::string progress_of(const Auditing& auditing, const LiveProgress& now) {
    constexpr int kBehind = 4;  // columns: " ..."
    const std::chrono::duration<double> passed = auditing.world.clock().now() - auditing.began;
    return report::progress_line(
        {.done = now.done, .total = now.places, .calls = now.answered, .throttles = now.throttled, .seconds = passed.count()},
        auditing.world.terminal_width() - kBehind);
}

base::Result<Gathered> ask_accounts(Auditing& auditing, Progress& progress, Keeping& keeping) {
    collect::LocalLine::Answering own;
    if (!auditing.options.no_store) {
        const bool apart = !auditing.options.record.empty();
        const auto store = store_folder(auditing.world, auditing.options.store);
        if (!store && !apart) return std::unexpected(store.error());
        if (store) own = evidence_answers(auditing.world, *store);
        const std::string& folder = apart ? auditing.options.record : *store;
        VOUCH_TRY(std::string digest, store::digest(base::embedded_catalog()));
        const auto random = static_cast<std::uint64_t>(auditing.world.random() * 1e15);
        keeping.begin(folder, apart,
                      {.name = store::run_name(auditing.began, random),
                       .began = seconds_of(auditing.began),
                       .version = std::string(kVersion),
                       .catalog = std::move(digest),
                       .options = auditing.options.asked});
    }
    const LiveListeners listeners{
        .progress = [&](const LiveProgress& now) { progress.say(progress_of(auditing, now)); },
        .exchange = [&](const std::string& account, const model::Exchange& exchange) { keeping.add(account, exchange); },
        .own = std::move(own)};
    return gather(auditing.world, auditing.options.live, auditing.tables, auditing.plan, listeners);
}

// The answers of a run that was kept; `began` becomes its time.
base::Result<Gathered> read_answers(Auditing& auditing) {
    VOUCH_TRY(store::StoredRun run, find_run(auditing.world, auditing.options.store, auditing.options.replay));
    auditing.began = base::Time(std::chrono::seconds(run.info.began));
    auditing.replayed = run.info;
    Gathered gathered = replay(auditing.tables, auditing.plan, std::move(run.exchanges), run.info.accounts);
    std::ranges::move(run.notes, std::back_inserter(gathered.warnings));
    return gathered;
}

std::vector<base::Error> audit_problems(const Auditing& auditing, const Judged& judged, const Keeping& keeping) {
    std::vector<base::Error> problems = auditing.catalog.problems;
    std::ranges::copy(auditing.tables.problems, std::back_inserter(problems));
    std::ranges::copy(judged.inventory.problems, std::back_inserter(problems));
    std::ranges::copy(judged.assessment.problems, std::back_inserter(problems));
    if (keeping.problem()) problems.push_back(*keeping.problem());
    if (judged.inventory.resource_count() == 0 && problems.empty())
        problems.push_back({base::Code::empty_set, "no resource was found: there is nothing to judge", {}, {}, {}});
    return problems;
}

void keep(Keeping& keeping, const Judged& judged, const report::Report& report) {
    std::string findings;
    report::find_format("json")->write(findings, report, {});
    keeping.finish(judged, report.problems.empty(), findings);
}

// To where findings are worked on. False where some did not arrive, which is told.
bool send(World& world, const AuditOptions& options, const report::Report& report) {
    std::string batches;
    report::find_format("asff")->write(batches, report, {});
    const auto sent = send_to_security_hub(world, options.live, batches);
    if (!sent) {
        print_errors(world, {&sent.error(), 1}, "error");
        return false;
    }
    print_errors(world, sent->problems, "error");
    world.write_error(fmt::format("sent to Security Hub: {} findings accepted, {} refused\n", sent->accepted, sent->refused));
    return sent->refused == 0;
}

// Reports what was judged, and ends the run that is kept.
int report_audit(Auditing& auditing, Judged& judged, Keeping& keeping, const std::vector<std::string>& told) {
    World& world = auditing.world;
    const ReportOptions& reporting = auditing.options.report;
    std::vector<base::Error> problems = audit_problems(auditing, judged, keeping);
    std::vector<base::Error> warnings;
    const std::string root = working_folder();
    Stamp stamp = stamp_of(world, auditing.began);
    if (!auditing.options.replay.empty()) stamp.seconds.reset();
    cfn::MetadataReader metadata(world.files(), {});
    accept(world, auditing.options.accepted,
           {judged.inventory, auditing.catalog.controls, auditing.controls, judged.assessment, root, stamp.time.substr(0, 10), metadata,
            problems, warnings});
    for (const std::string& warning : told) world.write_error(fmt::format("warning: {}\n", warning));
    if (!reporting.quiet) print_errors(world, warnings, "warning");
    print_errors(world, problems, "error");

    const report::Format& format = *report::find_format(reporting.format);
    const std::vector<model::Standard> standards = format.wants_standards ? read_standards() : std::vector<model::Standard>();
    const auto code = auditing.stopped ? kIncomplete : exit_code(reporting, auditing.controls, judged.assessment, !problems.empty());
    report::Report report{judged.inventory, auditing.controls, judged.assessment, problems, warnings, code, kVersion, root,
                          stamp.time,       stamp.seconds,     standards};
    judged.audit.run = auditing.options.replay.empty() ? keeping.name() : auditing.replayed.name;
    report.audit = &judged.audit;
    keep(keeping, judged, report);
    if (!write_report(world, reporting, format, report)) return kIncomplete;
    const bool arrived = auditing.options.send.empty() || send(world, auditing.options, report);
    return arrived || code == kFindings ? code : kIncomplete;
}

base::Result<report::PastRun> past_run(World& world, const AuditOptions& options, const std::string& name) {
    VOUCH_TRY(store::StoredRun run, find_run(world, options.store, name));
    VOUCH_TRY(report::PastRun past,
              report::read_run(std::make_shared<const base::Source>(run.info.name + "/findings.json", std::move(run.findings))));
    past.name = run.info.name;
    return past;
}

base::Result<std::string> difference(World& world, const AuditOptions& options) {
    VOUCH_TRY(const report::PastRun before, past_run(world, options, options.diff[0]));
    VOUCH_TRY(const report::PastRun after, past_run(world, options, options.diff[1]));
    std::string out;
    if (options.report.format == "json")
        report::write_diff_json(out, report::compare(before, after), before, after);
    else
        report::write_diff_text(out, report::compare(before, after), {.colours = world.colours_out(), .width = world.terminal_width()});
    return out;
}

int diff(World& world, const AuditOptions& options) {
    const auto text = difference(world, options);
    if (!text) return told_failure(world, text.error());
    world.write_out(*text);
    return kClean;
}

int audit(World& world, const AuditOptions& options) {
    if (!options.diff.empty()) return diff(world, options);
    Progress progress(world, !options.report.quiet);
    progress.say("reading the controls");
    Auditing auditing{world, options, catalog_of(options.controls, world.files()), live_tables(), {}, {}, world.clock().now()};
    auto controls = assess::select(auditing.catalog, options.controls.selection);
    if (!controls) {
        progress.clear();
        print_errors(world, auditing.catalog.problems, "error");
        print_errors(world, {&controls.error(), 1}, "error");
        return kIncomplete;
    }
    auditing.controls = *std::move(controls);
    auditing.plan = collect::plan(auditing.tables, collect::needs_of(auditing.tables, auditing.controls));
    Keeping keeping(world);
    auto gathered = options.replay.empty() ? ask_accounts(auditing, progress, keeping) : read_answers(auditing);
    if (!gathered) {
        progress.clear();
        return told_failure(world, gathered.error());
    }
    progress.say("judging");
    auditing.stopped = gathered->stopped;
    Judged judged;
    judged.audit.began = seconds_of(auditing.began);
    for (auto& account : gathered->accounts)
        judge(judged, std::move(account), auditing.controls, {.workers = options.jobs, .now = judged.audit.began});
    judged.audit.ended = options.replay.empty() ? seconds_of(world.clock().now()) : auditing.replayed.ended;
    progress.clear();
    return report_audit(auditing, judged, keeping, gathered->warnings);
}

std::function<int(World&)> declare_audit(CLI::App& parser) {
    auto options = std::make_shared<AuditOptions>();
    options->declare(parser);
    return [options, &parser](World& world) {
        options->asked = asked_for(parser);
        return audit(world, *options);
    };
}

}  // namespace

extern const Command audit_command;
constinit const Command audit_command{.name = "audit", .summary = "judge live AWS accounts by the controls", .declare = declare_audit};

}  // namespace vouch::cli
