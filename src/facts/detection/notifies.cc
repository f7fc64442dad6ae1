// SPDX-License-Identifier: Apache-2.0
// An action is followed by the edges of the graph; an ARN of something that is not in the estate says at least of which service it is.
// Tested by detection_test.cc.
#include "facts/detection/notifies.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "facts/by_key.h"
#include "facts/not_listed.h"
#include "facts/read.h"
#include "facts/reasons.h"
#include "model/names.h"

namespace vouch::facts::detection {

using model::Edge;
using model::Node;
using value::Value;

namespace {

// What runs or opens something when it is called: as good as a message, as far as a template can tell.
constexpr std::array<std::string_view, 4> kActingTypes{"AWS::Lambda::Function", "AWS::Lambda::Alias", "AWS::StepFunctions::StateMachine",
                                                       "AWS::SSMIncidents::ResponsePlan"};
constexpr std::array<std::string_view, 4> kActingServices{"lambda", "states", "ssm-incidents", "ssm"};

const model::Resource& resource_of(const Estate& estate, Node node, const model::Resource* as) {
    return as != nullptr ? *as : estate.graph.resource(node);
}

bool is_one_of(std::span<const std::string_view> all, std::string_view one) { return std::ranges::find(all, one) != all.end(); }

// The references of a resource by one property, by the place where they stand.
class References {
public:
    References(const Estate& estate, Node from, std::string_view path) {
        for (const Edge& edge : estate.graph.out(from))
            if (edge.path == path) by_position_.try_emplace(edge.position, &edge);
    }
    const Edge* at(std::uint32_t position) const {
        const auto found = by_position_.find(position);
        return found == by_position_.end() ? nullptr : found->second;
    }

private:
    std::unordered_map<std::uint32_t, const Edge*> by_position_;  // the first of each
};

// An action or target that is given as `value`, by what the graph knows of it, else by its text.
Link reaches(const Estate& estate, Node from, const References& references, const Value& value) {
    if (const Edge* found = references.at(value.position()); found != nullptr) {
        const Edge& edge = *found;
        const std::string& type = estate.graph.resource(edge.to).type;
        if (type == "AWS::SNS::Topic") return as_far_as_it_exists(estate, edge.to, topic_reaches(estate, edge.to));
        if (is_one_of(kActingTypes, type)) return {Truth::yes, named(estate, edge.to, type.substr(type.rfind(':') + 1))};
        if (type == "AWS::SQS::Queue") return {Truth::maybe, fmt::format("who reads {} is not known", named(estate, edge.to, "queue"))};
        return {Truth::no, fmt::format("{} tells nobody", named(estate, edge.to, type))};
    }
    if (value.is_unknown()) return {Truth::maybe, because("its action is not known", &value.as_unknown())};
    if (!value.is_string() || value.length() == 0) return {Truth::no, "its action is empty"};
    const std::string_view service = model::service_of_arn(value.as_string());
    if (is_one_of(kActingServices, service)) return {Truth::yes, fmt::format("`{}`", base::excerpt(value.as_string()))};
    if (service == "sns" || service == "sqs") {
        const std::string_view type = service == "sns" ? "AWS::SNS::Topic" : "AWS::SQS::Queue";
        const std::string what = fmt::format("`{}` is not among what is checked", base::excerpt(value.as_string()));
        return {Truth::maybe, not_listed(what, estate, from, type)};
    }
    return {Truth::no, fmt::format("`{}` tells nobody", base::excerpt(value.as_string()))};
}

// Which topics have a subscription, and whether there is one that nobody can place: it may be for any topic.
struct Subscriptions {
    std::unordered_map<Node, Node> by_topic;  // the first of each
    const value::Unknown* loose = nullptr;    // why one cannot be placed

