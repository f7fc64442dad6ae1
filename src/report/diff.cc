// SPDX-License-Identifier: Apache-2.0
// Both runs are sorted, so one walk over both tells what is in which. Tested by diff_test.cc.
#include "report/diff.h"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

namespace vouch::report {

using model::Verdict;

namespace {

auto key(const RunFinding& finding) { return std::tie(finding.unit, finding.resource, finding.control); }

// The gravest first.
int grade(Verdict verdict) {
    constexpr std::array kOrder{Verdict::fail, Verdict::unverified, Verdict::suppressed, Verdict::pass, Verdict::not_applicable};
    return static_cast<int>(std::ranges::find(kOrder, verdict) - kOrder.begin());
}

using UnitAndType = std::pair<std::string, std::string>;  // unit and type

class Comparison {
public:
    Comparison(const PastRun& before, const PastRun& after) : before_(before), after_(after) {}

    Difference compare() {
        resources();
        auto old = before_.findings.begin();
        auto now = after_.findings.begin();
        while (old != before_.findings.end() || now != after_.findings.end()) {
            if (now == after_.findings.end() || (old != before_.findings.end() && key(*old) < key(*now))) {
                only_before(*old++);
            } else if (old == before_.findings.end() || key(*now) < key(*old)) {
                only_after(*now++);
            } else {
                both(*old++, *now++);
            }
        }
        return std::move(out_);
    }

private:
    using Seen = std::map<ResourceSeen, bool>;  // true: every verdict on it is unverified

    static Seen seen(const PastRun& run) {
        Seen all;
        for (const RunFinding& each : run.findings) {
            const auto [place, added] = all.emplace(ResourceSeen{each.unit, each.resource, each.type}, true);
            place->second = place->second && each.verdict == Verdict::unverified;
        }
        return all;
    }

    // A list that was denied leaves one unverified resource in place of all that it would have told: then none of its kind is gone.
    void resources() {
        const Seen old = seen(before_);
        const Seen now = seen(after_);
        for (const auto& [resource, unknown] : now) {
            if (old.contains(resource)) continue;
            if (unknown) kept_back_.emplace(resource.unit, resource.type);
            if (before_.units.contains(resource.unit)) out_.added.push_back(resource);
        }
        for (const RunFinding& each : before_.findings) {
            const ResourceSeen resource{each.unit, each.resource, each.type};
            if (now.contains(resource) || !looked_again(each)) continue;
            if (out_.gone.empty() || out_.gone.back() != resource) out_.gone.push_back(resource);
        }
    }

    // Would the finding be there again if its resource were?
    bool looked_again(const RunFinding& finding) const {
        return after_.units.contains(finding.unit) && after_.controls.contains(finding.control) &&
               !kept_back_.contains({finding.unit, finding.type});
    }

    void only_before(const RunFinding& old) {
        if (old.verdict != Verdict::fail) return;
        (looked_again(old) ? out_.closed : out_.unseen).push_back({&old, nullptr});
    }

    void only_after(const RunFinding& now) {
        if (now.verdict == Verdict::fail) out_.opened.push_back({nullptr, &now});
    }

    void both(const RunFinding& old, const RunFinding& now) {
        if (old.verdict == now.verdict) {
            out_.still += now.verdict == Verdict::fail ? 1U : 0U;
        } else if (now.verdict == Verdict::fail) {
            out_.opened.push_back({&old, &now});
        } else if (old.verdict == Verdict::fail && (now.verdict == Verdict::pass || now.verdict == Verdict::not_applicable)) {
            out_.closed.push_back({&old, &now});
        } else {
            out_.changed.push_back({&old, &now});
        }
    }

    const PastRun& before_;
    const PastRun& after_;
    Difference out_;
    std::set<UnitAndType> kept_back_;
};

}  // namespace

void put_in_order(PastRun& run) {
    std::ranges::stable_sort(run.findings, [](const RunFinding& a, const RunFinding& b) {
        if (key(a) != key(b)) return key(a) < key(b);
        return grade(a.verdict) < grade(b.verdict);
    });
    const auto rest = std::ranges::unique(run.findings, [](const RunFinding& a, const RunFinding& b) { return key(a) == key(b); });
    run.findings.erase(rest.begin(), rest.end());
}

Difference compare(const PastRun& before, const PastRun& after) { return Comparison(before, after).compare(); }

}  // namespace vouch::report
