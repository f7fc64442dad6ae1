// SPDX-License-Identifier: Apache-2.0
// Entries of single resources are looked up by resource; those of vouch.yaml are tried one after the other. Tested by suppressions_test.cc.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include "assess/suppressions/entry.h"
#include "assess/suppressions/register.h"
#include "base/text.h"
#include "base/wildcard.h"

namespace vouch::assess {

using model::Finding;
using model::Verdict;

namespace {

// "a, b (3)": each with how often it was met.
std::string counted(const std::map<std::string, std::size_t>& names) {
    constexpr std::size_t kMost = 8;
    std::string text;
    std::size_t told = 0;
    for (const auto& [name, count] : names) {
        if (told++ == kMost) return fmt::format("{} and {} more", text, names.size() - kMost);
        text += fmt::format("{}{}{}", text.empty() ? "" : ", ", base::excerpt(name), count > 1 ? fmt::format(" ({})", count) : "");
    }
    return text;
}

bool any_matches(const std::vector<std::string>& patterns, std::initializer_list<std::string_view> texts) {
    if (patterns.empty()) return true;
    return std::ranges::any_of(patterns, [&](const std::string& pattern) {
        return std::ranges::any_of(texts, [&](std::string_view text) { return !text.empty() && base::matches_wildcard(pattern, text); });
    });
}

class Applier {
public:
    Applier(Register& entries, std::span<const model::Control> controls, const model::Inventory& inventory, const std::string& today)
        : register_(entries), controls_(controls), inventory_(inventory), today_(today), used_(entries.entries.size()) {
        for (std::size_t i = 0; i < register_.entries.size(); ++i) {
            const Entry& entry = register_.entries[i];
            if (expired(entry)) continue;
            if (entry.resource) {
                by_resource_[place(*entry.unit, *entry.resource)].push_back(i);
            } else {
                others_.push_back(i);
            }
        }
    }

    void run(model::Assessment& assessment) {
        model::Counts counts;
        for (Finding& finding : assessment.findings) {
            if (finding.verdict == Verdict::fail) accept(finding);
            counts.add(finding.verdict);
        }
        assessment.counts = counts;
        tell_unused();
        tell_foreign();
    }

private:
    static std::uint64_t place(std::size_t unit, std::size_t resource) { return static_cast<std::uint64_t>(unit) << 32U | resource; }
    // Dates as YYYY-MM-DD are in order as text.
    bool expired(const Entry& entry) const { return !entry.what.until.empty() && entry.what.until < today_; }

    void accept(Finding& finding) {
        const auto own = by_resource_.find(place(finding.unit, finding.resource));
        if (own != by_resource_.end())
            for (const std::size_t i : own->second)
                if (matches(register_.entries[i], finding)) return take(finding, i);
        for (const std::size_t i : others_)
            if (matches(register_.entries[i], finding)) return take(finding, i);
    }

    void take(Finding& finding, std::size_t entry) {
        used_[entry] = true;
        finding.verdict = Verdict::suppressed;
        finding.suppression = register_.entries[entry].what;
    }

    bool matches(const Entry& entry, const Finding& finding) const {
        if (entry.unit && *entry.unit != finding.unit) return false;
        if (!any_matches(entry.controls, {controls_[finding.control].id})) return false;
        if (entry.paths.empty() && entry.resources.empty()) return true;
        const model::Unit& unit = *inventory_.units[finding.unit];
        const model::Resource& resource = unit.resources[finding.resource];
        const std::string full = fmt::format("{}/{}", unit.name, resource.id);
        return any_matches(entry.paths, {unit.file, unit.name, unit.stack_name}) &&
               any_matches(entry.resources, {resource.id, resource.construct_path, full});
    }

    void tell_unused() {
        for (std::size_t i = 0; i < used_.size(); ++i) {
            const Entry& entry = register_.entries[i];
            if (used_[i]) continue;
            const std::string name =
                fmt::format("the suppression of `{}`", base::excerpt(fmt::format("{}", fmt::join(entry.controls, ", "))));
            if (expired(entry)) {
                register_.warnings.push_back({base::Code::invalid_value,
                                              fmt::format("{} ended on {}: what it accepted counts again", name, entry.what.until),
                                              entry.what.where,
                                              {},
                                              {}});
            } else if (entry.own && judged(entry)) {
                register_.warnings.push_back(
                    {base::Code::empty_set, fmt::format("{} accepts nothing: no such fail was found", name), entry.what.where, {}, {}});
            }
        }
    }

    void tell_foreign() {
        if (const auto& names = register_.without_counterpart; !names.empty())
            register_.warnings.push_back(
                {base::Code::undefined_name,
                 fmt::format("suppressions of rules without a counterpart here accept nothing: {}", counted(names)),
                 {},
                 {},
                 {}});
        if (const auto& names = register_.of_single_values; !names.empty())
            register_.warnings.push_back(
                {base::Code::invalid_value,
                 fmt::format("suppressions of single values are not taken for whole resources: {}", counted(names)),
                 {},
                 {},
                 "accept the finding with `Metadata.vouch.suppress` or in vouch.yaml"});
    }

    // A run with a choice of controls says nothing about the others.
    bool judged(const Entry& entry) const {
        return std::ranges::any_of(controls_, [&](const model::Control& control) { return any_matches(entry.controls, {control.id}); });
    }

    Register& register_;
    std::span<const model::Control> controls_;
    const model::Inventory& inventory_;
    const std::string& today_;
    std::vector<bool> used_;
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_resource_;
    std::vector<std::size_t> others_;
};

}  // namespace

void apply(Register& entries, std::span<const model::Control> controls, const model::Inventory& inventory, const std::string& today,
           model::Assessment& assessment) {
    Applier(entries, controls, inventory, today).run(assessment);
}

}  // namespace vouch::assess
