// SPDX-License-Identifier: Apache-2.0
// What a filter or rule catches and how far it reaches are worked out once for each of them; then each detection asks whether those
// that reach somebody match all its samples between them. Tested by chains_test.cc and detection_test.cc.
#include "facts/detection/chains.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <optional>
#include <unordered_map>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/by_key.h"
#include "facts/detection/catches.h"
#include "facts/detection/metrics.h"
#include "facts/detection/notifies.h"
#include "facts/reasons.h"
#include "model/names.h"

namespace vouch::facts::detection {

using model::Edge;
using model::Node;
using value::Value;

namespace {

constexpr std::string_view kLogGroup = "AWS::Logs::LogGroup";

std::optional<Node> log_group(const Estate& estate, Node node, std::string_view path) {
    for (const Edge& edge : estate.graph.out(node))
        if (edge.path == path && estate.graph.resource(edge.to).type == kLogGroup) return edge.to;
    return std::nullopt;
}

// The trails of the estate and the log groups that they write to.
class Trails {
public:
    explicit Trails(const Estate& estate) : estate_(estate) {
        for (const Node node : estate.graph.of_type("AWS::CloudTrail::Trail")) {
            const Trail trail{node, log_group(estate, node, "Properties.CloudWatchLogsLogGroupArn"),
                              property(estate.graph.resource(node), "CloudWatchLogsLogGroupArn")};
            if (trail.arn == nullptr) continue;
            (trail.group ? by_group_[*trail.group] : elsewhere_).push_back(trails_.size());
            trails_.push_back(trail);
        }
        any_ = !estate.graph.of_type("AWS::CloudTrail::Trail").empty();
    }

    // Whether some trail writes to the log group of a filter. Yes: "trail `T` -> log group `L`".
    Link write_to_group_of(Node filter) const {
        const Value* group = property(estate_.graph.resource(filter), "LogGroupName");
        if (group == nullptr) return {Truth::no, "it names no log group"};
        if (!any_) return {Truth::no, "there is no trail"};
        const std::optional<Node> node = log_group(estate_, filter, "Properties.LogGroupName");
        if (!node) return write_to(filter, node, *group);
        const std::string_view spelt = group->is_string()    ? group->as_string()
                                       : group->is_unknown() ? group->as_unknown().identity
                                                             : std::string_view();
        return of_groups_.of(fmt::format("{} {} {} {}", estate_.graph.unit_index(filter), *node, group->is_string(), spelt),
                             [&] { return write_to(filter, node, *group); });
    }

private:
    struct Trail {
        Node node;
        std::optional<Node> group;
        const Value* arn;  // never nullptr
    };

    // The trails that may write to the log group: those that are known to write to another are left out.
    std::vector<std::size_t> candidates(std::optional<Node> group) const {
        std::vector<std::size_t> places;
        if (!group) {
            places.resize(trails_.size());
            std::iota(places.begin(), places.end(), std::size_t{0});
        } else if (const auto found = by_group_.find(*group); found != by_group_.end()) {
            std::ranges::merge(found->second, elsewhere_, std::back_inserter(places));
        } else {
            places = elsewhere_;
        }
        return places;
    }

    Link write_to(Node filter, std::optional<Node> node, const Value& group) const {
        const std::string name = node ? named(estate_, *node, "log group") : fmt::format("log group `{}`", words(group));
        Link best{Truth::no, fmt::format("no trail writes to its {}", name)};
        for (const std::size_t place : candidates(node)) {
            const Trail& trail = trails_[place];
            const Answer answer = writes(trail, filter, node, group);
            if (answer.no()) continue;
            const std::string who = named(estate_, trail.node, "trail");
            if (is_false(property(estate_.graph.resource(trail.node), "IsLogging"))) {
                if (best.truth == Truth::no) best.why = fmt::format("{} does not log", who);
            } else if (answer.yes()) {
                return {Truth::yes, fmt::format("{} -> {}", who, name)};
            } else if (best.truth == Truth::no) {
                best = {Truth::maybe, because(fmt::format("whether {} writes to its {} is not known", who, name), answer.unknown)};
            }
        }
        return best;
    }

