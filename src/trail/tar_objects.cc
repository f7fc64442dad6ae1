// SPDX-License-Identifier: Apache-2.0
// Tested by tar_objects_test.cc.
#include "trail/tar_objects.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/names.h"
#include "trail/workers.h"

namespace vouch::trail {

using base::Code;
using base::fail;
using base::Result;

namespace {

constexpr std::size_t kMostProblems = 1'000;  // that are told

// Without what tar and find put before it.
std::string_view plain(std::string_view path) {
    while (path.starts_with("./")) path.remove_prefix(2);
    return path;
}

// Whether it is or could be below a folder of CloudTrail: not where it is certain that it is of another service.
bool may_be_of_a_trail(std::string_view path) {
    while (path.ends_with('/')) path.remove_suffix(1);
    if (path == "AWSLogs" || path.ends_with("/AWSLogs")) return true;
    std::string_view rest = below_logs(path);
    if (!rest.starts_with("AWSLogs/")) return false;
    std::string_view kind;
    for (int level = 0; level < 4; ++level) {  // AWSLogs, organization, account, kind
        const std::size_t slash = std::min(rest.find('/'), rest.size());
        kind = rest.substr(0, slash);
        rest.remove_prefix(std::min(slash + 1, rest.size()));
        if (level > 0 && !is_organization(kind) && !is_account(kind)) break;
    }
    return kind.empty() || kind.starts_with("CloudTrail");
}

std::string_view why_not(TarKind kind) {
    return kind == TarKind::soft_link ? "is a symbolic link, which is not followed" : "is a device or a pipe";
}

}  // namespace

Result<std::unique_ptr<TarObjects>> TarObjects::read_archive(const ReadMore& input, TarOptions options) {
    VOUCH_TRY(Spool made, Spool::make(options.temporary_folder));
    std::unique_ptr<TarObjects> objects(new TarObjects(std::move(made), std::move(options)));
    VOUCH_CHECK(read_tar(input, [&](const TarEntry& entry, const ReadMore& content) { return objects->take(entry, content); }));
    VOUCH_CHECK(objects->settle());
    return objects;
}

std::vector<base::Error> TarObjects::problems() const {
    std::vector<base::Error> told = problems_;
    if (problem_count_ > told.size())
        told.push_back(
            fail(Code::unreadable, fmt::format("{} more entries of the archive are no objects", problem_count_ - told.size())).error());
    return told;
}

Result<void> TarObjects::tell(std::string_view path, std::string why) {
    if (++problem_count_ <= kMostProblems)
        problems_.push_back(fail(Code::unreadable, std::move(why), base::Location{base::excerpt(path, 300), 0, 0}).error());
    return {};
}

Result<void> TarObjects::take(const TarEntry& entry, const ReadMore& content) {
    const std::string_view path = plain(entry.path);
    if (entry.kind == TarKind::folder) return {};
    if (path.empty()) return tell(path, "an entry of the archive has no name that can be read");
    if (!may_be_of_a_trail(path)) return {};
    if (!is_plain_path(path)) return tell(path, "is no path that an object of a bucket is copied to: it is not read");
    if (entry.kind == TarKind::soft_link || entry.kind == TarKind::other) return tell(path, std::string(why_not(entry.kind)));
    if (entry.kind == TarKind::hard_link) links_.push_back({places_.size(), std::string(plain(entry.target))});
    VOUCH_CHECK(paths_.add(path));
    VOUCH_TRY(const Place place, spool(entry, content));
    places_.push_back(place);
    return {};
}

Result<TarObjects::Place> TarObjects::spool(const TarEntry& entry, const ReadMore& content) {
    if (entry.kind == TarKind::hard_link) return Place{0, 0, Held::nowhere};
    if (entry.sparse) return Place{0, 0, Held::sparse};
    if (entry.size > kMostStoredBytes) return Place{0, 0, Held::too_large};
    const Place place{spool_.size(), static_cast<std::uint32_t>(entry.size), Held::whole};
    buffer_.resize(std::max<std::size_t>(buffer_.size(), entry.size));
    std::size_t have = 0;
    while (have < entry.size) {
        VOUCH_TRY(const std::size_t count, content(std::span(buffer_).subspan(have, entry.size - have)));
        if (count == 0) return fail(Code::syntax, "the archive breaks off within an object");
        have += count;
    }
    VOUCH_CHECK(spool_.append(std::string_view(buffer_).substr(0, have)));
    return place;
}

// Links come behind what they lead to, so that one over another finds it settled.
Result<void> TarObjects::settle() {
    buffer_ = {};
    paths_.sort();
    for (const Link& link : links_)
        if (const auto number = paths_.find(link.target); number && *number != link.number) places_[link.number] = places_[*number];
    Result<void> compared;
    paths_.for_each_again([&](const std::string& path, std::size_t number, std::size_t last) {
        if (!compared) return;
        const auto equal = same(places_[number], places_[last]);
        if (!equal)
            compared = std::unexpected(equal.error());
        else if (!*equal)
            compared = tell(path, "stands in the archive more than once, with different contents; the last one counts");
    });
    return compared;
}

Result<bool> TarObjects::same(const Place& one, const Place& other) const {
    if (one.held != other.held || one.size != other.size) return false;
    if (one.begin == other.begin) return one.held != Held::sparse;
    VOUCH_TRY(const std::string bytes, spool_.read(one.begin, one.size));
    VOUCH_TRY(const std::string others, spool_.read(other.begin, other.size));
    return bytes == others;
}

Result<Object> TarObjects::read_one(const std::string& path) const {
    const auto number = paths_.find(path);
    if (!number) return fail(Code::not_found, "is not there");
    const Place& place = places_[*number];
    const base::Location where{path, 0, 0};
    switch (place.held) {
        case Held::too_large: return fail(Code::too_large, fmt::format("has more than {} bytes", kMostStoredBytes), where);
        case Held::sparse: return fail(Code::unreadable, "is stored with holes, which no object has", where);
        case Held::nowhere: return fail(Code::unreadable, "is a link to something that is not in the archive", where);
        case Held::whole: break;
    }
    VOUCH_TRY(std::string bytes, spool_.read(place.begin, place.size));
    return Object{std::move(bytes), metadata_of(options_.metadata, path)};
}

void TarObjects::read(std::span<const std::string> paths, const OnObject& receive) {
    for_each_index(paths.size(), options_.workers, [&](std::size_t index) { receive(index, read_one(paths[index])); });
}

}  // namespace vouch::trail
