// SPDX-License-Identifier: Apache-2.0
// Tested through `vouch guard test` by tests/guard.
#include "cli/guard_cases.h"

#include <algorithm>
#include <array>
#include <chrono>

#include <fmt/format.h>

#include "base/text.h"
#include "guard/evaluate.h"
#include "value/read.h"

namespace vouch::cli {
namespace {

using guard::Status;
using value::Value;

constexpr std::array<std::string_view, 4> kFolderTestExtensions = {".yaml", ".yml", ".json", ".jsn"};
constexpr std::string_view kDefault = "default";

std::string folder_of(std::string_view path) {
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string_view::npos ? "" : std::string(path.substr(0, slash));
}

std::string_view name_of(std::string_view path) { return path.substr(path.find_last_of('/') + 1); }

std::string_view stem_of(std::string_view path) {
    const std::string_view name = name_of(path);
    return name.substr(0, name.find_last_of('.'));
}

std::optional<Status> status_of(std::string_view text) {
    for (const Status each : {Status::pass, Status::fail, Status::skip})
        if (text == guard::name(each)) return each;
    return std::nullopt;
}

// One test file over one program.
class Run {
public:
    Run(const guard::Program& program, std::string_view rules, base::SourcePtr source, const World& world, std::vector<Trouble>& troubles)
        : program_(program), rules_(rules), source_(std::move(source)), world_(world), troubles_(troubles) {}

    void cases(std::vector<Case>& out) {
        value::ReadOptions options;
        options.schema = value::Schema::guard;
        const auto document = value::read_any(source_, options);
        if (!document) return complain(document.error());
        if (!document->root.is_list())
            return complain(document->root, "a test file is a list of test cases, each with `input` and `expectations`");
        if (document->root.length() == 0) return complain(document->root, "the test file has no test case", base::Code::empty_set);
        for (const Value& each : document->root.as_list()) one(each, out);
    }

private:
    void complain(base::Error error) { troubles_.push_back({std::move(error), source_}); }
    void complain(const Value& at, std::string message, base::Code code = base::Code::invalid_value) {
        complain(base::Error{code, std::move(message), source_->location(at.position()), {}, {}});
    }

    void one(const Value& test, std::vector<Case>& out) {
        const Value* input = test.find("input");
        const Value* expectations = test.find("expectations");
        const Value* rules = expectations == nullptr ? nullptr : expectations->find("rules");
        if (input == nullptr) return complain(test, "the test case has no `input`");
        if (rules == nullptr || !rules->is_map()) return complain(test, "the test case has no map `expectations`, `rules`");
        if (!known(*rules)) return;
        Case result;
        if (const Value* name = test.find("name"); name != nullptr && name->is_string()) result.name = name->as_string();
        const base::Time begin = world_.clock().now();
        guard::EvaluationOptions options;
        options.now = std::chrono::duration_cast<std::chrono::seconds>(begin.time_since_epoch()).count();
        options.record = false;
        const guard::TypeIndex index(*input);
        guard::Evaluator evaluator(program_, options);
        bool broken = false;
        for (const guard::RuleOutcome& each : evaluator.run(index).rules) {
            add(result, each);
            if (!each.error) continue;
            broken = true;
            base::Error error = *each.error;
            troubles_.push_back(
                {std::move(error).within(fmt::format("test case `{}` of {}", result.name, source_->name())), program_.file.source});
        }
        if (broken) return;
        for (CaseRule& each : result.rules) judge(each, *rules);
        result.seconds = std::chrono::duration<double>(world_.clock().now() - begin).count();
        out.push_back(std::move(result));
    }

    // Whether every expectation is PASS, FAIL or SKIP of a rule that is there.
    bool known(const Value& rules) {
        const std::size_t before = troubles_.size();
        for (const value::Member& each : rules.as_map()) {
            if (!each.value.is_string() || !status_of(each.value.as_string())) complain(each.value, "an expectation is PASS, FAIL or SKIP");
            const auto is_meant = [&](const guard::Rule& rule) { return means(each.name(), rule); };
            if (std::ranges::none_of(program_.file.rules, is_meant))
                complain(each.key, fmt::format("the rule file has no rule `{}`", base::excerpt(each.name())), base::Code::undefined_name);
        }
        return troubles_.size() == before;
    }

    // The clauses outside any rule may be called `default`, or as reports call them.
    bool means(std::string_view name, const guard::Rule& rule) const {
        if (name == rule.name) return true;
        if (rule.name != kDefault || !name.ends_with("/default")) return false;
        name.remove_suffix(kDefault.size() + 1);
        return name == rules_ || name == name_of(rules_) || name == stem_of(rules_);
    }

    static void add(Case& result, const guard::RuleOutcome& outcome) {
        const auto found = std::ranges::find(result.rules, outcome.rule->name, &CaseRule::name);
        CaseRule& row =
            found == result.rules.end() ? result.rules.emplace_back(CaseRule{std::string(outcome.rule->name), {}, {}, true}) : *found;
        row.evaluated.push_back(outcome.status);
    }

    void judge(CaseRule& row, const Value& rules) const {
        for (const value::Member& each : rules.as_map()) {
            const auto is_row = [&](const guard::Rule& rule) { return rule.name == row.name && means(each.name(), rule); };
            if (!std::ranges::any_of(program_.file.rules, is_row)) continue;
            row.expected = status_of(each.value.as_string());
            const auto equals = [&](Status status) { return status == *row.expected; };
            row.met =
                *row.expected == Status::skip ? std::ranges::all_of(row.evaluated, equals) : std::ranges::any_of(row.evaluated, equals);
        }
    }

    const guard::Program& program_;
    std::string_view rules_;
    base::SourcePtr source_;
    const World& world_;
    std::vector<Trouble>& troubles_;
};

}  // namespace

std::vector<TestPlan> plan_folder(const World& world, const std::string& folder, Order order, std::vector<Trouble>& troubles) {
    const std::vector<std::string> named{folder};
    const FoundFiles rules = find_files(world, named, kRuleExtensions, order);
    troubles.insert(troubles.end(), rules.troubles.begin(), rules.troubles.end());
    std::vector<TestPlan> plans;
    for (const std::string& each : rules.paths) plans.push_back({each, {}});
    if (plans.empty()) return plans;
    const FoundFiles tests = find_files(world, named, kFolderTestExtensions, order);
    for (const std::string& test : tests.paths) {
        const std::string inside = folder_of(test);
        if (name_of(inside) != "tests") continue;
        const auto is_for = [&](const TestPlan& plan) {
            return folder_of(plan.rules) == folder_of(inside) && name_of(test).starts_with(stem_of(plan.rules));
        };
        const auto plan = std::ranges::find_if(plans, is_for);
        if (plan != plans.end()) plan->tests.push_back(test);
    }
    return plans;
}

TestedFile run_tests(const TestPlan& plan, const World& world, std::vector<Trouble>& troubles) {
    TestedFile result{plan.rules, {}, {}};
    const std::size_t before = troubles.size();
    std::vector<RuleText> rules;
    read_rules(world, {&plan.rules, 1}, rules, troubles);
    if (!rules.empty()) {
        for (const std::string& path : plan.tests) {
            auto source = world.files().read(path);
            if (!source) {
                troubles.push_back({source.error(), nullptr});
                continue;
            }
            Run(rules[0].program, plan.rules, *std::move(source), world, troubles).cases(result.cases);
        }
    }
    for (std::size_t i = before; i < troubles.size(); ++i)
        (result.error += result.error.empty() ? "" : "\n") += base::render(troubles[i].error);
    return result;
}

}  // namespace vouch::cli