    explicit Subscriptions(const Estate& estate) {
        for (const Node node : estate.graph.of_type("AWS::SNS::Subscription")) {
            bool placed = false;
            for (const Edge& edge : estate.graph.out(node)) {
                if (edge.path != "Properties.TopicArn") continue;
                placed = true;
                by_topic.try_emplace(edge.to, node);
            }
            const Value* topic = property(estate.graph.resource(node), "TopicArn");
            if (!placed && loose == nullptr && topic != nullptr && topic->is_unknown()) loose = &topic->as_unknown();
        }
    }
};

Link own_actions(const Estate& estate, Node alarm, const model::Resource& resource) {
    const std::string name = named(estate, alarm, "alarm");
    const Value* enabled = property(resource, "ActionsEnabled");
    if (is_false(enabled)) return {Truth::no, fmt::format("the actions of {} are switched off", name)};
    Link best{Truth::no, fmt::format("{} has no action", name)};
    bool first = true;
    const References references(estate, alarm, "Properties.AlarmActions");
    for_elements(property(resource, "AlarmActions"), [&](const Value& action) {
        Link one = reaches(estate, alarm, references, action);
        one.why = one.truth == Truth::yes ? fmt::format("{} -> {}", name, one.why) : fmt::format("{} acts, but {}", name, one.why);
        if (first || one.truth > best.truth) best = std::move(one);
        first = false;
    });
    if (best.truth == Truth::yes && enabled != nullptr && enabled->is_unknown())
        return {Truth::maybe, because(fmt::format("whether the actions of {} are switched on is not known", name), &enabled->as_unknown())};
    return best;
}

// Whether a composite alarm goes off when one of its alarms does.
Truth follows(const Value* rule) {
    if (rule == nullptr) return Truth::no;
    const std::string_view text = rule->is_string()    ? rule->as_string()
                                  : rule->is_unknown() ? rule->as_unknown().identity
                                                       : std::string_view();
    const auto has = [&](std::string_view word) { return text.contains(word); };
    return has(" AND ") || has("NOT ") || has("OK(") || has("INSUFFICIENT_DATA") ? Truth::maybe : Truth::yes;
}

// Composite alarms by the names of alarms that their rules speak of, and what comes of each.
class Composites {
public:
    explicit Composites(const Estate& estate) : estate_(estate) {
        for (const Node node : estate.graph.of_type(kType))
            if (const Value* rule = property(estate.graph.resource(node), "AlarmRule"); rule != nullptr && rule->is_string())
                read_names(rule->as_string(), node);
    }

    // Those over an alarm, in order. An alarm is meant by reference, or by its name in parentheses.
    std::vector<Node> over(Node alarm) const {
        std::vector<Node> found;
        for (const Edge* edge : estate_.graph.in(alarm))
            if (edge->path == "Properties.AlarmRule" && estate_.graph.resource(edge->from).type == kType) found.push_back(edge->from);
        const Value* name = property(estate_.graph.resource(alarm), "AlarmName");
        if (name != nullptr && name->is_string())
            if (const auto named = by_name_.find(name->as_string()); named != by_name_.end())
                found.insert(found.end(), named->second.begin(), named->second.end());
        std::ranges::sort(found);
        const auto again = std::ranges::unique(found);
        found.erase(again.begin(), again.end());
        std::erase(found, alarm);
        return found;
    }

    // Whom a composite alarm tells when one of its alarms goes off.
    const Link& notifies(Node composite) const {
        return answers_.of(composite, [&] {
            const model::Resource& resource = estate_.graph.resource(composite);
            Link one = own_actions(estate_, composite, resource);
            const Truth along = follows(property(resource, "AlarmRule"));
            if (one.truth == Truth::yes && along == Truth::maybe)
                one.why = fmt::format("{} asks for more than one alarm", named(estate_, composite, "alarm"));
            one.truth = both(one.truth, along);
            return one;
        });
    }

private:
    static constexpr std::string_view kType = "AWS::CloudWatch::CompositeAlarm";

