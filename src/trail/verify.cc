// SPDX-License-Identifier: Apache-2.0
// One account and region after the other, so that memory follows the largest of them; within one the work is parallel. Reasons of holes
// come last, because the calls that explain them are logged in one region for all. Tested by verify_test.cc.
#include "trail/verify.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "base/text.h"
#include "trail/area_list.h"
#include "trail/names.h"
#include "trail/reasons.h"

namespace vouch::trail {

using base::Result;

namespace {

constexpr std::array<std::string_view, 2> kKinds{"CloudTrail-Digest", "CloudTrail"};

class Verification {
public:
    Verification(Objects& objects, const KeysOf& keys, const Asked& asked, const Heads& known, const Listening& listening)
        : objects_(objects), keys_(keys), asked_(asked), known_(known), listening_(listening) {}

    Result<Report> run() {
        report_.seed = asked_.seed;
        VOUCH_CHECK(find_areas());
        VOUCH_CHECK(settle_time());
        std::size_t number = 0;
        for (const Area& area : areas_) {
            if (listening_.stopped()) {
                report_.problems.push_back({base::Code::cancelled, "stopped before all accounts and regions were verified", {}, {}, {}});
                break;
            }
            progress_.area = ++number;
            progress_.areas = areas_.size();
            listening_.progress(progress_);
            add(verify_area(area, {objects_, keys_, asked_, known_, report_.asked.to, events_, listening_.logs}));
        }
        std::ranges::move(objects_.problems(), std::back_inserter(report_.problems));
        settle_holes();
        settle_begin();
        if (areas_.empty() && (asked_.start || asked_.live || !known_.empty()))
            report_.deviations.push_back({Verdict::gap, What::time, {}, report_.asked, "there is no digest of any account or region"});
        return std::move(report_);
    }

private:
    Result<void> find_areas() {
        VOUCH_TRY(const std::vector<std::string> roots, objects_.roots());
        VOUCH_TRY(areas_, trail::find_areas(objects_, roots, {asked_.accounts, asked_.regions, kKinds}));
        for (const auto& [id, head] : known_)
            if (chosen(asked_.accounts, id.account) && chosen(asked_.regions, id.region))
                areas_.insert({id.root, id.organization, id.account, id.region});
        expect(roots);
        return {};
    }

    // Accounts and regions that were named must be there.
    void expect(const std::vector<std::string>& roots) {
        std::set<std::tuple<std::string, std::string, std::string>> accounts;  // root, organization, account
        std::set<std::string> found;
        for (const Area& area : areas_) {
            accounts.emplace(area.root, area.organization, area.account);
            found.insert(area.account);
        }
        const std::string root = roots.empty() ? "AWSLogs/" : roots.front();
        for (const std::string& account : asked_.accounts)
            if (!found.contains(account)) {
                accounts.emplace(root, "", account);
                if (asked_.regions.empty())
                    report_.deviations.push_back(
                        {Verdict::missing, What::time, {}, {}, fmt::format("account {} has no digest and no log", account)});
            }
        for (const auto& [place, organization, account] : accounts)
            for (const std::string& region : asked_.regions) areas_.insert({place, organization, account, region});
    }

    // Up to when: what was asked for, or now, less the time that deliveries take; of a copy, its last digest, less the same.
    Result<void> settle_time() {
        const Time latest = asked_.now - kDeliveryLag;
        report_.start_given = asked_.start.has_value();
        report_.end_given = asked_.end.has_value();
        Time end = asked_.end ? std::min(*asked_.end, latest) : latest;
        if (!asked_.end && !asked_.live) {
            Time last = kFirstTime;
            for (const Area& area : areas_) {
                VOUCH_TRY(const auto paths, objects_.list(area.folder("CloudTrail-Digest"), {kFirstTime, kLastTime}));
                for (const std::string& path : paths)
                    if (const auto name = parse_digest_name(path); name && !name->backfill) last = std::max(last, name->end);
            }
            for (const auto& [id, head] : known_) last = std::max(last, head.end);
            end = std::max(kFirstTime, last - kDeliveryLag);
        }
        report_.asked = {asked_.start.value_or(end), end};
        if (asked_.start && *asked_.start >= end)
            return base::fail(base::Code::invalid_usage,
                              fmt::format("nothing can be asked for from {} to {}: digests come up to two hours later",
                                          to_string(*asked_.start), to_string(end)));
        return {};
    }

    void add(AreaWork work) {
        std::ranges::move(work.problems, std::back_inserter(report_.problems));
        report_.sampled += work.sampled;
        for (const OpenHole& open : work.open) open_.emplace_back(report_.areas.size(), open);
        report_.areas.push_back(std::move(work.report));
    }

    void settle_holes() {
        for (const auto& [index, open] : open_) {
            AreaReport& area = report_.areas[index];
            ChainReport& chain = area.chains[open.chain];
            Hole& hole = chain.holes[open.hole];
            const bool begins = hole.when.from == chain.asked.from && chain.anchor == Anchor::none;
            const Place place = begins ? Place::begin : hole.when.to == chain.asked.to ? Place::end : Place::middle;
            const auto events = events_.find({area.root, area.organization, chain.id.trail, chain.id.home});
            if (events != events_.end()) hole.reason = reason_of(hole.when, place, open.begins_again, chain.id.trail, events->second);
            if (hole.reason.empty() && place == Place::end) hole.reason = continued(area, chain.id, hole.when);
            if (hole.reason.empty()) area.add({Verdict::gap, What::time, {}, hole.when, hole.cause});
        }
        for (AreaReport& area : report_.areas)
            std::ranges::stable_sort(area.deviations, {}, [](const Deviation& each) { return std::tie(each.when.from, each.path); });
    }

    // Where a trail was told to write to another bucket, its chain goes on there, and that part names this one as what was before.
    std::string continued(const AreaReport& area, const ChainId& id, const Interval& hole) const {
        for (const AreaReport& other : report_.areas) {
            if (other.root == area.root || other.organization != area.organization || other.account != area.account ||
                other.region != area.region)
                continue;
            for (const ChainReport& chain : other.chains) {
                const bool whole = std::ranges::none_of(
                    chain.holes, [&](const Hole& each) { return each.when.from < hole.to && each.when.to > hole.from; });
                if (chain.id == id && whole && chain.asked.from <= hole.from && chain.asked.to >= hole.to)
                    return fmt::format("the chain goes on below `{}`", other.root);
            }
        }
        return {};
    }

    void settle_begin() {
        if (asked_.start) return;
        for (const AreaReport& area : report_.areas)
            for (const ChainReport& chain : area.chains)
                if (!chain.id.backfill) report_.asked.from = std::min(report_.asked.from, chain.asked.from);
    }

    Objects& objects_;
    const KeysOf& keys_;
    const Asked& asked_;
    const Heads& known_;
    const Listening& listening_;
    std::set<Area> areas_;
    EventTable events_;
    std::vector<std::pair<std::size_t, OpenHole>> open_;  // with the number of the area
    VerifyProgress progress_;
    Report report_;
};

}  // namespace

Result<Report> verify(Objects& objects, const KeysOf& keys, const Asked& asked, const Heads& known, const Listening& listening) {
    return Verification(objects, keys, asked, known, listening).run();
}

}  // namespace vouch::trail
