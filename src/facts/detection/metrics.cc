// SPDX-License-Identifier: Apache-2.0
// Namespaces that begin with AWS/ and a few others are written by AWS. In any other a metric is written by a filter of the estate, or
// by a program: which of them cannot be told where no filter writes into the namespace, unless its name says that filters do.
// Tested by detection_test.cc.
#include "facts/detection/metrics.h"

#include <algorithm>
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/by_key.h"
#include "facts/read.h"
#include "facts/shared_reasons.h"

namespace vouch::facts::detection {

using model::Node;
using value::Value;

namespace {

constexpr std::array<std::string_view, 9> kOfAws{"CWAgent", "ContainerInsights", "ECS/ContainerInsights", "LambdaInsights",
                                                 "Glue",    "Glue Data Quality", "CloudWatchSynthetics",  "CloudWatchEvidently",
                                                 "WAF"};
constexpr std::array<std::string_view, 4> kOfFilters{"CloudTrail", "LogMetrics", "CISBenchmark", "CIS"};

bool near(const Estate& estate, Node a, Node b) {
    const auto same = [](const std::string& left, const std::string& right) { return left.empty() || right.empty() || left == right; };
    const model::Environment& here = estate.graph.unit(a).environment;
    const model::Environment& there = estate.graph.unit(b).environment;
    return same(here.account, there.account) && same(here.region, there.region);
}

// The names of dimensions: `Key` in filters, `Name` in alarms. Yes where all are known.
Answer dimension_names(const Value* dimensions, std::vector<std::string_view>& names) {
    Answer known = Answer::of(true);
    for_elements(dimensions, [&](const Value& each) {
        const Value* name = each.find("Name") != nullptr ? each.find("Name") : each.find("Key");
        if (name != nullptr && name->is_string()) {
            names.push_back(name->as_string());
        } else {
            known = both(known, Answer::not_known(why_unknown(&each)));
        }
    });
    std::ranges::sort(names);
    return known;
}

Answer same_dimensions(const Value* a, const Value* b) {
    std::vector<std::string_view> left;
    std::vector<std::string_view> right;
    const Answer known = both(dimension_names(a, left), dimension_names(b, right));
    return known.yes() ? Answer::of(left == right) : known;
}

std::string text_of(const Value* value) {
    return value != nullptr && value->is_string() ? base::excerpt(value->as_string()) : std::string("?");
}

bool is_of_aws(std::string_view space) { return space.starts_with("AWS/") || std::ranges::find(kOfAws, space) != kOfAws.end(); }

bool is_of_filters(const Metric& metric) {
    std::vector<std::string_view> names;
    dimension_names(metric.dimensions, names);
    return std::ranges::any_of(kOfFilters, [&](std::string_view each) { return metric.space->as_string().starts_with(each); }) ||
           std::ranges::find(names, "LogGroupName") != names.end();
}

// A metric that no filter writes: is it one that a program writes?
Link unwritten(const Estate& estate, const Metric& metric, const MetricIndex& written) {
    bool filters_write_there = is_of_filters(metric);
    std::string near_miss;
    filters_write_there = filters_write_there || written.has_space(metric.space->as_string());
    for (const Metric* each : written.candidates(metric))
        if (same_text(estate, metric.node, metric.space, each->node, each->space).yes())
            near_miss = fmt::format("; {} writes it with other dimensions or elsewhere", named(estate, each->node, "filter"));
    if (!filters_write_there)
        return {Truth::maybe, fmt::format("nothing that is checked writes the metric `{}` of `{}`; a program may", text_of(metric.name),
                                          text_of(metric.space))};
    return {Truth::no,
            fmt::format("no metric filter writes the metric `{}` of `{}`{}", text_of(metric.name), text_of(metric.space), near_miss)};
}

Link exists(const Estate& estate, const Metric& metric, const MetricIndex& written) {
    if (metric.space == nullptr) return {Truth::no, "the alarm names no namespace"};
    if (metric.space->is_string() && is_of_aws(metric.space->as_string()))
        return {Truth::yes, fmt::format("AWS writes `{}` of `{}`", text_of(metric.name), text_of(metric.space))};
    Link best;
    for (const Metric* each : written.candidates(metric)) {
        const Answer seen = sees(estate, metric, *each);
        if (seen.truth <= best.truth) continue;
        const std::string filter = named(estate, each->node, "filter");
        best = {seen.truth, seen.yes() ? fmt::format("{} writes it", filter)
                                       : because(fmt::format("whether {} writes it is not known", filter), seen.unknown)};
    }
    if (best.truth != Truth::no) return best;
    if (!metric.space->is_string()) return {Truth::maybe, because("the namespace of the metric is not known", why_unknown(metric.space))};
    return unwritten(estate, metric, written);
}

// For each spelling of a metric.
struct MetricsThatExist : ByKey<std::string, Link> {
    using ByKey::ByKey;
};
struct AlarmsOnMetrics : ByKey<std::string, SharedReasons> {
    using ByKey::ByKey;
};

SharedReasons alarms_on_metric(const Estate& estate, const Metric& metric) {
    SharedReasons alarms;
    for (const Metric* each : estate.once<WatchedMetrics>().candidates(metric)) {
        const Answer seen = sees(estate, *each, metric);
        const std::string alarm = named(estate, each->node, "alarm");
        if (seen.yes()) alarms.add(alarm);
        if (seen.maybe()) alarms.maybe(because(fmt::format("whether {} watches the metric is not known", alarm), seen.unknown));
    }
    return alarms;
}

// A text or an identity; false where the value is known by neither.
bool spell(const Value* value, std::string& out) {
    if (value == nullptr) {
        out += "-;";
        return true;
    }
    const bool known = value->is_string();
    const std::string_view text = known ? value->as_string() : value->is_unknown() ? value->as_unknown().identity : std::string_view();
    if (text.empty() && !known) return false;
    out += fmt::format("{}{}:{};", known ? 's' : 'u', text.size(), text);
    return true;
}

}  // namespace

std::string spelling(const Estate& estate, const Metric& metric) {
    std::string out = fmt::format("{};", estate.graph.unit_index(metric.node));
    if (!spell(metric.space, out) || !spell(metric.name, out)) return {};
    std::vector<std::string_view> names;
    if (!dimension_names(metric.dimensions, names).yes()) out += '?';
    for (const std::string_view name : names) out += fmt::format("{}:{};", name.size(), name);
    return out;
}

std::vector<Metric> metrics_of(const Estate& estate, Node node, const model::Resource* as) {
    const model::Resource& resource = as != nullptr ? *as : estate.graph.resource(node);
    std::vector<Metric> metrics;
    if (resource.type == "AWS::Logs::MetricFilter") {
        for_elements(property(resource, "MetricTransformations"), [&](const Value& each) {
            if (each.is_unknown())  // it may write any
                metrics.push_back({node, &each, &each, &each});
            else
                metrics.push_back({node, each.find("MetricNamespace"), each.find("MetricName"), each.find("Dimensions")});
        });
        return metrics;
    }
    if (const Value* name = property(resource, "MetricName"))
        metrics.push_back({node, property(resource, "Namespace"), name, property(resource, "Dimensions")});
    for_elements(property(resource, "Metrics"), [&](const Value& each) {
        const Value* stat = each.find("MetricStat");
        const Value* metric = stat == nullptr ? nullptr : stat->find("Metric");
        if (metric != nullptr) metrics.push_back({node, metric->find("Namespace"), metric->find("MetricName"), metric->find("Dimensions")});
    });
    return metrics;
}

Answer sees(const Estate& estate, const Metric& watched, const Metric& written) {
    if (!near(estate, watched.node, written.node)) return {};
    const Answer same = both(same_text(estate, watched.node, watched.space, written.node, written.space),
                             same_text(estate, watched.node, watched.name, written.node, written.name));
    return same.possible() ? both(same, same_dimensions(watched.dimensions, written.dimensions)) : same;
}

MetricIndex::MetricIndex(const Estate& estate, std::string_view type) {
    for (const Node node : estate.graph.of_type(type))
        for (const Metric& metric : metrics_of(estate, node)) {
            const bool has_space = metric.space != nullptr && metric.space->is_string();
            if (metric.name != nullptr && metric.name->is_string()) {
                Named& named = by_name_[metric.name->as_string()];
                named.all.push_back(all_.size());
                (has_space ? named.by_space[metric.space->as_string()] : named.without_space).push_back(all_.size());
            } else {
                nameless_.push_back(all_.size());
            }
            if (has_space) spaces_.insert(metric.space->as_string());
            all_.push_back(metric);
        }
}

std::vector<const Metric*> MetricIndex::candidates(const Metric& metric) const {
    std::vector<const Metric*> found;
    if (metric.name == nullptr) return found;
    if (!metric.name->is_string()) {
        for (const Metric& each : all_) found.push_back(&each);
        return found;
    }
    if (const auto named = by_name_.find(metric.name->as_string()); named != by_name_.end()) {
        Places places;
        if (metric.space == nullptr || !metric.space->is_string()) {
            places = named->second.all;
        } else {
            places = named->second.without_space;
            if (const auto here = named->second.by_space.find(metric.space->as_string()); here != named->second.by_space.end()) {
                places.clear();
                std::ranges::merge(here->second, named->second.without_space, std::back_inserter(places));
            }
        }
        for (const std::size_t i : places) found.push_back(&all_[i]);
    }
    for (const std::size_t i : nameless_) found.push_back(&all_[i]);
    return found;
}

Link metric_exists(const Estate& estate, Node alarm, const model::Resource* as) {
    const model::Resource& resource = as != nullptr ? *as : estate.graph.resource(alarm);
    const MetricIndex& written = estate.once<WrittenMetrics>();
    const std::vector<Metric> metrics = metrics_of(estate, alarm, as);
    if (metrics.empty()) {
        const Value* math = property(resource, "Metrics");
        if (math != nullptr) return {Truth::maybe, because("what metric math the alarm reads is not known", why_unknown(math))};
        return {Truth::no, "the alarm names no metric"};
    }
    Link worst{Truth::yes, {}};
    for (const Metric& metric : metrics) {
        const std::string key = spelling(estate, metric);
        const auto find = [&] { return exists(estate, metric, written); };
        Link one = key.empty() ? find() : estate.once<MetricsThatExist>().of(key, find);
        if (one.truth < worst.truth || worst.why.empty()) worst = std::move(one);
    }
    return worst;
}

void tell_alarms(const Subject& filter, Reasons& out) {
    for (const Metric& metric : metrics_of(filter.estate, filter.node, filter.as)) {
        const std::string key = spelling(filter.estate, metric);
        const auto find = [&] { return alarms_on_metric(filter.estate, metric); };
        if (key.empty())
            find().tell(filter, out);
        else
            filter.estate.once<AlarmsOnMetrics>().of(key, find).tell(filter, out);
    }
}

}  // namespace vouch::facts::detection
