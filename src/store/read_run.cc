// SPDX-License-Identifier: Apache-2.0
// Tested by read_run_test.cc, and with writers that are killed by run_writer_test.cc.
#include "store/read_run.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/files.h"
#include "base/folder.h"
#include "base/text.h"
#include "store/exchange_line.h"
#include "store/layout.h"

namespace vouch::store {

using base::Code;
using base::Result;

namespace {

namespace fs = std::filesystem;

// Names in a folder, sorted.
Result<std::vector<std::string>> names_in(const std::string& folder, std::size_t most) {
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        names.push_back(at->path().filename().string());
        if (names.size() > most)
            return base::fail(Code::too_large, fmt::format("`{}` holds more than {} files", base::excerpt(folder, 200), most));
    }
    if (error == std::errc::no_such_file_or_directory)
        return base::fail(Code::not_found, fmt::format("there is no folder `{}`", base::excerpt(folder, 200)));
    if (error)
        return base::fail(Code::unreadable, fmt::format("the folder `{}` cannot be read: {}", base::excerpt(folder, 200), error.message()));
    std::ranges::sort(names);
    return names;
}

Result<std::vector<std::string>> names_of_runs(const std::string& store, const ReadLimits& limits) {
    auto names = names_in(runs_folder(store), limits.runs);
    if (!names && names.error().code == Code::not_found)
        return base::fail(Code::not_found, fmt::format("`{}` is no store: it has no folder `runs`", base::excerpt(store, 200)),
                          std::nullopt, "a store is made by the first `vouch audit` that keeps its run there");
    if (names) std::erase_if(*names, [](const std::string& name) { return !is_run_name(name); });
    return names;
}

// One run's folder.
class Folder {
public:
    Folder(const std::string& store, std::string_view name, const ReadLimits& limits)
        : path_(run_folder(store, name)), name_(name), limits_(limits) {}
    // A run apart: its record says what it is called.
    Folder(const std::string& path, const ReadLimits& limits) : path_(path), name_(path), apart_(true), limits_(limits) {}

    // What the record says; where there is none yet, the name alone.
    Result<RunRecord> record() const {
        auto source = read(kRunFile);
        if (!source && source.error().code == Code::not_found && !apart_ && fs::is_directory(path_))
            return RunRecord{RunInfo{.name = name_}, false, {}};
        if (!source) return std::unexpected(std::move(source).error());
        VOUCH_TRY(RunRecord record, read_record(*std::move(source)));
        if (!apart_ && record.info.name != name_) return broken(fmt::format("its record is that of `{}`", base::excerpt(record.info.name)));
        return record;
    }

    // Asked for before the record is read, so that a run which ends meanwhile does not seem interrupted.
    bool is_written() const { return base::FolderLock::is_held(path_); }

    Result<base::SourcePtr> read(std::string_view file) const {
        return base::DiskFiles().read(fmt::format("{}/{}", path_, file), limits_.file);
    }

    // The file as it was written.
    Result<base::SourcePtr> read(const RunFile& row) const {
        if (row.name.find('/') != std::string::npos) return broken(fmt::format("`{}` is no file of a run", base::excerpt(row.name)));
        auto source = read(row.name);
        if (!source && source.error().code == Code::not_found)
            return broken(fmt::format("`{}` is not there any more", base::excerpt(row.name)));
        if (!source) return source;
        VOUCH_TRY(const std::string digest, base::sha256_hex((*source)->text()));
        if (digest != row.sha256 || (*source)->text().size() != row.bytes)
            return broken(fmt::format("`{}` is not what was written: its digest differs", base::excerpt(row.name)));
        return source;
    }

    // The files of calls that are there, with their accounts.
    Result<std::map<std::string, std::string>> exchange_files() const {
        VOUCH_TRY(const std::vector<std::string> names, names_in(path_, limits_.files));
        std::map<std::string, std::string> out;
        for (const std::string& each : names)
            if (const auto account = account_of(each)) out.emplace(each, *account);
        return out;
    }

