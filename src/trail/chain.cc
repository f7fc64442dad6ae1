// SPDX-License-Identifier: Apache-2.0
// A digest is signed twice: in its own metadata, and its successor repeats the signature. Either proves its bytes; both must be there and
// agree where there is metadata at all, because then the object is not what CloudTrail wrote. Tested by chain_test.cc.
#include "trail/chain.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"

namespace vouch::trail {
namespace {

constexpr std::size_t kNone = static_cast<std::size_t>(-1);

// Why a digest that could be parsed is not the one of its path; empty where it is.
std::string own_fault(const SeenDigest& seen, bool exact) {
    const Digest& digest = *seen.digest;
    if (!same_place(digest.path, seen.path, exact))
        return fmt::format("was moved: it says that it lies at `{}`", base::excerpt(digest.path, 300));
    if (digest.account != seen.name.account)
        return fmt::format("is of account `{}`, not of that of its path", base::excerpt(digest.account));
    if (digest.about.to != seen.name.end) return fmt::format("ends at {}, not at the time of its name", digest.end_text);
    for (const ListedLog& log : digest.logs) {
        const auto name = parse_log_name(log.path);
        if (name && (name->account != seen.name.account || name->region != seen.name.region))
            return fmt::format("lists a log of another account or region: `{}`", base::excerpt(log.path, 300));
    }
    return {};
}

class ChainJudge {
public:
    ChainJudge(std::span<const SeenDigest> digests, const ChainRules& rules)
        : digests_(digests),
          rules_(rules),
          successor_(digests.size(), kNone),
          blamed_(digests.size(), false),
          signed_(digests.size(), false) {
        result_.standings.resize(digests.size());
    }

    JudgedChain run() {
        for (std::size_t i = 0; i < digests_.size(); ++i) by_place_.emplace(place(digests_[i].path), i);
        for (std::size_t i = 0; i < digests_.size(); ++i) look_alone(i);
        for (std::size_t i = 0; i < digests_.size(); ++i) find_successor(i);
        for (std::size_t i = 0; i < digests_.size(); ++i) verify(i);
        for (std::size_t i = 0; i < digests_.size(); ++i) link(i);
        for (std::size_t i = 0; i < digests_.size(); ++i) settle(i);
        find_holes();
        find_head();
        return std::move(result_);
    }

private:
    std::string place(std::string_view path) const { return std::string(rules_.exact ? path : below_logs(path)); }
    bool usable(std::size_t i) const { return digests_[i].digest && !blamed_[i]; }

    // Only what is first said of a digest is told: the rest follows from it mostly.
    void blame(std::size_t i, std::string why, Verdict verdict = Verdict::invalid) {
        if (blamed_[i]) return;
        blamed_[i] = true;
        const SeenDigest& seen = digests_[i];
        const Interval when = seen.digest ? seen.digest->about : Interval{seen.name.end - std::chrono::hours(1), seen.name.end};
        result_.deviations.push_back({verdict, What::digest, seen.path, when, std::move(why)});
    }

    void look_alone(std::size_t i) {
        const SeenDigest& seen = digests_[i];
        if (!seen.digest) {
            if (seen.unread)
                blamed_[i] = true;  // told as a problem, not as a deviation
            else
                blame(i, seen.fault);
            return;
        }
        if (std::string fault = own_fault(seen, rules_.exact); !fault.empty()) blame(i, std::move(fault));
    }

    void find_successor(std::size_t i) {
        const SeenDigest& seen = digests_[i];
        if (!usable(i) || !seen.digest->previous) return;
        const auto found = by_place_.find(place(seen.digest->previous->path));
        if (found == by_place_.end()) return;
        const std::size_t before = found->second;
        if (before >= i) return blame(i, "names a digest that is not older as the one before it");
        if (successor_[before] != kNone)
            return blame(i, fmt::format("names the same digest before it as `{}`", digests_[successor_[before]].path));
        successor_[before] = i;
    }

    base::Result<void> verify_with(std::size_t i, std::string_view signature) const {
        const SeenDigest& seen = digests_[i];
        return rules_.keys.verify(seen.digest->key, string_to_sign(*seen.digest, seen.sha256), signature, seen.digest->about);
    }

    void verify(std::size_t i) {
        if (!usable(i)) return;
        const SeenDigest& seen = digests_[i];
        const std::size_t next = successor_[i];
        Standing& standing = result_.standings[i];
        if (seen.metadata) {
            const base::Result<void> own = verify_metadata(i);
            signed_[i] = standing.genuine = own.has_value();
            if (own) return;
            standing.genuine = next != kNone && verify_with(i, digests_[next].digest->previous->signature);
            const std::string_view also = standing.genuine ? "; the next digest holds the signature that fits" : "";
            blame(i, fmt::format("is not as it was signed: {}{}", own.error().message, also));
            return;
        }
        standing.unanchored = next == kNone;
        if (next == kNone) return;
        const auto by_next = verify_with(i, digests_[next].digest->previous->signature);
        standing.genuine = by_next.has_value();
        if (!by_next) blame(i, fmt::format("is not what was signed: the signature that the next digest holds {}", by_next.error().message));
    }

