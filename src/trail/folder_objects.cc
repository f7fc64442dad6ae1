// SPDX-License-Identifier: Apache-2.0
// Where a folder was copied from is not known: what a digest says of its bucket counts, and objects are looked for by what stands from
// `AWSLogs/` on. Tested by folder_objects_test.cc.
#include "trail/folder_objects.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "trail/names.h"
#include "trail/workers.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostEntries = 5'000'000;  // of one account and region in the time that is asked for
constexpr int kRootDepth = 3;

struct Entries {
    std::vector<std::string> folders;  // names, sorted
    std::vector<std::string> files;
};

Result<Entries> entries_of(const fs::path& folder) {
    Entries entries;
    std::error_code error;
    if (!fs::is_directory(folder, error)) return entries;
    for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
        std::error_code ignored;
        std::string name = at->path().filename().string();
        if (at->is_directory(ignored) && !at->is_symlink(ignored))
            entries.folders.push_back(std::move(name));
        else
            entries.files.push_back(std::move(name));
        if (entries.folders.size() + entries.files.size() > kMostEntries)
            return fail(Code::too_large, fmt::format("more than {} entries", kMostEntries), base::Location{folder.string(), 0, 0});
    }
    if (error) return fail(Code::unreadable, fmt::format("cannot be listed: {}", error.message()), base::Location{folder.string(), 0, 0});
    std::ranges::sort(entries.folders);
    std::ranges::sort(entries.files);
    return entries;
}

// Adds the paths of `AWSLogs` folders below `folder`.
Result<void> find_roots(const fs::path& folder, const std::string& above, int depth, std::vector<std::string>& roots) {
    VOUCH_TRY(const Entries entries, entries_of(folder));
    if (std::ranges::binary_search(entries.folders, "AWSLogs")) {
        roots.push_back(above + "AWSLogs/");
        return {};
    }
    if (depth == 0) return {};
    for (const std::string& name : entries.folders) VOUCH_CHECK(find_roots(folder / name, above + name + "/", depth - 1, roots));
    return {};
}

}  // namespace

Result<std::vector<std::string>> FolderObjects::roots() {
    fs::path folder(options_.folder);
    std::error_code error;
    if (!fs::is_directory(folder, error))
        return fail(fs::exists(folder, error) ? Code::unreadable : Code::not_found,
                    fs::exists(folder, error) ? "is no folder" : "there is no such folder", base::Location{options_.folder, 0, 0});
    roots_.clear();
    VOUCH_CHECK(find_roots(folder, "", kRootDepth, roots_));
    return roots_;
}

Result<std::vector<std::string>> FolderObjects::folders(const std::string& folder) {
    VOUCH_TRY(Entries entries, entries_of(fs::path(options_.folder) / folder));
    return std::move(entries.folders);
}

Result<std::vector<std::string>> FolderObjects::list(const std::string& folder, const Interval& days) {
    const std::string first = day_folder(days.from);
    const std::string last = day_folder(days.to);
    // A folder of a year or month is within the bounds where it is within their beginnings.
    const auto within = [&](const std::string& day) { return day >= first.substr(0, day.size()) && day <= last.substr(0, day.size()); };
    std::vector<std::string> open = {""};
    for (int level = 0; level < 3; ++level) {
        std::vector<std::string> next;
        for (const std::string& above : open) {
            VOUCH_TRY(const Entries entries, entries_of(fs::path(options_.folder) / folder / above));
            for (const std::string& name : entries.folders)
                if (std::string day = above.empty() ? name : fmt::format("{}/{}", above, name); within(day)) next.push_back(std::move(day));
        }
        open = std::move(next);
    }
    std::vector<std::string> paths;
    for (const std::string& day : open) {
        VOUCH_TRY(const Entries entries, entries_of(fs::path(options_.folder) / folder / day));
        for (const std::string& name : entries.files) paths.push_back(fmt::format("{}{}/{}", folder, day, name));
        if (paths.size() > kMostEntries)
            return fail(Code::too_large, fmt::format("more than {} objects", kMostEntries), base::Location{folder, 0, 0});
    }
    return paths;
}

std::string FolderObjects::locate(std::string_view stated, std::string_view root) {
    constexpr std::size_t kOwn = std::string_view("AWSLogs/").size();
    std::string_view rest = below_logs(stated);
    if (!rest.starts_with("AWSLogs/")) return std::string(stated);
    rest.remove_prefix(kOwn);
    std::string here = fmt::format("{}{}", root, rest);
    std::error_code error;
    if (roots_.size() < 2 || fs::exists(fs::path(options_.folder) / here, error)) return here;
    for (const std::string& other : roots_)
        if (std::string there = fmt::format("{}{}", other, rest); fs::exists(fs::path(options_.folder) / there, error)) return there;
    return here;
}

Result<Object> FolderObjects::read_one(const std::string& path) const {
    VOUCH_TRY(const base::SourcePtr source, files_.read_beneath(options_.folder, path, kMostStoredBytes));
    return Object{std::string(source->text()), metadata_of(options_.metadata, path)};
}

void FolderObjects::read(std::span<const std::string> paths, const OnObject& receive) {
    for_each_index(paths.size(), options_.workers, [&](std::size_t index) { receive(index, read_one(paths[index])); });
}

}  // namespace vouch::trail
