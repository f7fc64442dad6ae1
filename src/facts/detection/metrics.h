// SPDX-License-Identifier: Apache-2.0
// Which alarms watch what a metric filter writes.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "facts/detection/words.h"

namespace vouch::facts::detection {

// A metric as an alarm watches it or a filter writes it.
struct Metric {
    model::Node node = 0;
    const value::Value* space = nullptr;       // MetricNamespace, Namespace
    const value::Value* name = nullptr;        // MetricName
    const value::Value* dimensions = nullptr;  // nullptr: none
};

// Of a filter or an alarm; of an alarm with metric math all that it reads. `as`: how the resource is taken to turn out.
std::vector<Metric> metrics_of(const Estate& estate, model::Node node, const model::Resource* as = nullptr);

// Whether an alarm on `watched` sees what a filter writes as `written`: same namespace, name, names of dimensions, account and region.
Truth sees(const Estate& estate, const Metric& watched, const Metric& written);

// The metrics of all resources of a type, by name, so that each look-up costs what it finds.
class MetricIndex {
public:
    MetricIndex(const Estate& estate, std::string_view type);
    // Those that may be the other side of `metric`. Views of the index.
    std::vector<const Metric*> candidates(const Metric& metric) const;
    bool has_space(std::string_view space) const { return spaces_.contains(space); }

private:
    std::vector<Metric> all_;
    std::unordered_map<std::string_view, std::vector<std::size_t>> by_name_;
    std::vector<std::size_t> nameless_;  // the name is not known
    std::unordered_set<std::string_view> spaces_;
};
// For Estate::once.
struct WrittenMetrics : MetricIndex {
    explicit WrittenMetrics(const Estate& estate) : MetricIndex(estate, "AWS::Logs::MetricFilter") {}
};
struct WatchedMetrics : MetricIndex {
    explicit WatchedMetrics(const Estate& estate) : MetricIndex(estate, "AWS::CloudWatch::Alarm") {}
};

// Whether the metric of an alarm is written by something: AWS itself or a filter of the estate. No: what is missing.
Answer metric_exists(const Estate& estate, model::Node alarm, const model::Resource* as = nullptr);
// The alarms on what a filter writes: one answer for each, and one in all where there are none.
std::vector<Answer> alarms_on(const Estate& estate, model::Node filter, const model::Resource* as = nullptr);

}  // namespace vouch::facts::detection
