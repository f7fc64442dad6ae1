// SPDX-License-Identifier: Apache-2.0
// Only filters on log groups of trails are taken, where trails say which these are: a filter of an application would match on words.
// Tested by tests/trail.
#include "cli/live_alarms.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/judged.h"
#include "collect/needs.h"
#include "value/text_at.h"

namespace vouch::cli {

using base::Result;
using trail::AlarmRule;
using value::Value;

namespace {

constexpr std::string_view kTrail = "AWS::CloudTrail::Trail";
constexpr std::string_view kFilter = "AWS::Logs::MetricFilter";
constexpr std::string_view kAlarm = "AWS::CloudWatch::Alarm";

std::optional<double> real_at(const Value& map, std::string_view name) {
    const Value* found = map.find(name);
    if (found == nullptr) return std::nullopt;
    if (found->kind() == value::Kind::integer) return static_cast<double>(found->as_integer());
    if (found->kind() == value::Kind::real) return found->as_real();
    const std::string text = text_at(map, name);
    double number = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
    return !text.empty() && failed == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::size_t count_at(const Value& map, std::string_view name, std::size_t otherwise) {
    const auto number = real_at(map, name);
    return number && *number >= 1 && *number <= 1e6 ? static_cast<std::size_t>(*number) : otherwise;
}

template <class T>
std::optional<T> named(std::string_view name, std::initializer_list<std::pair<std::string_view, T>> names) {
    for (const auto& [known, meaning] : names)
        if (known == name) return meaning;
    return std::nullopt;
}

// The metric that filters feed and alarms watch.
struct Metric {
    std::string place;  // account and region
    std::string name_space;
    std::string name;

    auto operator<=>(const Metric&) const = default;
};

class Reading {
public:
    void read(const std::vector<model::Inventory>& inventories) {
        const auto each = [&](std::string_view type, const auto& use) {
            for (const model::Inventory& inventory : inventories)
                for (const model::UnitPtr& unit : inventory.units)
                    for (const model::Resource& resource : unit->resources)
                        if (resource.type == type && !resource.stands_in()) use(unit->name, resource.properties());
        };
        each(kTrail, [&](const std::string&, const Value& properties) {
            if (std::string group = log_group(text_at(properties, "CloudWatchLogsLogGroupArn")); !group.empty()) groups_.insert(group);
        });
        each(kFilter, [&](const std::string& place, const Value& properties) { filter(place, properties); });
        each(kAlarm, [&](const std::string& place, const Value& properties) { alarm(place, properties); });
    }

    LiveAlarms found;

private:
    // "trail-logs" of "arn:aws:logs:eu-west-1:111122223333:log-group:trail-logs:*".
    static std::string log_group(std::string_view arn) {
        constexpr std::string_view kBefore = ":log-group:";
        const std::size_t at = arn.find(kBefore);
        if (at == std::string_view::npos) return {};
        arn.remove_prefix(at + kBefore.size());
        return std::string(arn.substr(0, arn.find(':')));
    }

    void filter(const std::string& place, const Value& properties) {
        const std::string group = text_at(properties, "LogGroupName");
        if (!groups_.empty() && !groups_.contains(group)) return;
        const std::string name = fmt::format("{} {} {}", place, group, text_at(properties, "FilterName"));
        auto filter = pattern::parse_filter(text_at(properties, "FilterPattern"));
        if (!filter) {
            found.notes.push_back(fmt::format("the metric filter {} cannot be tried: {}", name, filter.error().message));
            return;
        }
        const Value* transformations = properties.find("MetricTransformations");
        if (transformations == nullptr || !transformations->is_list()) return;
        for (const Value& each : transformations->as_list()) transformation(place, name, *filter, each);
    }

    void transformation(const std::string& place, const std::string& name, const pattern::Filter& filter, const Value& properties) {
        const std::string value = text_at(properties, "MetricValue");
        trail::MetricSource source{static_cast<std::uint32_t>(found.filters.size()), real_at(properties, "MetricValue"),
                                   real_at(properties, "DefaultValue")};
        LiveFilter made{name, {filter, std::nullopt}};
        if (!source.value) {
            auto selector = pattern::parse_selector(value);
            if (!selector) {
                found.notes.push_back(fmt::format("the metric filter {} cannot be tried: its value `{}` is no number and no selector", name,
                                                  base::excerpt(value)));
                return;
            }
            made.pattern.value = *std::move(selector);
        }
        found.filters.push_back(std::move(made));
        sources_[{place, text_at(properties, "MetricNamespace"), text_at(properties, "MetricName")}].push_back(source);
    }

    void alarm(const std::string& place, const Value& properties) {
        AlarmRule rule;
        rule.name = fmt::format("{} {}", place, text_at(properties, "AlarmName"));
        const auto sources = sources_.find({place, text_at(properties, "Namespace"), text_at(properties, "MetricName")});
        if (sources == sources_.end()) return;
        rule.sources = sources->second;
        using enum trail::Comparison;
        const auto statistic = named<trail::Statistic>(text_at(properties, "Statistic"), {{"Sum", trail::Statistic::sum},
                                                                                          {"Average", trail::Statistic::average},
                                                                                          {"Minimum", trail::Statistic::minimum},
                                                                                          {"Maximum", trail::Statistic::maximum},
                                                                                          {"SampleCount", trail::Statistic::count}});
        const auto comparison =
            named<trail::Comparison>(text_at(properties, "ComparisonOperator"), {{"GreaterThanThreshold", above},
                                                                                 {"GreaterThanOrEqualToThreshold", at_or_above},
                                                                                 {"LessThanThreshold", below},
                                                                                 {"LessThanOrEqualToThreshold", at_or_below}});
        const auto threshold = real_at(properties, "Threshold");
        if (!statistic || !comparison || !threshold) {
            found.notes.push_back(
                fmt::format("the alarm {} cannot be tried: its statistic, comparison or threshold is of another kind", rule.name));
            return;
        }
        rule.statistic = *statistic;
        rule.comparison = *comparison;
        rule.threshold = *threshold;
        rule.period = std::chrono::seconds(count_at(properties, "Period", 300));
        rule.periods = count_at(properties, "EvaluationPeriods", 1);
        rule.datapoints = std::min(count_at(properties, "DatapointsToAlarm", rule.periods), rule.periods);
        rule.missing = named<trail::Missing>(text_at(properties, "TreatMissingData"), {{"breaching", trail::Missing::breaching},
                                                                                       {"notBreaching", trail::Missing::not_breaching},
                                                                                       {"ignore", trail::Missing::ignore}})
                           .value_or(trail::Missing::missing);
        const Value* actions = properties.find("AlarmActions");
        const Value* enabled = properties.find("ActionsEnabled");
        rule.tells = actions != nullptr && actions->is_list() && !actions->as_list().empty() &&
                     (enabled == nullptr || enabled->kind() != value::Kind::boolean || enabled->as_boolean());
        found.alarms.push_back(std::move(rule));
    }

    std::set<std::string> groups_;
    std::map<Metric, std::vector<trail::MetricSource>> sources_;
};

}  // namespace

LiveAlarms alarms_in(const std::vector<model::Inventory>& inventories) {
    Reading reading;
    reading.read(inventories);
    return std::move(reading.found);
}

Result<LiveAlarms> live_alarms(World& world, const LiveOptions& live, const std::string& store, const std::string& run) {
    const collect::Catalog tables = live_tables();
    const collect::Plan plan = collect::plan(
        tables, {{std::string(kTrail), {"CloudWatchLogsLogGroupArn"}}, {std::string(kFilter), {"*"}}, {std::string(kAlarm), {"*"}}});
    Gathered gathered;
    if (run.empty()) {
        const LiveListeners nobody{.progress = [](const LiveProgress&) {}, .exchange = [](const std::string&, const model::Exchange&) {}};
        VOUCH_TRY(gathered, gather(world, live, tables, plan, nobody));
    } else {
        VOUCH_TRY(store::StoredRun stored, find_run(world, store, run));
        gathered = replay(tables, plan, std::move(stored.exchanges), stored.info.accounts);
    }
    std::vector<model::Inventory> inventories;
    std::vector<std::string> problems;
    for (auto& account : gathered.accounts) {
        for (const base::Error& problem : account.inventory.problems) problems.push_back(problem.message);
        inventories.push_back(std::move(account.inventory));
    }
    LiveAlarms found = alarms_in(inventories);
    found.notes.insert(found.notes.begin(), problems.begin(), problems.end());
    return found;
}

}  // namespace vouch::cli
