// SPDX-License-Identifier: Apache-2.0
// Digests are read, put into chains and judged; then the logs that genuine ones list are hashed, and those that none lists are looked for.
// Tested by verify_test.cc.
#include "trail/area.h"

#include <algorithm>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/text.h"
#include "trail/reasons.h"
#include "trail/sample.h"
#include "trail/seen.h"

namespace vouch::trail {
namespace {

using std::chrono::hours;

// A log lies in a digest's hour by the minute of its name: some seconds before and after it.
constexpr std::chrono::seconds kMinute{60};

// Backfill digests of so much time before the heads are looked at again: they come when what they are about is long past.
constexpr std::chrono::days kBackfillAgain{30};

class AreaVerifier {
public:
    AreaVerifier(const Area& area, const AreaParts& parts) : area_(area), parts_(parts), reader_(parts.objects) {
        work_.report.root = area.root;
        work_.report.organization = area.organization;
        work_.report.account = area.account;
        work_.report.region = area.region;
    }

    AreaWork run() {
        const Heads known = known_heads();
        const Interval ends = listed(known);
        backfill_from_ = backfill_from(known, ends);
        auto chains = reader_.chains(area_, ends, backfill_from_, parts_.asked.trail);
        take_problems();
        const auto keys = parts_.keys(area_.region, key_time(chains));
        if (!keys) {
            work_.problems.push_back(std::move(keys).error());
            return std::move(work_);
        }
        for (auto& [id, digests] : chains) judge(id, std::move(digests), **keys, known);
        forgotten(known);
        check_logs();
        find_undigested();
        look_for_reasons();
        if (work_.report.chains.empty() && (parts_.asked.start || logs_there_)) no_digests();
        for (ChainReport& chain : work_.report.chains) work_.report.counts.add(chain.counts);
        return std::move(work_);
    }

private:
    // A chain that is verified: its digests, and what is known of each.
    struct Verified {
        std::vector<SeenDigest> digests;
        JudgedChain judged;
    };

    Heads known_heads() const {
        Heads found;
        for (const auto& [id, head] : parts_.known)
            if (Area{id.root, id.organization, id.account, id.region} == area_ &&
                (parts_.asked.trail.empty() || id.chain.trail == parts_.asked.trail))
                found.emplace(id, head);
        return found;
    }
    HeadId head_id(const ChainId& chain) const { return {area_.root, area_.organization, area_.account, area_.region, chain}; }

    // Of which time digests are listed: an hour more at both ends, for those that are partly within.
    Interval listed(const Heads& known) const {
        Time from = parts_.asked.start.value_or(kFirstTime);
        if (const auto oldest = oldest_head(known, false)) from = std::max(from, *oldest - hours(1));
        return {from, std::max(parts_.end, from) + kDeliveryLag};
    }

    // From when on backfill digests are: where a run goes on from heads, that of their own chains and those of the last days.
    Time backfill_from(const Heads& known, const Interval& ends) const {
        const auto oldest = oldest_head(known, false);
        if (!oldest) return ends.from;
        const Time own = oldest_head(known, true).value_or(*oldest) - hours(1);
        return std::max(parts_.asked.start.value_or(kFirstTime), std::min(own, *oldest - kBackfillAgain));
    }

    std::optional<Time> oldest_head(const Heads& known, bool backfill) const {
        std::optional<Time> oldest;
        for (const auto& [id, head] : known)
            if (parts_.asked.resume && id.chain.backfill == backfill) oldest = std::min(oldest.value_or(kLastTime), head.end);
        return oldest;
    }

    Interval key_time(const ChainTable& chains) const {
        Interval time{kLastTime, kFirstTime};
        for (const auto& [id, digests] : chains) {
            if (digests.empty()) continue;
            time.from = std::min(time.from, digests.front().name.end - hours(1));
            time.to = std::max(time.to, digests.back().name.end);
        }
        return time.from < time.to ? time : Interval{parts_.end - hours(1), parts_.end};
    }

    void take_problems() {
        std::ranges::move(reader_.problems, std::back_inserter(work_.problems));
        reader_.problems.clear();
        for (Deviation& deviation : reader_.deviations) work_.report.add(std::move(deviation));
        reader_.deviations.clear();
    }

