// SPDX-License-Identifier: Apache-2.0
// Which alarms watch what a metric filter writes.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "facts/detection/words.h"
#include "facts/reasons.h"

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
Answer sees(const Estate& estate, const Metric& watched, const Metric& written);

// The metrics of all resources of a type, by name and namespace, so that each look-up costs what it finds.
class MetricIndex {
public:
    MetricIndex(const Estate& estate, std::string_view type);
    // Those that may be the other side of `metric`. Views of the index.
    std::vector<const Metric*> candidates(const Metric& metric) const;
    bool has_space(std::string_view space) const { return spaces_.contains(space); }

private:
    using Places = std::vector<std::size_t>;
    struct Named {
        Places all;
        Places without_space;  // the namespace is not known, or there is none
        std::unordered_map<std::string_view, Places> by_space;
    };

    std::vector<Metric> all_;
    std::unordered_map<std::string_view, Named> by_name_;
    Places nameless_;  // the name is not known
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
Link metric_exists(const Estate& estate, model::Node alarm, const model::Resource* as = nullptr);
// The alarms on what a filter writes.
void tell_alarms(const Subject& filter, Reasons& out);

// What metrics have in common that are written or watched alike: whatever is told of one holds for the other. Empty where that cannot be
// told from how they are spelt.
std::string spelling(const Estate& estate, const Metric& metric);

}  // namespace vouch::facts::detection