    // What stands in quotes after a parenthesis, or in innermost parentheses.
    void read_names(std::string_view rule, Node composite) {
        for (std::size_t open = rule.find('('); open != std::string_view::npos; open = rule.find('(', open + 1)) {
            const bool quoted = rule.substr(open + 1).starts_with('"');
            const std::size_t begin = open + (quoted ? 2 : 1);
            const std::size_t end = quoted ? rule.find('"', begin) : rule.find_first_of("()", begin);
            if (end == std::string_view::npos) return;
            if (rule[end] == '(') continue;
            std::vector<Node>& named = by_name_[rule.substr(begin, end - begin)];
            if (named.empty() || named.back() != composite) named.push_back(composite);
            if (quoted) open = end;
        }
    }

    const Estate& estate_;
    std::unordered_map<std::string_view, std::vector<Node>> by_name_;
    ByNode<Link> answers_{estate_};
};

}  // namespace

Link topic_reaches(const Estate& estate, Node topic) {
    const model::Resource& resource = estate.graph.resource(topic);
    const std::string name = named(estate, topic, "topic");
    const Value* key = property(resource, "KmsMasterKeyId");
    if (key != nullptr && key->is_string() && key->as_string() == "alias/aws/sns")
        return {Truth::no, fmt::format("{} is encrypted with alias/aws/sns, which alarms and rules may not use", name)};
    const Subscriptions& subscriptions = estate.once<Subscriptions>();
    if (const auto found = subscriptions.by_topic.find(topic); found != subscriptions.by_topic.end())
        return as_far_as_it_exists(estate, found->second,
                                   {Truth::yes, fmt::format("{} -> {}", name, named(estate, found->second, "subscription"))});
    const Value* own = property(resource, "Subscription");
    if (own != nullptr && own->is_unknown())
        return {Truth::maybe, because(fmt::format("the subscriptions of {} are not known", name), &own->as_unknown())};
    if (own != nullptr && own->is_list() && own->length() > 0) return {Truth::yes, fmt::format("{} -> its own subscription", name)};
    if (subscriptions.loose != nullptr)
        return {Truth::maybe, because(fmt::format("a subscription whose topic is not known may be for {}", name), subscriptions.loose)};
    return {Truth::no, fmt::format("{} has no subscription", name)};
}

Link alarm_notifies(const Estate& estate, Node alarm, const model::Resource* as) {
    Link best = own_actions(estate, alarm, resource_of(estate, alarm, as));
    const Composites& composites = estate.once<Composites>();
    for (const Node composite : composites.over(alarm)) {
        if (best.truth == Truth::yes) break;
        Link one = composites.notifies(composite);
        if (one.truth == Truth::yes) one.why = fmt::format("{} -> {}", named(estate, alarm, "alarm"), one.why);
        if (one.truth > best.truth) best = std::move(one);
    }
    return best;
}

Link rule_notifies(const Estate& estate, Node rule, const model::Resource* as) {
    const model::Resource& resource = resource_of(estate, rule, as);
    const std::string name = named(estate, rule, "rule");
    const Value* state = property(resource, "State");
    if (state != nullptr && state->is_string() && state->as_string() == "DISABLED") return {Truth::no, fmt::format("{} is disabled", name)};
    Link best{Truth::no, fmt::format("{} has no target", name)};
    bool first = true;
    const References references(estate, rule, "Properties.Targets.Arn");
    for_elements(property(resource, "Targets"), [&](const Value& target) {
        const Value* arn = target.find("Arn");
        Link one = arn != nullptr ? reaches(estate, rule, references, *arn)
                                  : Link{Truth::maybe, because("a target is not known", why_unknown(&target))};
        one.why = one.truth == Truth::yes ? fmt::format("{} -> {}", name, one.why) : fmt::format("{} has a target, but {}", name, one.why);
        if (first || one.truth > best.truth) best = std::move(one);
        first = false;
    });
    if (best.truth == Truth::yes && state != nullptr && state->is_unknown())
        return {Truth::maybe, because(fmt::format("whether {} is enabled is not known", name), &state->as_unknown())};
    return best;
}

}  // namespace vouch::facts::detection
