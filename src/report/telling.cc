// SPDX-License-Identifier: Apache-2.0
// Tested by pieces_test.cc and tests/check/formats_test.py.
#include "report/telling.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/estate.h"
#include "report/groups.h"
#include "report/page.h"
#include "report/provenance.h"
#include "report/uri.h"
#include "report/words.h"

namespace vouch::report {

using model::Finding;
using model::Reason;
using model::Verdict;

namespace {

constexpr std::size_t kMostReasons = 8;
constexpr std::size_t kMostCalls = 3;

std::string one(const Finding& finding, const Reason& reason) {
    if (finding.verdict == Verdict::unverified) return "not verified: " + reason.unknown;
    const std::string detail = reason.why.empty() ? compared(reason) : reason.why;
    if (reason.message.empty()) return detail.empty() ? reason.clause : detail;
    return detail.empty() ? reason.message : fmt::format("{} ({})", reason.message, detail);
}

// The calls behind the reasons, each the one that says most: "; from s3:GetBucketAcl eu-west-1, request ABC".
std::string from(const Report& report, const Finding& finding, const std::vector<const Reason*>& all) {
    Calls calls;
    for (const Reason* reason : all)
        if (const model::CallMade* call = call_of(report, finding, *reason))
            if (std::ranges::find(calls, call) == calls.end() && calls.size() < kMostCalls) calls.push_back(call);
    std::string text;
    for (const model::CallMade* call : calls) text += (text.empty() ? "; from " : "; ") + told(*call);
    return text;
}

}  // namespace

base::Location place_of(const Report& report, const Finding& finding) {
    // A live resource stands in an account and region, which have no lines.
    if (report.audit != nullptr) return {unit_of(report, finding).file, 0, 0};
    const auto all = distinct(finding);
    const model::Resource& resource = resource_of(report, finding);
    const base::Location* first = all.empty() || all.front()->where.line == 0 ? nullptr : &all.front()->where;
    // What is missing everywhere stands nowhere.
    if (resource.type == model::kEstateType && (first == nullptr || first->file == unit_of(report, finding).file))
        return {std::string(kEstatePlace), 0, 0};
    if (first != nullptr) return *first;
    return unit_of(report, finding).location(resource.position);
}

std::string why(const Report& report, const Finding& finding) {
    if (finding.verdict == Verdict::pass || finding.verdict == Verdict::not_applicable) return {};
    if (finding.error) return "not verified: " + finding.error->message;
    const auto all = distinct(finding);
    if (all.empty()) return report.controls[finding.control].title;
    std::string text;
    for (std::size_t i = 0; i < all.size() && i < kMostReasons; ++i) text += (i == 0 ? "" : "; ") + one(finding, *all[i]);
    if (all.size() > kMostReasons) text += fmt::format("; and {}", counted(all.size() - kMostReasons, "more reason"));
    return text + from(report, finding, all);
}

std::string accepted(const model::Suppression& suppression) {
    std::string text = "accepted";
    if (!suppression.owner.empty()) text += " by " + suppression.owner;
    if (!suppression.until.empty()) text += " until " + suppression.until;
    const std::string place = suppression.where.file.empty() ? suppression.source : base::to_string(suppression.where);
    if (!place.empty()) text += fmt::format(" ({})", place);
    return text + ": " + (suppression.reason.empty() ? "no reason is given" : suppression.reason);
}

std::string accepted(const Finding& finding) {
    if (finding.verdict != Verdict::suppressed) return {};
    return accepted(finding.suppression ? *finding.suppression : model::Suppression{});
}

std::string told(const base::Error& error) { return fmt::format("{} [{}]", error.message, base::row(error.code).id); }

std::string totals(const Report& report) {
    const model::Counts& counts = report.assessment.counts;
    std::string text = fmt::format("{} fail, {} unverified, ", counts.of(Verdict::fail), counts.of(Verdict::unverified));
    if (counts.of(Verdict::suppressed) > 0) text += fmt::format("{} suppressed, ", counts.of(Verdict::suppressed));
    text += fmt::format("{} pass", counts.of(Verdict::pass));
    if (!report.problems.empty()) text += ", " + counted(report.problems.size(), "problem");
    return text;
}

}  // namespace vouch::report