    static std::string words(const Value& value) {
        if (value.is_string()) return base::excerpt(value.as_string());
        return value.is_unknown() ? base::excerpt(value.as_unknown().reason) : std::string("?");
    }

    Answer writes(const Trail& trail, Node filter, std::optional<Node> group, const Value& name) const {
        if (group && trail.group) return Answer::of(*group == *trail.group);
        const bool here = estate_.graph.unit_index(trail.node) == estate_.graph.unit_index(filter);
        if (trail.arn->is_string()) {
            const std::string_view of_arn = model::name_in_arn(*model::naming_of(kLogGroup), trail.arn->as_string());
            if (name.is_string()) return Answer::of(of_arn == name.as_string());
            return name.is_unknown() && !group ? Answer::not_known(name) : Answer();
        }
        if (!trail.arn->is_unknown()) return {};
        const std::string_view identity = trail.arn->as_unknown().identity;
        if (name.is_string()) {
            const std::string ends = fmt::format("log-group:{}", name.as_string());
            const std::size_t at = identity.find(ends);
            if (at != std::string_view::npos && at + ends.size() < identity.size() &&
                std::string_view(":\"").contains(identity[at + ends.size()]))
                return Answer::of(true);
        } else if (name.is_unknown() && here && !name.as_unknown().identity.empty() && identity.contains(name.as_unknown().identity)) {
            return Answer::of(true);
        }
        if ((name.is_unknown() && !group) || !trail.group) return Answer::not_known(*trail.arn);
        const Value* given = property(estate_.graph.resource(*trail.group), "LogGroupName");
        return given != nullptr && given->is_unknown() && name.is_string() ? Answer::not_known(*given) : Answer();
    }

    const Estate& estate_;
    bool any_ = false;
    std::vector<Trail> trails_;  // those that write to some log group
    std::unordered_map<Node, std::vector<std::size_t>> by_group_;
    std::vector<std::size_t> elsewhere_;  // the log group is not of the estate
    ByKey<std::string, Link> of_groups_{estate_};
};

// A filter or rule: what it catches, and whether somebody hears of it.
struct Source {
    std::string name;
    Catches catches;
    Link reach;  // no: "... but <why>"
};

class Chains {
public:
    explicit Chains(const Estate& estate) : estate_(estate), trails_(estate.once<Trails>()), alarms_(estate.once<WatchedMetrics>()) {
        for (const Node node : estate.graph.of_type("AWS::Logs::MetricFilter")) add(node, "filter");
        for (const Node node : estate.graph.of_type("AWS::Events::Rule")) add(node, "rule");
    }

    Coverage of(std::size_t detection) const {
        const pattern::Detection& about = catalog()[detection];
        Coverage coverage;
        coverage.fact = pattern::fact_name(about.id);
        std::vector<bool> certain(about.match.size());
        std::vector<bool> possible(about.match.size());
        std::string unknown;
        for (const Source& source : sources_) {
            if (!source.catches.unknown.empty()) {
                if (source.reach.truth != Truth::no) {
                    possible.assign(possible.size(), true);
                    if (unknown.empty()) unknown = fmt::format("{}: {}", source.name, source.catches.unknown);
                }
                continue;
            }
            const Caught& caught = source.catches.all[detection];
            if (!caught.any()) continue;
            const std::string what = caught.all() ? std::string("it") : fmt::format("a part of it (not {})", list(caught.missed()));
            if (source.reach.truth == Truth::no) {
                coverage.broken.push_back(fmt::format("{} catches {}, but {}", source.name, what, source.reach.why));
                continue;
            }
            add_to(possible, caught.matched);
            if (source.reach.truth == Truth::yes) {
                add_to(certain, caught.matched);
                coverage.complete.push_back(source.reach.why);
                if (!caught.all()) coverage.broken.push_back(fmt::format("{} catches {}", source.name, what));
            } else if (unknown.empty()) {
                unknown = fmt::format("{} catches {}; {}", source.name, what, source.reach.why);
            }
        }
        const auto all = [](const std::vector<bool>& samples) { return std::ranges::find(samples, false) == samples.end(); };
        if (!all(certain)) {
            coverage.complete.clear();
            if (all(possible)) coverage.unknown = unknown;
        } else {
            std::erase_if(coverage.broken, [](const std::string& each) { return !each.contains(", but "); });
        }
        return coverage;
    }

private:
    static void add_to(std::vector<bool>& samples, const std::vector<bool>& more) {
        for (std::size_t i = 0; i < samples.size(); ++i) samples[i] = samples[i] || more[i];
    }

