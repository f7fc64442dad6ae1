// SPDX-License-Identifier: Apache-2.0
// A line is one write(); the record is replaced by renaming. So a reader sees whole lines, at most one torn one at the end, and a whole
// record. Tested by run_writer_test.cc.
#include "store/run_writer.h"

#include <utility>
#include <vector>

#include <fmt/format.h>
#include <unistd.h>

#include "base/text.h"
#include "store/exchange_line.h"
#include "store/layout.h"

namespace vouch::store {

using base::Code;
using base::Result;

namespace {

// File systems take names of 255 bytes.
constexpr std::size_t kLongestName = 250;

Result<RunFile> row_of(const base::LogFile& file) {
    RunFile row;
    row.name = file.path().substr(file.path().rfind('/') + 1);
    row.bytes = file.size();
    VOUCH_TRY(row.sha256, file.sha256());
    return row;
}

Result<void> check_name(const RunInfo& info) {
    if (is_run_name(info.name)) return {};
    return base::fail(Code::invalid_usage, fmt::format("`{}` is no name of a run", base::excerpt(info.name)), std::nullopt,
                      "letters, digits and dashes, 64 at most");
}

}  // namespace

Result<RunWriter> RunWriter::begin(const std::string& store, const RunInfo& info) {
    VOUCH_CHECK(check_name(info));
    if (auto made = base::make_folders(runs_folder(store)); !made) {
        base::Error error = std::move(made).error();
        if (error.help.empty()) error.help = "name a folder that you may write to as the store";
        return std::unexpected(std::move(error));
    }
    return begin_in(run_folder(store, info.name), info);
}

Result<RunWriter> RunWriter::begin_apart(const std::string& folder, const RunInfo& info) {
    VOUCH_CHECK(check_name(info));
    std::string path = folder;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    if (const std::size_t slash = path.rfind('/'); slash != std::string::npos && slash > 0)
        VOUCH_CHECK(base::make_folders(path.substr(0, slash)));
    return begin_in(std::move(path), info);
}

Result<RunWriter> RunWriter::begin_in(std::string folder, const RunInfo& info) {
    VOUCH_CHECK(base::make_new_folder(folder));
    VOUCH_TRY(base::FolderLock lock, base::FolderLock::take(folder));
    RunWriter writer(std::move(folder), info.name, std::move(lock));
    RunRecord record{info, false, {}};
    VOUCH_CHECK(writer.write_record(record));
    return writer;
}

Result<RunFile> RunWriter::write_file(std::string_view name, std::string_view text) {
    VOUCH_TRY(base::LogFile file, base::LogFile::create(fmt::format("{}/{}", folder_, name)));
    VOUCH_CHECK(file.append(text));
    VOUCH_CHECK(file.sync());
    return row_of(file);
}

// Whoever reads meanwhile sees the old record or the new one.
Result<void> RunWriter::write_record(const RunRecord& record) {
    const std::string beside = fmt::format("{}.new", kRunFile);
    const std::string path = fmt::format("{}/{}", folder_, beside);
    auto written = write_file(beside, to_json(record));
    auto done = written ? base::rename_file(path, fmt::format("{}/{}", folder_, kRunFile)) : Result<void>(std::unexpected(written.error()));
    if (!done) ::unlink(path.c_str());
    return done;
}

Result<void> RunWriter::add(std::string_view account, const model::Exchange& exchange) {
    auto done = append(account, exchange);
    lost_ = lost_ || !done;
    return done;
}

Result<void> RunWriter::append(std::string_view account, const model::Exchange& exchange) {
    VOUCH_TRY(const std::string line, to_line(exchange));
    auto at = logs_.find(account);
    if (at == logs_.end()) {
        const std::string name = exchange_file(account);
        if (name.size() > kLongestName || account.empty())
            return base::fail(Code::invalid_value, fmt::format("`{}` is no account whose calls can be kept", base::excerpt(account)));
        VOUCH_TRY(base::LogFile file, base::LogFile::create(fmt::format("{}/{}", folder_, name)));
        at = logs_.emplace(account, Log{std::move(file), std::string(account), 0}).first;
    }
    VOUCH_CHECK(at->second.file.append(line));
    ++at->second.answers;
    return {};
}

Result<std::vector<RunFile>> RunWriter::end_files(std::string_view findings, std::string_view inventory) {
    std::vector<RunFile> files;
    for (auto& [account, log] : logs_) {
        VOUCH_CHECK(log.file.sync());
        VOUCH_TRY(RunFile row, row_of(log.file));
        row.account = account;
        row.answers = log.answers;
        files.push_back(std::move(row));
    }
    for (const auto& [name, text] : {std::pair(kFindingsFile, findings), std::pair(kInventoryFile, inventory)}) {
        if (text.empty()) continue;
        VOUCH_TRY(RunFile row, write_file(name, text));
        files.push_back(std::move(row));
    }
    return files;
}

Result<void> RunWriter::finish(RunInfo info, std::string_view findings, std::string_view inventory) {
    VOUCH_TRY(std::vector<RunFile> files, end_files(findings, inventory));
    info.name = name_;
    info.complete = info.complete && !lost_;
    return write_record(RunRecord{std::move(info), true, std::move(files)});
}

}  // namespace vouch::store