    void judge(const ChainId& id, std::vector<SeenDigest> digests, const PublicKeys& keys, const Heads& known) {
        ChainReport report;
        report.id = id;
        const auto head = known.find(head_id(id));
        const bool resumed = parts_.asked.resume && head != known.end();
        const Time resumes = !resumed ? kFirstTime : id.backfill ? std::min(head->second.end, backfill_from_) : head->second.end;
        std::erase_if(digests, [&](const SeenDigest& seen) { return seen.name.end < resumes; });
        report.asked = {begin_of(digests), parts_.end};
        if (resumed) report.asked.from = std::max(resumes, report.asked.from);
        reader_.add_previous(digests, area_, report.asked.from);
        take_problems();
        Verified verified{std::move(digests), {}};
        verified.judged = judge_chain(verified.digests, {keys, parts_.objects.exact(), report.asked});
        report.holes = verified.judged.holes;
        report.head = verified.judged.head;
        if (head != known.end()) anchor(head->second, verified, report);
        if (report.head && resumed) report.head->since = head->second.since;
        if (resumed && !id.backfill && report.anchor == Anchor::confirmed) sample(id, head->second);
        count(verified, report);
        for (Deviation& deviation : verified.judged.deviations) work_.report.add(std::move(deviation));
        for (std::size_t i = 0; i < report.holes.size(); ++i)
            work_.open.push_back({work_.report.chains.size(), i, verified.judged.begins_again[i]});
        work_.report.chains.push_back(std::move(report));
        chains_.push_back(std::move(verified));
    }

    void sample(const ChainId& id, const Head& head) {
        Sampled sampled = sample_chain(area_, id, head, parts_.keys, parts_.objects, parts_.asked.sample, parts_.asked.seed);
        work_.sampled += sampled.digests;
        for (Deviation& deviation : sampled.deviations) work_.report.add(std::move(deviation));
        std::ranges::move(sampled.problems, std::back_inserter(work_.problems));
    }

    // Where nobody asked for a time a chain begins at its first digest.
    Time begin_of(const std::vector<SeenDigest>& digests) const {
        if (parts_.asked.start) return *parts_.asked.start;
        for (const SeenDigest& seen : digests)
            if (seen.digest) return std::min(seen.digest->about.from, parts_.end);
        return digests.empty() ? parts_.end : std::min(digests.front().name.end - hours(1), parts_.end);
    }

    static void count(const Verified& verified, ChainReport& report) {
        Counts& counts = report.counts;
        counts.digests = verified.digests.size() + verified.judged.missing;
        for (const Standing& standing : verified.judged.standings) {
            counts.digests_valid += standing.valid ? 1 : 0;
            counts.digests_unanchored += standing.unanchored ? 1 : 0;
        }
    }

    // Whether the digest that an earlier run saw last is still there, and what it was.
    void anchor(const Head& head, const Verified& verified, ChainReport& report) {
        const auto found = std::ranges::find(verified.digests, head.path, &SeenDigest::path);
        if (found != verified.digests.end()) {
            if (!found->unread) compare(head, &found->sha256, report);
            return;
        }
        const auto read = reader_.one(head.path);
        if (read)
            compare(head, read->absent ? nullptr : &read->seen.sha256, report);
        else
            work_.problems.push_back(read.error());
    }

    // `sha256`: of what lies where the head was; nullptr: nothing does.
    void compare(const Head& head, const std::string* sha256, ChainReport& report) {
        report.anchor = sha256 != nullptr && *sha256 == head.sha256 ? Anchor::confirmed : Anchor::broken;
        const Interval hour{head.end - hours(1), head.end};
        if (sha256 == nullptr)
            work_.report.add({Verdict::missing, What::digest, head.path, hour,
                              "is gone; an earlier run saw it as the last of its chain: what lies here was taken away or put back to an "
                              "earlier state"});
        else if (report.anchor == Anchor::broken)
            work_.report.add({Verdict::invalid, What::digest, head.path, hour,
                              "is another than an earlier run saw as the last of its chain: what lies here was put back or replaced"});
    }