    base::Result<void> verify_metadata(std::size_t i) const {
        const Metadata& metadata = *digests_[i].metadata;
        if (metadata.signature.empty()) return base::fail(base::Code::integrity, "its metadata has no signature");
        if (metadata.algorithm != kSignatureAlgorithm)
            return base::fail(base::Code::integrity, fmt::format("its metadata says that it is signed with `{}`, not `{}`",
                                                                 base::excerpt(metadata.algorithm), kSignatureAlgorithm));
        auto verified = verify_with(i, metadata.signature);
        if (!verified) verified.error().message = fmt::format("the signature in its metadata {}", verified.error().message);
        return verified;
    }

    void link(std::size_t i) {
        const SeenDigest& seen = digests_[i];
        const Standing& standing = result_.standings[i];
        if (!seen.digest || !seen.digest->previous || !(standing.genuine || standing.unanchored)) return;
        const PreviousDigest& previous = *seen.digest->previous;
        const auto found = by_place_.find(place(previous.path));
        if (found == by_place_.end()) return miss(i, previous);
        const std::size_t before = found->second;
        if (!digests_[before].digest || before >= i) return;
        const SeenDigest& earlier = digests_[before];
        if (result_.standings[before].genuine) {
            if (previous.sha256 != earlier.sha256) return blame(i, "does not continue the digest before it: it names another hash");
            if (signed_[before] && hexadecimal(earlier.metadata->signature) != previous.signature)
                return blame(i, "does not continue the digest before it: it names another signature");
        }
        if (!seen.name.backfill && seen.digest->about.from < earlier.digest->about.to)
            return blame(i, "begins before the end of the digest before it");
        for (std::size_t between = before + 1; between < i; ++between)
            if (successor_[between] == kNone)
                blame(between, fmt::format("stands outside of the chain: `{}` names an older one before it", seen.path));
    }

    // A digest names one that was not found. What ended before the time that was asked for was not looked for.
    void miss(std::size_t i, const PreviousDigest& previous) {
        const auto name = parse_digest_name(previous.path);
        if (name && name->end <= rules_.asked.from) return;
        ++result_.missing;
        const Time end = name ? name->end : digests_[i].digest->about.from;
        result_.deviations.push_back({Verdict::missing,
                                      What::digest,
                                      previous.path,
                                      {end - std::chrono::hours(1), end},
                                      fmt::format("is not there; `{}` names it as the one before it", digests_[i].path)});
    }

    void settle(std::size_t i) {
        Standing& standing = result_.standings[i];
        const SeenDigest& seen = digests_[i];
        if (blamed_[i] || !seen.digest) {
            standing.unanchored = false;
            return;
        }
        standing.valid = standing.genuine;
        if (standing.unanchored)
            result_.deviations.push_back(
                {Verdict::unanchored_head, What::digest, seen.path, seen.digest->about,
                 "cannot be verified: its signature stands in its metadata and in the next digest, and neither was given"});
    }

    bool covers(std::size_t i) const { return digests_[i].digest && (result_.standings[i].genuine || result_.standings[i].unanchored); }

    void find_holes() {
        if (!digests_.empty() && digests_.front().name.backfill) return;
        std::vector<Interval> covered;
        for (std::size_t i = 0; i < digests_.size(); ++i)
            if (covers(i)) covered.push_back(digests_[i].digest->about);
        for (const Interval& hole : uncovered(rules_.asked, std::move(covered))) describe_hole(hole);
    }

    void describe_hole(const Interval& hole) {
        const auto first = std::ranges::upper_bound(digests_, hole.from, {}, end_of);
        bool broken = false;
        std::size_t i = static_cast<std::size_t>(first - digests_.begin());
        for (; i < digests_.size() && digests_[i].name.end <= hole.to; ++i) broken = broken || !covers(i);
        while (i < digests_.size() && !covers(i)) ++i;
        const bool last = i == digests_.size();
        const bool again = last || !digests_[i].digest->previous;
        std::string cause;
        if (broken)
            cause = "digests of this time are not valid";
        else if (last)
            cause = "no digest ends later";
        else if (again)
            cause = "the next digest begins a chain anew";
        else if (by_place_.contains(place(digests_[i].digest->previous->path)))
            cause = "the next digest begins later than the one before it ends";
        else
            cause = "digests of this time are missing";
        result_.holes.push_back({hole, {}, std::move(cause)});
        result_.begins_again.push_back(again && !broken);
    }
    static Time end_of(const SeenDigest& seen) { return seen.name.end; }

    void find_head() {
        for (std::size_t i = digests_.size(); i-- > 0;) {
            if (!result_.standings[i].valid) continue;
            const SeenDigest& seen = digests_[i];
            std::string signature;
            if (seen.metadata && result_.standings[i].genuine)
                signature = hexadecimal(seen.metadata->signature).value_or("");
            else if (successor_[i] != kNone)
                signature = digests_[successor_[i]].digest->previous->signature;
            result_.head = Head{seen.path, seen.digest->about.to, seen.sha256, std::move(signature), rules_.asked.from};
            return;
        }
    }

    std::span<const SeenDigest> digests_;
    const ChainRules& rules_;
    std::vector<std::size_t> successor_;  // which digest names this one as the one before it
    std::vector<bool> blamed_;
    std::vector<bool> signed_;  // by their own metadata
    std::map<std::string, std::size_t, std::less<>> by_place_;
    JudgedChain result_;
};

}  // namespace

bool same_place(std::string_view stated, std::string_view path, bool exact) {
    return exact ? stated == path : below_logs(stated) == below_logs(path);
}

JudgedChain judge_chain(std::span<const SeenDigest> digests, const ChainRules& rules) { return ChainJudge(digests, rules).run(); }

}  // namespace vouch::trail