    std::unexpected<base::Error> broken(std::string_view what) const {
        return base::fail(Code::integrity, fmt::format("run `{}`: {}", base::excerpt(name_, 200), what), std::nullopt,
                          "nothing is judged by it: take the run from a copy, or audit again");
    }

private:
    std::string path_;
    std::string name_;
    bool apart_ = false;
    ReadLimits limits_;
};

RunState state_of(const RunRecord& record, bool written) {
    if (record.ended) return record.info.complete ? RunState::complete : RunState::incomplete;
    return written ? RunState::running : RunState::interrupted;
}

Result<std::size_t> count_lines(const Folder& folder) {
    VOUCH_TRY(const auto files, folder.exchange_files());
    std::size_t lines = 0;
    for (const auto& [file, account] : files) {
        VOUCH_TRY(const base::SourcePtr source, folder.read(file));
        lines += static_cast<std::size_t>(std::ranges::count(source->text(), '\n'));
    }
    return lines;
}

Result<RunSummary> summary_of(const Folder& folder) {
    const bool written = folder.is_written();
    VOUCH_TRY(RunRecord record, folder.record());
    RunSummary summary{record.info, state_of(record, written), 0, {}};
    for (const RunFile& each : record.files) summary.answers += each.answers;
    if (!record.ended) {
        VOUCH_TRY(summary.answers, count_lines(folder));
    }
    return summary;
}

Result<void> read_whole(const Folder& folder, const RunRecord& record, StoredRun& run) {
    VOUCH_TRY(auto there, folder.exchange_files());
    for (const RunFile& row : record.files) {
        VOUCH_TRY(const base::SourcePtr source, folder.read(row));
        if (row.name == kFindingsFile) run.findings = source->text();
        if (row.name == kInventoryFile) run.inventory = source->text();
        if (there.erase(row.name) == 0) continue;
        VOUCH_TRY(Lines lines, read_lines(*source));
        if (lines.torn > 0 || lines.exchanges.size() != row.answers)
            return folder.broken(
                fmt::format("`{}` does not hold the {} answers that its record tells of", base::excerpt(row.name), row.answers));
        run.exchanges[row.account] = std::move(lines.exchanges);
    }
    if (!there.empty()) return folder.broken(fmt::format("`{}` was added to it", base::excerpt(there.begin()->first)));
    if (run.state == RunState::incomplete) run.notes.emplace_back("the run ended without an answer to everything that it asked");
    return {};
}

Result<void> read_part(const Folder& folder, StoredRun& run) {
    VOUCH_TRY(const auto there, folder.exchange_files());
    std::size_t answers = 0;
    for (const auto& [file, account] : there) {
        VOUCH_TRY(const base::SourcePtr source, folder.read(file));
        VOUCH_TRY(Lines lines, read_lines(*source));
        if (lines.torn > 0)
            run.notes.push_back(fmt::format("the last line of `{}` is torn and left out: {} bytes", base::excerpt(file), lines.torn));
        answers += lines.exchanges.size();
        run.exchanges[account] = std::move(lines.exchanges);
    }
    run.notes.insert(
        run.notes.begin(),
        fmt::format("run `{}` {}: {} answers of {} accounts are there", run.info.name,
                    run.state == RunState::running ? "is still being written" : "was interrupted before it ended", answers, there.size()));
    return {};
}

Result<std::string> latest(const std::string& store, const ReadLimits& limits, std::vector<std::string>& notes) {
    VOUCH_TRY(const std::vector<std::string> names, names_of_runs(store, limits));
    if (names.empty()) return base::fail(Code::not_found, fmt::format("the store `{}` holds no run", base::excerpt(store, 200)));
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        const auto record = Folder(store, *name, limits).record();
        // One that cannot be read is no reason to take an older one silently.
        if (!record || record->ended) return *name;
        notes.push_back(fmt::format("run `{}` is newer but has not ended: it is passed over", *name));
    }
    notes.clear();
    return names.back();
}

Result<StoredRun> read_from(const Folder& folder, std::vector<std::string> notes) {
    StoredRun run;
    run.notes = std::move(notes);
    const bool written = folder.is_written();
    VOUCH_TRY(const RunRecord record, folder.record());
    run.info = record.info;
    run.state = state_of(record, written);
    if (record.ended) {
        VOUCH_CHECK(read_whole(folder, record, run));
    } else {
        VOUCH_CHECK(read_part(folder, run));
    }
    return run;
}

}  // namespace

Result<std::vector<RunSummary>> list_runs(const std::string& folder, const ReadLimits& limits) {
    VOUCH_TRY(const std::vector<std::string> names, names_of_runs(folder, limits));
    std::vector<RunSummary> out;
    for (const std::string& name : names) {
        auto summary = summary_of(Folder(folder, name, limits));
        out.push_back(summary ? *std::move(summary) : RunSummary{{.name = name}, RunState::interrupted, 0, std::move(summary).error()});
    }
    return out;
}

Result<StoredRun> read_run(const std::string& folder, std::string_view name, const ReadLimits& limits) {
    std::vector<std::string> notes;
    std::string chosen(name);
    if (name == "latest") {
        VOUCH_TRY(chosen, latest(folder, limits, notes));
    }
    VOUCH_TRY(const std::vector<std::string> names, names_of_runs(folder, limits));
    if (std::ranges::find(names, chosen) == names.end())
        return base::fail(Code::not_found,
                          fmt::format("the store `{}` holds no run `{}`", base::excerpt(folder, 200), base::excerpt(chosen)), std::nullopt,
                          "`latest` is the newest one");
    return read_from(Folder(folder, chosen, limits), std::move(notes));
}

bool is_run_folder(const std::string& path) {
    std::error_code error;
    return fs::is_regular_file(fs::path(path) / kRunFile, error);
}

Result<StoredRun> read_run_folder(const std::string& path, const ReadLimits& limits) { return read_from(Folder(path, limits), {}); }

}  // namespace vouch::store