    // Chains that an earlier run saw, and that have no digest any more.
    void forgotten(const Heads& known) {
        for (const auto& [id, head] : known) {
            const bool there = std::ranges::any_of(work_.report.chains, [&](const ChainReport& chain) { return chain.id == id.chain; });
            if (there) continue;
            ChainReport report;
            report.id = id.chain;
            report.asked = {std::min(head.end, parts_.end), parts_.end};
            Verified none;
            anchor(head, none, report);
            if (!id.chain.backfill && !report.asked.empty()) {
                report.holes.push_back({report.asked, {}, "no digest ends later"});
                work_.open.push_back({work_.report.chains.size(), 0, true});
            }
            work_.report.chains.push_back(std::move(report));
            chains_.emplace_back();
        }
    }

    void check_logs() {
        for (std::size_t i = 0; i < chains_.size(); ++i) check_logs(chains_[i], work_.report.chains[i]);
    }

    void check_logs(const Verified& chain, ChainReport& report) {
        std::vector<const ListedLog*> logs;
        std::vector<std::string> paths;
        std::vector<bool> genuine;  // those of genuine digests
        for (std::size_t i = 0; i < chain.digests.size(); ++i) {
            const SeenDigest& seen = chain.digests[i];
            if (!seen.digest || seen.name.end <= report.asked.from) continue;
            const Standing& standing = chain.judged.standings[i];
            report.counts.logs += seen.digest->logs.size();
            if (!standing.genuine) report.counts.logs_unchecked += seen.digest->logs.size();
            if (!standing.genuine && !standing.unanchored) continue;
            for (const ListedLog& log : seen.digest->logs) {
                logs.push_back(&log);
                paths.push_back(parts_.objects.locate(log.path, area_.root));
            }
            genuine.resize(logs.size(), standing.genuine);
        }
        std::vector<base::Result<LogHash>> hashes(paths.size(), base::Result<LogHash>(LogHash{}));
        if (parts_.logs) parts_.logs->begin();
        parts_.objects.hash(paths, [&](std::size_t index, base::Result<LogHash> hash) {
            if (parts_.logs) parts_.logs->log(index, paths[index], hash, hash && hash->sha256 == logs[index]->sha256);
            if (hash) hash->text = {};
            hashes[index] = std::move(hash);
        });
        for (std::size_t i = 0; i < paths.size(); ++i) settle_log(*logs[i], paths[i], hashes[i], genuine[i], report);
    }

    void settle_log(const ListedLog& log, const std::string& path, const base::Result<LogHash>& hash, bool genuine, ChainReport& report) {
        LogJudgement judgement = judge_log(log.sha256, path, hash);
        const bool good = !judgement.deviation && !judgement.problem;
        if (judgement.deviation) work_.report.add(*std::move(judgement.deviation));
        if (judgement.problem) work_.problems.push_back(*std::move(judgement.problem));
        if (!hash) return;
        report.counts.bytes += hash->bytes;
        report.counts.stored_bytes += hash->stored_bytes;
        if (good && genuine) ++report.counts.logs_valid;
    }

    void find_undigested();
    Interval undigested_window() const;
    void judge_unlisted(const std::string& path, const Interval& window, Time newest);
    void look_for_reasons();
    void no_digests();

