// SPDX-License-Identifier: Apache-2.0
// A case's template goes through the loader like any other: as JSON on what it takes for standard input. Tested by tests/check.
#include "cli/check_cases.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "assess/assess.h"
#include "base/text.h"
#include "cfn/load.h"
#include "model/estate.h"
#include "value/read.h"
#include "value/write.h"

namespace vouch::cli {

using base::excerpt;
using value::Value;

namespace {

// Cases are about the same day whenever they are run.
constexpr std::int64_t kCaseTime = 1767225600;  // 2026-01-01T00:00:00Z

constexpr std::array kKeys{std::string_view("name"), std::string_view("template"), std::string_view("expect")};

class CaseRunner {
public:
    CaseRunner(const model::Control& control, const value::Document& document, CaseResults& results)
        : control_(control), document_(document), results_(results) {}

    void run() {
        if (!document_.root.is_list()) return problem(document_.root, "cases are a list of maps with `name`, `template` and `expect`");
        for (const Value& each : document_.root.as_list()) one(each);
    }

private:
    void problem(const Value& at, std::string message) {
        results_.problems.push_back({base::Code::invalid_value, std::move(message), document_.location(at), {}, {}});
    }

    void failure(const Value& at, std::string_view name, std::string_view text) {
        results_.failures.push_back(
            fmt::format("{}: {}: case `{}`: {}", base::to_string(document_.location(at)), base::escape(control_.id), excerpt(name), text));
    }

    // Keys of the map are those that a case has, with values of the right kinds.
    bool well_formed(const Value& each) {
        if (!each.is_map()) return problem(each, "a case is a map with `name`, `template` and `expect`"), false;
        for (const value::Member& member : each.as_map())
            if (std::ranges::find(kKeys, member.name()) == kKeys.end())
                return problem(member.key, fmt::format("a case has no key `{}`", excerpt(member.name()))), false;
        for (const std::string_view key : kKeys)
            if (each.find(key) == nullptr) return problem(each, fmt::format("the case lacks `{}`", key)), false;
        if (!each.find("template")->is_map() || !each.find("expect")->is_map())
            return problem(each, "`template` and `expect` must be maps"), false;
        return true;
    }

    void one(const Value& each) {
        if (!well_formed(each)) return;
        ++results_.cases;
        const Value& named = *each.find("name");
        const std::string name = named.is_string() ? std::string(named.as_string()) : value::to_json(named);
        cfn::Options options;
        options.standard_input = value::to_json(*each.find("template"));
        const std::string path = "-";
        model::Inventory inventory = cfn::load({&path, 1}, options);
        const bool whole = std::ranges::find(control_.resources, model::kEstateType) != control_.resources.end();
        if (whole && !inventory.units.empty()) model::add_estate(inventory);
        const model::Assessment assessment = assess::assess({&control_, 1}, inventory, {.workers = 1, .now = kCaseTime});
        if (inventory.units.empty())
            return problem(each, fmt::format("the template of case `{}` could not be read: {}", excerpt(name),
                                             inventory.problems.empty() ? "" : inventory.problems.front().message));
        for (const base::Error& error : assessment.problems)
            results_.problems.push_back(base::Error(error).within(fmt::format("case {}", excerpt(name))));
        compare(each, name, inventory, assessment);
    }

    void compare(const Value& each, std::string_view name, const model::Inventory& inventory, const model::Assessment& assessment) {
        std::map<std::string, std::string_view, std::less<>> verdicts;
        for (const model::Finding& finding : assessment.findings)
            verdicts[inventory.units[finding.unit]->resources[finding.resource].id] = model::name(finding.verdict);
        const Value& expect = *each.find("expect");
        for (const value::Member& member : expect.as_map()) {
            const std::string_view wanted = member.value.is_string() ? member.value.as_string() : std::string_view();
            if (!model::verdict_from(wanted)) {
                problem(member.value, "a verdict is pass, fail, unverified or not_applicable");
                continue;
            }
            ++results_.verdicts;
            const auto found = verdicts.find(member.name());
            const std::string_view got = found == verdicts.end() ? "not_applicable" : found->second;
            if (got != wanted) failure(member.value, name, fmt::format("`{}`: expected {}, got {}", excerpt(member.name()), wanted, got));
        }
        for (const auto& [id, verdict] : verdicts)
            if (expect.find(id) == nullptr)
                failure(expect, name, fmt::format("`{}`: got {}, but nothing is expected of it", excerpt(id), verdict));
    }

    const model::Control& control_;
    const value::Document& document_;
    CaseResults& results_;
};

}  // namespace

void run_cases(const model::Control& control, base::SourcePtr cases, CaseResults& results) {
    const auto document = value::read_yaml(std::move(cases));
    if (!document) {
        results.problems.push_back(document.error());
        return;
    }
    CaseRunner(control, *document, results).run();
}

}  // namespace vouch::cli
