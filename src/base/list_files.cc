// SPDX-License-Identifier: Apache-2.0
// Walks a folder with a stack of folders still to visit. Links to folders are never entered: what they lead to below the root is
// reached anyway, so no loop is possible. Tested by files_test.cc.
#include <algorithm>
#include <filesystem>
#include <system_error>

#include <fmt/format.h>

#include "base/detail/descriptor.h"
#include "base/files.h"

namespace vouch::base {
namespace {

namespace fs = std::filesystem;

class Walk {
public:
    explicit Walk(const ListOptions& options) : options_(options) {}

    Result<Listing> run(const std::string& folder) {
        std::error_code error;
        root_ = fs::canonical(folder, error);
        if (error) return std::unexpected(detail::error_from(error.value(), folder));
        if (!fs::is_directory(root_, error)) return fail(Code::unreadable, "is not a folder", Location{folder, 0, 0});
        pending_.push_back({folder, 1});
        while (!pending_.empty()) {
            const Pending next = std::move(pending_.back());
            pending_.pop_back();
            VOUCH_CHECK(visit(next));
        }
        std::ranges::sort(listing_.files);
        std::ranges::sort(listing_.warnings, {}, [](const Error& warning) { return warning.where->file; });
        return std::move(listing_);
    }

private:
    struct Pending {
        fs::path folder;
        std::size_t depth;
    };

    Result<void> visit(const Pending& at) {
        std::error_code error;
        fs::directory_iterator entry(at.folder, error);
        for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
            if (++seen_ > options_.entries) {
                return fail(Code::too_large, fmt::format("the folder has more entries than the limit of {}", options_.entries),
                            Location{at.folder.string(), 0, 0});
            }
            take(*entry, at.depth);
        }
        if (!error) return {};
        if (at.depth == 1 && seen_ == 0) return std::unexpected(detail::error_from(error.value(), at.folder.string()));
        warn(detail::error_from(error.value(), at.folder.string()));
        return {};
    }

    void take(const fs::directory_entry& entry, std::size_t depth) {
        std::error_code error;
        const fs::file_status status = entry.symlink_status(error);
        const std::string path = entry.path().string();
        const std::string name = entry.path().filename().string();
        if (fs::is_directory(status)) {
            if (name.starts_with('.') || std::ranges::find(options_.skipped_folders, name) != options_.skipped_folders.end()) return;
            if (depth >= options_.depth)
                warn({Code::too_large,
                      fmt::format("folders nested deeper than the limit of {} are not entered", options_.depth),
                      Location{path, 0, 0},
                      {},
                      {}});
            else
                pending_.push_back({entry.path(), depth + 1});
            return;
        }
        if (!is_wanted(name)) return;
        if (fs::is_regular_file(status))
            listing_.files.push_back(path);
        else if (fs::is_symlink(status))
            take_link(entry.path());
        else
            warn({Code::unreadable, "is no regular file and is left out", Location{path, 0, 0}, {}, {}});
    }

    void take_link(const fs::path& link) {
        const auto refuse = [&](Code code, std::string_view why) {
            warn({code, fmt::format("a symbolic link that {} is left out", why), Location{link.string(), 0, 0}, {}, {}});
        };
        std::error_code error;
        const fs::path target = fs::canonical(link, error);
        if (error) return refuse(Code::unreadable, "leads nowhere");
        const auto [root_end, unused] = std::ranges::mismatch(root_, target);
        if (root_end != root_.end()) return refuse(Code::outside_root, "leads out of the folder");
        if (fs::is_directory(target, error)) return;
        if (!fs::is_regular_file(target, error)) return refuse(Code::unreadable, "leads to no regular file");
        const bool listed_itself = is_wanted(target.filename().string()) && !in_skipped_folder(target);
        if (!listed_itself) listing_.files.push_back(link.string());
    }

    bool in_skipped_folder(const fs::path& target) const {
        const fs::path inner = target.lexically_relative(root_).parent_path();
        return std::ranges::any_of(inner, [&](const fs::path& part) {
            const std::string name = part.string();
            return name.starts_with('.') || std::ranges::find(options_.skipped_folders, name) != options_.skipped_folders.end();
        });
    }

    bool is_wanted(std::string_view name) const {
        return options_.extensions.empty() ||
               std::ranges::any_of(options_.extensions, [&](const std::string& extension) { return name.ends_with(extension); });
    }

    void warn(Error warning) { listing_.warnings.push_back(std::move(warning)); }

    const ListOptions& options_;
    fs::path root_;
    std::vector<Pending> pending_;
    Listing listing_;
    std::size_t seen_ = 0;
};

}  // namespace

Result<Listing> DiskFiles::list(const std::string& folder, const ListOptions& options) const { return Walk(options).run(folder); }

}  // namespace vouch::base
