// SPDX-License-Identifier: Apache-2.0
// Folders are taken off from the left, and the file's own name is built from them as far as they say it. Tested by names_test.cc.
#include "trail/names.h"

#include <algorithm>

#include <fmt/format.h>

namespace vouch::trail {
namespace {

constexpr std::string_view kLogs = "AWSLogs/";
constexpr std::string_view kEnd = ".json.gz";
constexpr std::string_view kBackfill = "_backfill";

// What stands before the next slash, which is taken with it; empty where there is none.
std::string_view take_folder(std::string_view& rest) {
    const std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return {};
    const std::string_view folder = rest.substr(0, slash);
    rest.remove_prefix(slash + 1);
    return folder;
}

struct Folders {
    std::string_view organization;
    std::string_view account;
    std::string_view kind;
    std::string_view region;
    std::string_view file;
};

bool is_region(std::string_view text) {
    return text.size() >= 5 && text.size() <= 32 &&
           std::ranges::all_of(text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'; });
}

std::optional<Folders> folders_of(std::string_view path) {
    std::string_view rest = below_logs(path);
    if (!rest.starts_with(kLogs)) return std::nullopt;
    rest.remove_prefix(kLogs.size());
    Folders found;
    found.account = take_folder(rest);
    if (is_organization(found.account)) {
        found.organization = found.account;
        found.account = take_folder(rest);
    }
    found.kind = take_folder(rest);
    found.region = take_folder(rest);
    for (const std::size_t digits : {4U, 2U, 2U}) {
        const std::string_view folder = take_folder(rest);
        if (folder.size() != digits || folder.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    }
    found.file = rest;
    if (!is_account(found.account) || !is_region(found.region) || rest.find('/') != std::string_view::npos) return std::nullopt;
    return found;
}

// The name of the file between what the folders say and its end; nullopt where they disagree.
std::optional<std::string_view> middle(const Folders& folders, std::string_view kind) {
    std::string_view file = folders.file;
    const std::string begin = fmt::format("{}_{}_{}_", folders.account, kind, folders.region);
    if (folders.kind != kind || !file.starts_with(begin) || !file.ends_with(kEnd) || file.size() < begin.size() + kEnd.size())
        return std::nullopt;
    return file.substr(begin.size(), file.size() - begin.size() - kEnd.size());
}

// Takes what stands behind the last underscore.
std::string_view take_last(std::string_view& rest) {
    const std::size_t at = rest.rfind('_');
    if (at == std::string_view::npos) return {};
    const std::string_view last = rest.substr(at + 1);
    rest = rest.substr(0, at);
    return last;
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

}  // namespace

bool is_account(std::string_view text) { return text.size() == 12 && text.find_first_not_of("0123456789") == std::string_view::npos; }

bool is_organization(std::string_view text) {
    return text.starts_with("o-") && text.size() >= 12 && text.size() <= 34 && std::ranges::all_of(text.substr(2), is_letter_or_digit);
}

std::string_view below_logs(std::string_view path) {
    if (path.starts_with(kLogs)) return path;
    const std::size_t at = path.find("/AWSLogs/");
    return at == std::string_view::npos ? path : path.substr(at + 1);
}

std::optional<DigestName> parse_digest_name(std::string_view path) {
    const auto folders = folders_of(path);
    if (!folders) return std::nullopt;
    auto rest = middle(*folders, "CloudTrail-Digest");
    if (!rest) return std::nullopt;
    const bool backfill = rest->ends_with(kBackfill);
    if (backfill) rest->remove_suffix(kBackfill.size());
    const std::string_view when = take_last(*rest);
    const std::string_view home = take_last(*rest);
    const auto end = when.size() == 16 ? parse_compact_time(when) : std::nullopt;
    if (!end || !is_region(home) || rest->empty() || rest->size() > 128) return std::nullopt;
    return DigestName{std::string(folders->organization),
                      std::string(folders->account),
                      std::string(folders->region),
                      std::string(*rest),
                      std::string(home),
                      *end,
                      backfill};
}

std::optional<LogName> parse_log_name(std::string_view path) {
    const auto folders = folders_of(path);
    if (!folders) return std::nullopt;
    auto rest = middle(*folders, "CloudTrail");
    if (!rest) return std::nullopt;
    const std::string_view unique = take_last(*rest);
    const auto time = rest->size() == 14 ? parse_compact_time(*rest) : std::nullopt;
    if (!time || unique.empty() || unique.size() > 64 || !std::ranges::all_of(unique, is_letter_or_digit)) return std::nullopt;
    return LogName{std::string(folders->organization), std::string(folders->account), std::string(folders->region), *time};
}

}  // namespace vouch::trail