    const Area& area_;
    const AreaParts& parts_;
    DigestReader reader_;
    AreaWork work_;
    Time backfill_from_ = kFirstTime;
    std::vector<Verified> chains_;  // as in the report
    bool logs_there_ = false;
};

// Logs that lie in the folder of the area and that no digest lists.
void AreaVerifier::find_undigested() {
    const bool exact = parts_.objects.exact();
    std::vector<std::string> listed;
    Interval window = undigested_window();
    Time newest = kFirstTime;
    for (const Verified& chain : chains_)
        for (const SeenDigest& seen : chain.digests) {
            newest = std::max(newest, seen.name.end);
            if (!seen.digest) continue;
            for (const ListedLog& log : seen.digest->logs) listed.emplace_back(exact ? std::string_view(log.path) : below_logs(log.path));
        }
    std::ranges::sort(listed);
    const auto paths = parts_.objects.list(area_.folder("CloudTrail"), window);
    if (!paths) {
        work_.problems.push_back(paths.error());
        return;
    }
    logs_there_ = !paths->empty();
    for (const std::string& path : *paths) {
        if (path.ends_with('/')) continue;
        if (std::ranges::binary_search(listed, std::string(exact ? std::string_view(path) : below_logs(path)))) continue;
        judge_unlisted(path, window, newest);
    }
}

// Of which time logs must be listed: what was asked for, or what the chains are about. A run that goes on where another ended looks at the
// last hour of that one again, whose logs may have been too new.
Interval AreaVerifier::undigested_window() const {
    Interval window{parts_.asked.start.value_or(parts_.end), parts_.end};
    if (parts_.asked.start && !parts_.asked.resume) return window;
    bool first = true;
    for (const ChainReport& chain : work_.report.chains) {
        if (chain.id.backfill) continue;
        const bool resumed = parts_.asked.resume && chain.anchor != Anchor::none;
        const Time from = resumed ? chain.asked.from - hours(1) + kMinute : chain.asked.from;
        window.from = first ? from : parts_.asked.resume ? std::max(window.from, from) : std::min(window.from, from);
        first = false;
    }
    if (first && !parts_.asked.start) window.from = kFirstTime;
    return window;
}

void AreaVerifier::judge_unlisted(const std::string& path, const Interval& window, Time newest) {
    const auto name = parse_log_name(path);
    if (!name)
        return work_.report.add({Verdict::undigested, What::log, path, {}, "no digest lists it, and it does not have the name of a log"});
    if (name->time < window.from || name->time >= window.to) return;
    const bool dark = std::ranges::any_of(work_.open, [&](const OpenHole& open) {
        const Interval& when = work_.report.chains[open.chain].holes[open.hole].when;
        return !open.begins_again && name->time + kMinute >= when.from && name->time < when.to;
    });
    if (dark) {
        ++work_.report.counts.logs;
        ++work_.report.counts.logs_unchecked;
    } else if (name->time + hours(1) > newest && newest + kDeliveryLag > parts_.end) {
        ++work_.report.counts.waiting;
    } else {
        ++work_.report.counts.undigested;
        work_.report.add({Verdict::undigested, What::log, path, {name->time, name->time + kMinute}, "no digest lists it"});
    }
}

// Calls that switch a trail are logged in its home region: there they are read, for the holes of all regions.
void AreaVerifier::look_for_reasons() {
    for (const OpenHole& open : work_.open) {
        const ChainReport& report = work_.report.chains[open.chain];
        if (!open.begins_again || report.id.home != area_.region) continue;
        const Interval& hole = report.holes[open.hole].when;
        std::vector<ListedLog> logs;
        const Verified& chain = chains_[open.chain];
        for (std::size_t i = 0; i < chain.digests.size(); ++i) {
            const SeenDigest& seen = chain.digests[i];
            if (!seen.digest || !chain.judged.standings[i].genuine) continue;
            const Interval& about = seen.digest->about;
            const bool at_begin = about.to > hole.from - kBeforeHole && about.from < hole.from + kAfterHole;
            const bool at_end = about.to > hole.to - kBeforeHole && about.from < hole.to + kAfterHole;
            if (!at_begin && !at_end) continue;
            for (const ListedLog& log : seen.digest->logs) logs.push_back({parts_.objects.locate(log.path, area_.root), log.sha256});
        }
        std::vector<TrailEvent> found = parts_.objects.events(logs);
        std::vector<TrailEvent>& all = parts_.events[{area_.root, area_.organization, report.id.trail, report.id.home}];
        all.insert(all.end(), found.begin(), found.end());
    }
}

void AreaVerifier::no_digests() {
    const Interval when{parts_.asked.start.value_or(parts_.end), parts_.end};
    work_.report.add({Verdict::gap, What::time, {}, when, logs_there_ ? "there are logs, and no digest at all" : "there is no digest"});
}

}  // namespace

std::string Area::folder(std::string_view kind) const {
    return fmt::format("{}{}{}{}/{}/{}/", root, organization, organization.empty() ? "" : "/", account, kind, region);
}

AreaWork verify_area(const Area& area, const AreaParts& parts) { return AreaVerifier(area, parts).run(); }

}  // namespace vouch::trail