    static std::string list(const std::vector<std::string>& names) {
        constexpr std::size_t kMost = 4;
        std::string text;
        for (std::size_t i = 0; i < names.size() && i < kMost; ++i) text += fmt::format("{}{}", i == 0 ? "" : ", ", names[i]);
        return names.size() > kMost ? fmt::format("{} and {} more", text, names.size() - kMost) : text;
    }

    void add(Node node, std::string_view kind) {
        Source source{named(estate_, node, kind), caught_by(estate_.graph.resource(node)), {}};
        const bool catches = !source.catches.unknown.empty() || std::ranges::any_of(source.catches.all, &Caught::any);
        if (!catches) return;
        const model::Resource& resource = estate_.graph.resource(node);
        if (resource.stands_in())
            source.reach = {Truth::maybe, resource.uncertain};
        else
            source.reach =
                as_far_as_it_exists(estate_, node, kind == "rule" ? rule_notifies(estate_, node) : filter_notifies(node, source.name));
        sources_.push_back(std::move(source));
    }

    Link filter_notifies(Node filter, const std::string& name) const {
        Link trail = trails_.write_to_group_of(filter);
        if (trail.truth == Truth::no) return trail;
        Link best{Truth::no, "no alarm watches its metric"};
        for (const Metric& metric : metrics_of(estate_, filter)) {
            const std::string key = spelling(estate_, metric);
            better(best, key.empty() ? metric_notifies(metric) : by_metric_.of(key, [&] { return metric_notifies(metric); }));
        }
        if (best.truth == Truth::no) return best;
        if (trail.truth == Truth::maybe) return trail;
        if (best.truth == Truth::maybe) return best;
        return {Truth::yes, fmt::format("{} -> {} -> {}", trail.why, name, best.why)};
    }

    static void better(Link& best, Link one) {
        if (one.truth > best.truth || best.why == "no alarm watches its metric") best = std::move(one);
    }

    // Whether some alarm on a metric notifies.
    Link metric_notifies(const Metric& metric) const {
        Link best{Truth::no, "no alarm watches its metric"};
        for (const Metric* watched : alarms_.candidates(metric)) {
            const Answer seen = sees(estate_, *watched, metric);
            if (seen.no()) continue;
            Link one = as_far_as_it_exists(estate_, watched->node, alarm_notifies(estate_, watched->node));
            if (one.truth == Truth::yes && seen.maybe())
                one = {Truth::maybe,
                       because(fmt::format("whether {} watches its metric is not known", named(estate_, watched->node, "alarm")),
                               seen.unknown)};
            better(best, std::move(one));
        }
        return best;
    }

    const Estate& estate_;
    const Trails& trails_;
    const MetricIndex& alarms_;
    ByKey<std::string, Link> by_metric_{estate_};
    std::vector<Source> sources_;
};

}  // namespace

Link on_trail(const Estate& estate, Node filter) { return estate.once<Trails>().write_to_group_of(filter); }

std::vector<Coverage> coverage(const Estate& estate) {
    const Chains chains(estate);
    std::vector<Coverage> all;
    for (std::size_t i = 0; i < catalog().size(); ++i) all.push_back(chains.of(i));
    return all;
}

}  // namespace vouch::facts::detection
