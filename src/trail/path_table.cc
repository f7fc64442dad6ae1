// SPDX-License-Identifier: Apache-2.0
// Tested by path_table_test.cc.
#include "trail/path_table.h"

#include <algorithm>
#include <tuple>

#include <fmt/format.h>

#include "trail/names.h"

namespace vouch::trail {

using base::Result;

namespace {

constexpr std::size_t kFolderBytes = 200;  // that a folder takes beside its name

}  // namespace

bool is_plain_path(std::string_view path) {
    if (path.empty() || path.size() > kMostPathLength) return false;
    for (std::size_t begin = 0; begin <= path.size();) {
        const std::size_t end = std::min(path.find('/', begin), path.size());
        const std::string_view part = path.substr(begin, end - begin);
        if (part.empty() || part == "." || part == "..") return false;
        begin = end + 1;
    }
    return std::ranges::all_of(path, [](char c) { return c >= ' ' && c < 127; });
}

Result<void> PathTable::add(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    auto found = folders_.find(path.substr(0, begin));
    bytes_ += path.size() - begin + 1 + (found == folders_.end() ? begin + kFolderBytes : 0);
    if (size_ == kMostPaths || bytes_ > kMostPathBytes)
        return base::fail(base::Code::too_large,
                          fmt::format("more than {} objects, or names of more than {} bytes", kMostPaths, kMostPathBytes));
    if (found == folders_.end()) found = folders_.emplace(path.substr(0, begin), Folder()).first;
    Folder& folder = found->second;
    folder.rows.push_back({static_cast<std::uint32_t>(folder.names.size()), static_cast<std::uint32_t>(size_++)});
    folder.names.append(path.substr(begin)).push_back('\0');
    return {};
}

void PathTable::sort() {
    for (auto& [path, folder] : folders_)
        std::ranges::sort(folder.rows, {}, [&](const Row& row) { return std::tuple(folder.name(row), row.number); });
    find_roots();
}

void PathTable::find_roots() {
    roots_.clear();
    for (const auto& [path, folder] : folders_) {
        const std::string_view below = below_logs(path);
        if (!below.starts_with("AWSLogs/")) continue;
        std::string root = path.substr(0, path.size() - below.size()) + "AWSLogs/";
        if (roots_.empty() || roots_.back() != root) roots_.push_back(std::move(root));
    }
    std::ranges::sort(roots_);
    const auto again = std::ranges::unique(roots_);
    roots_.erase(again.begin(), again.end());
}

std::vector<std::string> PathTable::folders(const std::string& folder) const {
    std::vector<std::string> names;
    for (auto at = folders_.upper_bound(folder); at != folders_.end() && at->first.starts_with(folder);) {
        names.push_back(at->first.substr(folder.size(), at->first.find('/', folder.size()) - folder.size()));
        at = folders_.lower_bound(folder + names.back() + static_cast<char>('/' + 1));  // behind all that is below it
    }
    return names;
}

std::vector<std::string> PathTable::list(const std::string& folder, const Interval& days) const {
    const std::string behind = folder + day_folder(days.to) + "/~";
    std::vector<std::string> paths;
    for (auto at = folders_.lower_bound(folder + day_folder(days.from)); at != folders_.end() && at->first <= behind; ++at)
        for (std::size_t i = 0; i < at->second.rows.size(); ++i) {
            const std::string_view name = at->second.name(at->second.rows[i]);
            if (i > 0 && name == at->second.name(at->second.rows[i - 1])) continue;
            paths.push_back(fmt::format("{}{}", at->first, name));
        }
    std::ranges::sort(paths);
    return paths;
}

std::string PathTable::locate(std::string_view stated, std::string_view root) const {
    constexpr std::size_t kOwn = std::string_view("AWSLogs/").size();
    std::string_view rest = below_logs(stated);
    if (!rest.starts_with("AWSLogs/")) return std::string(stated);
    rest.remove_prefix(kOwn);
    std::string here = fmt::format("{}{}", root, rest);
    if (find(here)) return here;
    for (const std::string& other : roots_)
        if (std::string there = fmt::format("{}{}", other, rest); find(there)) return there;
    return here;
}

std::optional<std::size_t> PathTable::find(std::string_view path) const {
    const std::size_t slash = path.rfind('/');
    const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
    const auto found = folders_.find(path.substr(0, begin));
    if (found == folders_.end()) return std::nullopt;
    const Folder& folder = found->second;
    const auto behind = std::ranges::upper_bound(folder.rows, path.substr(begin), {}, [&](const Row& row) { return folder.name(row); });
    if (behind == folder.rows.begin() || folder.name(behind[-1]) != path.substr(begin)) return std::nullopt;
    return behind[-1].number;
}

void PathTable::for_each_again(const std::function<void(const std::string& path, std::size_t number, std::size_t last)>& hear) const {
    for (const auto& [path, folder] : folders_) {
        const std::vector<Row>& rows = folder.rows;
        for (std::size_t from = 0, to = 0; from < rows.size(); from = to) {
            while (to < rows.size() && folder.name(rows[to]) == folder.name(rows[from])) ++to;
            for (std::size_t i = from; i + 1 < to; ++i)
                hear(fmt::format("{}{}", path, folder.name(rows[i])), rows[i].number, rows[to - 1].number);
        }
    }
}

}  // namespace vouch::trail
