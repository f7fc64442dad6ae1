// SPDX-License-Identifier: Apache-2.0
// Entries of single resources are looked up by resource; the others are tried one after the other, each for its controls, up to a limit.
// Tested by suppressions_test.cc.
#include <algorithm>
#include <functional>
#include <map>
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

// Names of a finding that patterns are tried on.
struct Named {
    const model::Unit& unit;
    const model::Resource& resource;
    std::string full;  // "Stack/LogicalId"
};

class Applier {
public:
    Applier(Register& entries, std::span<const model::Control> controls, const model::Inventory& inventory, const std::string& today)
        : register_(entries),
          controls_(controls),
          inventory_(inventory),
          today_(today),
          used_(entries.entries.size()),
          judged_(entries.entries.size()),
          by_control_(controls.size()) {
        for (std::size_t i = 0; i < register_.entries.size(); ++i) {
            const Entry& entry = register_.entries[i];
            if (entry.resource && !expired(entry)) by_resource_[place(*entry.unit, *entry.resource)].push_back(i);
            for (std::size_t control = 0; control < controls_.size(); ++control) {
                if (!any(entry.controls, controls_[control].id)) continue;
                judged_[i] = true;
                if (!entry.resource && entry.construct.empty() && !expired(entry)) by_control_[control].push_back(i);
            }
            if (!entry.construct.empty() && !expired(entry)) by_construct_[entry.construct].push_back(i);
        }
    }

    void run(model::Assessment& assessment) {
        model::Counts counts;
        for (Finding& finding : assessment.findings) {
            if (finding.verdict == Verdict::fail) accept(finding);
            counts.add(finding.verdict);
        }
        assessment.counts = counts;
        if (cost_ > kMostCost)
            register_.problems.push_back(
                {base::Code::too_large,
                 "so many suppressions and failed resources meet that not all were tried: the rest counts as failed",
                 {},
                 {},
                 "name resources one by one in their templates, or take a baseline"});
        tell_unused();
        tell_foreign();
    }

private:
    static std::uint64_t place(std::size_t unit, std::size_t resource) { return static_cast<std::uint64_t>(unit) << 32U | resource; }
    // Dates as YYYY-MM-DD are in order as text.
    bool expired(const Entry& entry) const { return !entry.what.until.empty() && entry.what.until < today_; }

    void accept(Finding& finding) {
        const auto own = by_resource_.find(place(finding.unit, finding.resource));
        if (own != by_resource_.end() && take_first(finding, own->second)) return;
        if (!by_construct_.empty() && accept_construct(finding)) return;
        const auto& others = by_control_[finding.control];
        if (others.empty() || cost_ > kMostCost) return;
        const model::Unit& unit = *inventory_.units[finding.unit];
        const model::Resource& resource = unit.resources[finding.resource];
        const Named named{unit, resource, fmt::format("{}/{}", unit.name, resource.id)};
        for (const std::size_t i : others) {
            if (matches(register_.entries[i], finding, named)) return take(finding, i);
            if (cost_ > kMostCost) return;
        }
    }

    // Of the construct itself or of one above it.
    bool accept_construct(Finding& finding) {
        const std::string_view path = inventory_.units[finding.unit]->resources[finding.resource].construct_path;
        for (std::size_t end = path.find('/'); cost_ <= kMostCost; end = path.find('/', end + 1)) {
            const std::string_view above = path.substr(0, end);
            cost_ += 1 + above.size() / kStepsOfOne;
            const auto found = by_construct_.find(above);
            if (found != by_construct_.end() && take_first(finding, found->second)) return true;
            if (end == std::string_view::npos) return false;
        }
        return false;
    }

    // Among entries that are known to be about the resource of the finding.
    bool take_first(Finding& finding, const std::vector<std::size_t>& entries) {
        for (const std::size_t i : entries) {
            const Entry& entry = register_.entries[i];
            if ((entry.unit && *entry.unit != finding.unit) || !any(entry.controls, controls_[finding.control].id)) continue;
            return take(finding, i), true;
        }
        return false;
    }

    void take(Finding& finding, std::size_t entry) {
        used_[entry] = true;
        finding.verdict = Verdict::suppressed;
        finding.suppression = std::make_shared<const model::Suppression>(register_.entries[entry].what);
    }

    // Of an entry for that control.
    bool matches(const Entry& entry, const Finding& finding, const Named& named) {
        ++cost_;
        if (entry.unit && *entry.unit != finding.unit) return false;
        return any_of_or_none(entry.paths, {named.unit.file, named.unit.name, named.unit.stack_name}) &&
               any_of_or_none(entry.resources, {named.resource.id, named.resource.construct_path, named.full});
    }

    static bool any(const std::vector<std::string>& patterns, std::string_view text) {
        return std::ranges::any_of(patterns, [&](const std::string& pattern) { return base::matches_wildcard(pattern, text); });
    }

    bool any_of_or_none(const std::vector<std::string>& patterns, std::initializer_list<std::string_view> texts) {
        if (patterns.empty()) return true;
        for (const std::string& pattern : patterns)
            for (const std::string_view text : texts) {
                cost_ += 1 + pattern.size() * text.size() / kStepsOfOne;
                if (!text.empty() && base::matches_wildcard(pattern, text)) return true;
            }
        return false;
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
            } else if (entry.own && judged_[i]) {
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

    Register& register_;
    std::span<const model::Control> controls_;
    const model::Inventory& inventory_;
    const std::string& today_;
    std::vector<bool> used_;
    std::vector<bool> judged_;  // asks for a control of this run: a run with a choice of controls says nothing about the others
    std::unordered_map<std::uint64_t, std::vector<std::size_t>> by_resource_;
    std::map<std::string, std::vector<std::size_t>, std::less<>> by_construct_;
    std::vector<std::vector<std::size_t>> by_control_;  // entries of neither
    std::size_t cost_ = 0;

    // A pattern that is tried costs one, and more where it is tried at many places of a long name. The limit is some seconds.
    static constexpr std::size_t kStepsOfOne = 64;
    static constexpr std::size_t kMostCost = 200'000'000;
};

}  // namespace

void apply(Register& entries, std::span<const model::Control> controls, const model::Inventory& inventory, const std::string& today,
           model::Assessment& assessment) {
    Applier(entries, controls, inventory, today).run(assessment);
}

}  // namespace vouch::assess
