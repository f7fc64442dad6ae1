// SPDX-License-Identifier: Apache-2.0
// The next digest is read too: it holds the signature that a copy lacks, and names a digest that is gone. Tested by sample_test.cc.
#include "trail/sample.h"

#include <algorithm>
#include <iterator>
#include <random>

#include "trail/chain.h"
#include "trail/names.h"
#include "trail/seen.h"

namespace vouch::trail {

using base::Code;

LogJudgement judge_log(const std::string& sha256, const std::string& path, const base::Result<LogHash>& hash) {
    const auto name = parse_log_name(path);
    const Interval when = name ? Interval{name->time, name->time + std::chrono::minutes(1)} : Interval{};
    const auto deviates = [&](Verdict verdict, std::string why) {
        return LogJudgement{Deviation{verdict, What::log, path, when, std::move(why)}, std::nullopt};
    };
    if (hash)
        return hash->sha256 == sha256 ? LogJudgement{}
                                      : deviates(Verdict::invalid, "was changed: its hash is another than its digest lists");
    switch (hash.error().code) {
        case Code::not_found: return deviates(Verdict::missing, "is not there, and a digest lists it");
        case Code::syntax:
        case Code::integrity:
        case Code::too_large:
        case Code::outside_root: return deviates(Verdict::invalid, hash.error().message);
        default: return {std::nullopt, hash.error()};
    }
}

namespace {

class Sampling {
public:
    Sampling(const Area& area, const ChainId& chain, const KeysOf& keys, Objects& objects)
        : area_(area), chain_(chain), keys_(keys), objects_(objects), reader_(objects) {}

    void draw(Time time) {
        ChainTable chains = reader_.chains(area_, {time, time + std::chrono::hours(48)}, time, chain_.trail);
        std::ranges::move(reader_.problems, std::back_inserter(result_.problems));
        reader_.problems.clear();
        std::vector<SeenDigest>& digests = chains[chain_];
        if (digests.empty()) return;
        digests.resize(std::min<std::size_t>(digests.size(), 2));
        const auto keys = keys_(area_.region, {time, digests.back().name.end});
        if (!keys) {
            result_.problems.push_back(keys.error());
            return;
        }
        const JudgedChain judged = judge_chain(digests, {**keys, objects_.exact(), {time, time}});
        for (const Deviation& deviation : judged.deviations)
            if ((deviation.path == digests[0].path || deviation.verdict == Verdict::missing) &&
                deviation.verdict != Verdict::unanchored_head &&
                std::ranges::find(result_.deviations, deviation.path, &Deviation::path) == result_.deviations.end())
                result_.deviations.push_back(deviation);
        ++result_.digests;
        if (judged.standings[0].genuine) check_logs(*digests[0].digest);
    }

    Sampled result() { return std::move(result_); }

private:
    void check_logs(const Digest& digest) {
        std::vector<std::string> paths;
        for (const ListedLog& log : digest.logs) paths.push_back(objects_.locate(log.path, area_.root));
        std::vector<LogJudgement> judgements(paths.size());
        objects_.hash(paths, [&](std::size_t index, const base::Result<LogHash>& hash) {
            judgements[index] = judge_log(digest.logs[index].sha256, paths[index], hash);
        });
        for (LogJudgement& judgement : judgements) {
            if (judgement.deviation) result_.deviations.push_back(*std::move(judgement.deviation));
            if (judgement.problem) result_.problems.push_back(*std::move(judgement.problem));
        }
    }

    const Area& area_;
    const ChainId& chain_;
    const KeysOf& keys_;
    Objects& objects_;
    DigestReader reader_;
    Sampled result_;
};

// FNV-1a: chains draw different hours from one seed.
std::uint64_t mixed(std::uint64_t seed, const std::string& text) {
    std::uint64_t hash = 14695981039346656037U ^ seed;
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
    return hash;
}

}  // namespace

Sampled sample_chain(const Area& area, const ChainId& chain, const Head& head, const KeysOf& keys, Objects& objects, std::size_t count,
                     std::uint64_t seed) {
    Sampling sampling(area, chain, keys, objects);
    const auto hours = static_cast<std::uint64_t>(std::max<std::int64_t>(0, (head.end - head.since).count() / 3600));
    if (hours == 0) return sampling.result();
    std::mt19937_64 random(mixed(seed, area.account + area.region + chain.trail));
    std::vector<std::uint64_t> drawn;
    for (std::size_t i = 0; i < count; ++i) drawn.push_back(random() % hours);
    std::ranges::sort(drawn);
    const auto again = std::ranges::unique(drawn);
    drawn.erase(again.begin(), again.end());
    for (const std::uint64_t hour : drawn) sampling.draw(head.since + std::chrono::hours(hour));
    return sampling.result();
}

}  // namespace vouch::trail
