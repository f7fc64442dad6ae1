// SPDX-License-Identifier: Apache-2.0
// Whether an alarm has something to watch and somebody to tell. Tested by detection_test.cc.
#include <array>

#include "facts/analyser.h"
#include "facts/detection/metrics.h"
#include "facts/detection/notifies.h"
#include "facts/reasons.h"

namespace vouch::facts {
namespace {

using value::Member;
using value::Value;

constexpr std::array<std::string_view, 3> kAlarmTypes{"AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm", "AWS::SNS::Topic"};
constexpr std::array kAlarmFacts{
    Fact{"Notifies", "of an alarm: the way to somebody who hears of it, over composite alarms too"},
    Fact{"Silent", "of an alarm: why nobody hears of it"},
    Fact{"MetricExists", "of an alarm: what writes the metrics that it watches"},
    Fact{"MetricMissing", "of an alarm: the metric that nothing writes"},
    Fact{"Subscribed", "of a topic: a subscription that gets what alarms and rules write to it"},
    Fact{"Unsubscribed", "of a topic: why nobody gets it"},
};

class Answers {
public:
    explicit Answers(const Subject& subject) : subject_(subject), at_(subject.resource().position) {}

    // One fact for yes, one for no; both unknown where the answer is.
    void add(std::string_view yes, std::string_view no, const detection::Link& answer) {
        for (const auto& [name, truth] : {std::pair{yes, Truth::yes}, std::pair{no, Truth::no}}) {
            Reasons reasons(subject_.arena);
            if (answer.truth == Truth::maybe) reasons.maybe(answer.why, at_);
            if (answer.truth == truth) reasons.add(answer.why, at_);
            members_.push_back({Value::string(name, at_), reasons.value(at_)});
        }
    }
    Value value() const { return value::make_map(subject_.arena, members_, at_); }

private:
    const Subject& subject_;
    std::uint32_t at_;
    std::vector<Member> members_;
};

Value analyse_alarm(const Subject& subject) {
    const model::Resource& resource = subject.resource();
    Answers answers(subject);
    if (resource.type == "AWS::SNS::Topic") {
        answers.add("Subscribed", "Unsubscribed", detection::topic_reaches(subject.estate, subject.node));
        return answers.value();
    }
    answers.add("Notifies", "Silent", detection::alarm_notifies(subject.estate, subject.node, &resource));
    if (resource.type == "AWS::CloudWatch::Alarm")
        answers.add("MetricExists", "MetricMissing", detection::metric_exists(subject.estate, subject.node, &resource));
    return answers.value();
}

}  // namespace

extern const Analyser alarm_analyser;
constinit const Analyser alarm_analyser{.name = "Alarm",
                                        .summary = "what alarms watch and whom they tell",
                                        .types = kAlarmTypes,
                                        .facts = kAlarmFacts,
                                        .analyse = analyse_alarm};

}  // namespace vouch::facts
