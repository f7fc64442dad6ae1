// SPDX-License-Identifier: Apache-2.0
// Tested by suppressions_test.cc.
#include "assess/suppressions/peers.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace vouch::assess {
namespace {

constexpr std::string_view kUniverse = "universe.tsv";
constexpr std::string_view kCfnNag = "peers/cfn_nag.tsv";

std::string_view file(std::span<const base::EmbeddedFile> catalog, std::string_view path) {
    const auto found = std::ranges::find(catalog, path, &base::EmbeddedFile::path);
    return found == catalog.end() ? std::string_view() : found->bytes;
}

// Takes the text up to `mark` off the front of `text`.
std::string_view take(std::string_view& text, char mark) {
    const std::size_t end = text.find(mark);
    const std::string_view part = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return part;
}

std::vector<std::string_view> cells(std::string_view line) {
    std::vector<std::string_view> out;
    while (!line.empty()) out.push_back(take(line, '\t'));
    return out;
}

std::string_view trimmed(std::string_view text) {
    while (text.starts_with(' ')) text.remove_prefix(1);
    while (text.ends_with(' ') || text.ends_with('\r')) text.remove_suffix(1);
    return text;
}

}  // namespace

Peers::Peers(std::span<const base::EmbeddedFile> catalog, std::span<const model::Control> controls) {
    for (const model::Control& control : controls)
        for (const std::string& check : control.covers) by_check_[check].push_back(control.id);
    std::string_view rows = file(catalog, kUniverse);
    const std::vector<std::string_view> head = cells(take(rows, '\n'));
    const auto column = [&](std::string_view name) { return static_cast<std::size_t>(std::ranges::find(head, name) - head.begin()); };
    const std::array columns{std::pair{Tool::cdk_nag, column("cdk_nag")}, std::pair{Tool::checkov, column("checkov")},
                             std::pair{Tool::guard, column("guard_registry")}};
    while (!rows.empty()) {
        const std::vector<std::string_view> row = cells(take(rows, '\n'));
        for (const auto& [tool, index] : columns)
            if (index < row.size()) add(tool, row[index], row[0]);
    }
    std::string_view names = file(catalog, kCfnNag);
    while (!names.empty()) {
        const std::string_view line = take(names, '\n');
        if (line.starts_with('#')) continue;
        const std::vector<std::string_view> row = cells(line);
        if (row.size() >= 2) add(Tool::cfn_nag, row[0], trimmed(row[1]));
    }
}

// `names`: several between commas; "S3BucketLoggingEnabled(AwsSolutions-S1)" are two names of cdk-nag's.
void Peers::add(Tool tool, std::string_view names, std::string_view check) {
    const auto put = [&](std::string_view name) {
        if (name = trimmed(name); !name.empty()) by_name_[{tool, base::to_lower(name)}].emplace_back(check);
    };
    while (!names.empty()) {
        std::string_view name = take(names, ',');
        put(take(name, '('));
        put(name.substr(0, name.find(')')));
    }
}

std::vector<std::string> Peers::controls(Tool tool, std::string_view id) const {
    auto found = by_name_.find({tool, base::to_lower(id)});
    // "HIPAA.Security-S3BucketLoggingEnabled": packs of cdk-nag stand before the name.
    if (found == by_name_.end() && tool == Tool::cdk_nag) found = by_name_.find({tool, base::to_lower(id.substr(id.rfind('-') + 1))});
    // Guard's registry takes the ids of cfn_nag too.
    if (found == by_name_.end() && tool == Tool::guard) found = by_name_.find({Tool::cfn_nag, base::to_lower(id)});
    std::vector<std::string> out;
    if (found == by_name_.end()) return out;
    for (const std::string& check : found->second)
        if (const auto answer = by_check_.find(check); answer != by_check_.end())
            std::ranges::copy(answer->second, std::back_inserter(out));
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace vouch::assess
