// SPDX-License-Identifier: Apache-2.0
// Reading is parallel; what was read is put in order afterwards. Tested by verify_test.cc.
#include "trail/seen.h"

#include <algorithm>
#include <iterator>
#include <set>

#include "base/digest.h"
#include "base/source.h"
#include "trail/area.h"

namespace vouch::trail {

using base::Code;
using base::Result;

namespace {

constexpr int kMostBuckets = 100'000;  // digests that are looked for one after the other, each named by the next

bool is_fault_of_object(Code code) {
    return code == Code::not_found || code == Code::too_large || code == Code::outside_root || code == Code::syntax ||
           code == Code::integrity || code == Code::invalid_encoding;
}

void fill(SeenDigest& seen, const Object& object) {
    thread_local Gunzip gunzip;
    seen.metadata = object.metadata;
    const auto text = gunzip(object.bytes, kMostDigestBytes);
    if (!text) {
        seen.fault = text.error().message;
        return;
    }
    auto hash = base::sha256_hex(*text);
    auto digest = parse_digest(std::make_shared<base::Source>(seen.path, std::string(*text)));
    if (!hash) {
        seen.fault = hash.error().message;
    } else if (!digest) {
        seen.fault = "is not a digest: " + digest.error().message;
    } else {
        seen.sha256 = *std::move(hash);
        seen.digest = *std::move(digest);
    }
}

}  // namespace

std::vector<ReadDigest> DigestReader::read(const std::vector<std::string>& paths) {
    std::vector<ReadDigest> found(paths.size());
    std::vector<base::Error> errors(paths.size());
    objects_.read(paths, [&](std::size_t index, Result<Object> object) {
        ReadDigest& here = found[index];
        here.seen.path = paths[index];
        if (const auto name = parse_digest_name(paths[index])) here.seen.name = *name;
        if (object) return fill(here.seen, *object);
        here.absent = object.error().code == Code::not_found;
        here.seen.unread = !is_fault_of_object(object.error().code);
        here.seen.fault = object.error().message;
        errors[index] = std::move(object).error();
    });
    for (std::size_t i = 0; i < found.size(); ++i)
        if (found[i].seen.unread) problems.push_back(std::move(errors[i]));
    return found;
}

ChainTable DigestReader::chains(const Area& area, const Interval& ends, Time backfill_from, const std::string& trail) {
    ChainTable chains;
    const auto listed = objects_.list(area.folder("CloudTrail-Digest"), {std::min(ends.from, backfill_from), ends.to});
    if (!listed) {
        problems.push_back(listed.error());
        return chains;
    }
    std::vector<std::string> paths;
    for (const std::string& path : *listed) {
        if (path.ends_with('/')) continue;  // what stands for a folder in some buckets
        const auto name = parse_digest_name(path);
        if (!name) {
            deviations.push_back({Verdict::invalid, What::digest, path, {}, "does not have the name of a digest"});
            continue;
        }
        if (name->end > (name->backfill ? backfill_from : ends.from) && name->end <= ends.to && (trail.empty() || name->trail == trail))
            paths.push_back(path);
    }
    for (ReadDigest& each : read(paths)) {
        SeenDigest& seen = each.seen;
        chains[{seen.name.trail, seen.name.home, seen.name.backfill}].push_back(std::move(seen));
    }
    for (auto& [id, digests] : chains) std::ranges::stable_sort(digests, {}, [](const SeenDigest& seen) { return seen.name.end; });
    return chains;
}

void DigestReader::add_previous(std::vector<SeenDigest>& digests, const Area& area, Time from) {
    const bool exact = objects_.exact();
    const auto place = [exact](std::string_view path) { return std::string(exact ? path : below_logs(path)); };
    std::set<std::string> known;
    for (const SeenDigest& seen : digests) known.insert(place(seen.path));
    for (int round = 0; round < kMostBuckets; ++round) {
        std::vector<std::string> wanted;
        for (const SeenDigest& seen : digests) {
            if (!seen.digest || !seen.digest->previous) continue;
            const std::string& stated = seen.digest->previous->path;
            const auto name = parse_digest_name(stated);
            if (!name || name->end <= from || !known.insert(place(stated)).second) continue;
            wanted.push_back(objects_.locate(stated, area.root));
        }
        if (wanted.empty()) return;
        std::size_t added = 0;
        for (ReadDigest& each : read(wanted)) {
            if (each.absent) continue;
            digests.push_back(std::move(each.seen));
            ++added;
        }
        if (added == 0) return;
        std::ranges::stable_sort(digests, {}, [](const SeenDigest& seen) { return seen.name.end; });
    }
}

Result<ReadDigest> DigestReader::one(const std::string& path) {
    const std::size_t before = problems.size();
    std::vector<ReadDigest> found = read({path});
    if (problems.size() == before) return std::move(found.front());
    base::Error error = std::move(problems.back());
    problems.pop_back();
    return std::unexpected(std::move(error));
}

}  // namespace vouch::trail
