// SPDX-License-Identifier: Apache-2.0
// What would be noticed: filters and rules executed on sample events, and for the estate as a whole the chains behind them.
// Tested by detection_test.cc.
#include <array>

#include <fmt/format.h>

#include "facts/analyser.h"
#include "facts/detection/catches.h"
#include "facts/detection/chains.h"
#include "facts/detection/metrics.h"
#include "facts/detection/notifies.h"
#include "facts/reasons.h"
#include "model/estate.h"

namespace vouch::facts {
namespace {

using value::Member;
using value::Value;

constexpr std::array<std::string_view, 3> kDetectionTypes{"AWS::Logs::MetricFilter", "AWS::Events::Rule", model::kEstateType};
constexpr std::array kDetectionFacts{
    Fact{"Catches", "of a metric filter or rule: the detections with an alarm of which it matches every sample event"},
    Fact{"PartlyCatches",
         "of a metric filter or rule: the detections with an alarm of which it matches some sample events, and which it misses"},
    Fact{"NoisyOn", "of a metric filter or rule: the near misses that it matches"},
    Fact{"Alarms", "of a metric filter: the alarms on what it writes; of a rule: the targets that reach somebody"},
    Fact{"OnTrail", "of a metric filter: the trail that writes to its log group"},
    Fact{"<Detection>",
         "of the estate, for each detection with an alarm (`RootUsage`): the chains from the trail to a subscription that together catch "
         "it"},
    Fact{"<Detection>Broken",
         "of the estate, for each detection with an alarm (`RootUsageBroken`): what catches it or a part of it, and where that ends"},
};

std::string names(const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& each : all) text += fmt::format("{}{}", text.empty() ? "" : ", ", each);
    return text;
}

void add(Reasons& reasons, const detection::Link& answer, std::uint32_t at) {
    if (answer.truth == Truth::yes) reasons.add(answer.why, at);
    if (answer.truth == Truth::maybe) reasons.maybe(answer.why, at);
}

class DetectionFacts {
public:
    explicit DetectionFacts(const Subject& subject) : subject_(subject), at_(subject.resource().position) {}

    Value source() {
        const detection::Catches catches = detection::caught_by(subject_.resource());
        Reasons whole(subject_.arena);
        Reasons part(subject_.arena);
        Reasons noisy(subject_.arena);
        for (const detection::Caught& each : catches.all) {
            const std::string& id = each.detection->id;
            if (each.all()) whole.add(fmt::format("{}: {}", id, each.detection->title), catches.position);
            if (!each.all() && each.any()) part.add(fmt::format("{}: not {}", id, names(each.missed())), catches.position);
            if (!each.noisy.empty()) noisy.add(fmt::format("{}: {}", id, names(each.noisy)), catches.position);
        }
        if (!catches.unknown.empty())
            for (Reasons* reasons : {&whole, &part, &noisy}) reasons->maybe(catches.unknown, catches.position);
        Reasons alarms(subject_.arena);
        if (subject_.resource().type == "AWS::Events::Rule") {
            add(alarms, detection::rule_notifies(subject_.estate, subject_.node, &subject_.resource()), at_);
        } else {
            detection::tell_alarms(subject_, alarms);
        }
        Reasons trail(subject_.arena);
        if (subject_.resource().type != "AWS::Events::Rule") add(trail, detection::on_trail(subject_.estate, subject_.node), at_);
        const std::array members{member("OnTrail", trail), member("Catches", whole), member("PartlyCatches", part),
                                 member("NoisyOn", noisy), member("Alarms", alarms)};
        return value::make_map(subject_.arena, members, at_);
    }

    Value estate() {
        std::vector<Member> members;
        for (const detection::Coverage& each : detection::coverage(subject_.estate)) {
            Reasons complete(subject_.arena);
            Reasons broken(subject_.arena);
            for (const std::string& chain : each.complete) complete.add(chain, at_);
            if (!each.unknown.empty()) complete.maybe(each.unknown, at_);
            for (const std::string& chain : each.broken) broken.add(chain, at_);
            members.push_back(member(each.fact, complete));
            members.push_back(member(each.fact + "Broken", broken));
        }
        return value::make_map(subject_.arena, members, at_);
    }

private:
    Member member(std::string_view name, const Reasons& reasons) const {
        return {value::make_string(subject_.arena, name, at_), reasons.value(at_)};
    }

    const Subject& subject_;
    std::uint32_t at_;
};

Value analyse_detection(const Subject& subject) {
    DetectionFacts facts(subject);
    return subject.resource().type == model::kEstateType ? facts.estate() : facts.source();
}

}  // namespace

extern const Analyser detection_analyser;
constinit const Analyser detection_analyser{.name = "Detection",
                                            .summary = "what would be noticed, and by whom",
                                            .types = kDetectionTypes,
                                            .facts = kDetectionFacts,
                                            .analyse = analyse_detection};

}  // namespace vouch::facts
