// SPDX-License-Identifier: Apache-2.0
// Every detection of the catalogue, tried on its own samples in both languages; and what the reader refuses.
#include "pattern/detections.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "value/text_at.h"
#include "value/write.h"

namespace vouch::pattern {
namespace {

const Detections& catalog() {
    static const Detections detections = read_detections(base::embedded_catalog());
    return detections;
}

const Detection& detection(std::string_view id) {
    const auto found = std::ranges::find(catalog().all, id, &Detection::id);
    EXPECT_NE(found, catalog().all.end()) << id;
    return *found;
}

TEST(DetectionCatalog, EveryFileIsReadAndNamedAsItsId) {
    EXPECT_TRUE(catalog().problems.empty()) << (catalog().problems.empty() ? "" : base::render(catalog().problems.front()));
    EXPECT_GE(catalog().all.size(), 60U);
    std::set<std::string> facts;
    for (const Detection& each : catalog().all) {
        EXPECT_EQ(each.document->source->name(), "catalog/detections/" + each.id + ".yaml");
        EXPECT_TRUE(facts.insert(fact_name(each.id)).second) << each.id;
        EXPECT_TRUE(each.event_pattern) << each.id;
        EXPECT_GE(each.match.size(), 2U) << each.id;
        EXPECT_GE(each.no_match.size(), 2U) << each.id;
        EXPECT_NE(each.document->root.find("severity"), nullptr) << each.id;
        EXPECT_FALSE(each.criteria.empty()) << each.id;
    }
}

TEST(DetectionCatalog, EveryPatternKeepsTheQuotasOfAws) {
    for (const Detection& each : catalog().all) {
        EXPECT_TRUE(each.filter.warnings.empty())
            << each.id << ": " << (each.filter.warnings.empty() ? "" : each.filter.warnings[0].message);
        EXPECT_LE(each.pattern.size(), 1024U) << each.id;
    }
}

// The alarms that the benchmark of CIS asks for (4.1 to 4.15); more would make the monitoring stack larger and no control pass.
TEST(DetectionCatalog, AsksForTheAlarmsOfTheBenchmarkOnly) {
    std::set<std::string> ids;
    for (const Detection& each : catalog().all)
        if (each.alarm) ids.insert(each.id);
    std::set<std::string> quickly;
    for (const Detection& each : read_alarmed_detections(base::embedded_catalog()).all) quickly.insert(each.id);
    EXPECT_EQ(quickly, ids);
    EXPECT_EQ(ids, (std::set<std::string>{"unauthorized-api", "console-no-mfa", "root-usage", "iam-policy-changes", "cloudtrail-changes",
                                          "console-auth-failure", "kms-disable-delete", "s3-policy-changes", "config-changes", "sg-changes",
                                          "nacl-changes", "gateway-changes", "route-changes", "vpc-changes", "org-changes"}));
}

TEST(DetectionCatalog, NoTwoDetectionsHaveTheSamePattern) {
    std::set<std::string> patterns;
    for (const Detection& each : catalog().all) EXPECT_TRUE(patterns.insert(each.pattern).second) << each.id;
}

TEST(DetectionCatalog, ManyDifferentCallsAreNoAlarm) {
    EXPECT_EQ(detection("account-enumerated").different_calls, 8U);
    EXPECT_EQ(detection("root-usage").different_calls, 0U);
    const auto with = [](std::string_view line) {
        std::string text(detection("account-enumerated").document->source->text());
        const std::size_t at = text.find("different_calls: 8");
        return read_detection(std::make_shared<base::Source>("d.yaml", text.replace(at, 18, line)));
    };
    ASSERT_TRUE(with("different_calls: 2"));
    for (const char* line : {"different_calls: 1", "different_calls: many", "different_calls: 1001", "alarm_of: 1"})
        EXPECT_FALSE(with(line)) << line;
}

// The names of calls that a pattern asks for.
std::vector<std::string> event_names(std::string_view pattern) {
    constexpr std::string_view kAsked = "$.eventName = ";
    std::vector<std::string> names;
    for (std::size_t at = pattern.find(kAsked); at != std::string_view::npos; at = pattern.find(kAsked, at)) {
        at += kAsked.size();
        if (pattern[at] == '"') ++at;
        const std::size_t end = pattern.find_first_of("\") ", at);
        names.emplace_back(pattern.substr(at, end - at));
    }
    return names;
}

bool name_matches(std::string_view asked, std::string_view name) {
    return asked.ends_with('*') ? name.starts_with(asked.substr(0, asked.size() - 1)) : name == asked;
}

// A call that no sample shows may have been left out of the event pattern, or be misspelt in one of the two.
TEST(DetectionCatalog, EveryCallOfAPatternHasASample) {
    for (const Detection& each : catalog().all)
        for (const std::string& name : event_names(each.pattern)) {
            const auto shown = [&](const Sample& sample) { return name_matches(name, value::text_at(sample.event, "eventName")); };
            EXPECT_TRUE(std::ranges::any_of(each.match, shown) || std::ranges::any_of(each.also, shown)) << each.id << ": " << name;
        }
}

void expect_samples(const Detection& each, const std::vector<Sample>& samples, bool expected) {
    for (const Sample& sample : samples) {
        EXPECT_EQ(matches(each.filter, sample.event).value(), expected) << each.id << ": " << sample.name;
        EXPECT_EQ(matches(each.filter, value::to_json(sample.event)).value(), expected) << each.id << ": " << sample.name;
        EXPECT_EQ(matches(*each.event_pattern, sample.delivered), expected) << each.id << ": " << sample.name;
    }
}

TEST(DetectionCatalog, EveryPatternMatchesItsSamplesAndNoNearMiss) {
    for (const Detection& each : catalog().all) {
        expect_samples(each, each.match, true);
        expect_samples(each, each.also, true);
        expect_samples(each, each.no_match, false);
    }
}

TEST(DetectionCatalog, SamplesAreWholeCloudTrailEvents) {
    for (const Detection& each : catalog().all)
        for (const auto* samples : {&each.match, &each.also, &each.no_match})
            for (const Sample& sample : *samples)
                for (const std::string_view key : {"eventVersion", "userIdentity", "eventTime", "eventSource", "eventName", "awsRegion",
                                                   "sourceIPAddress", "eventType", "readOnly", "managementEvent", "recipientAccountId"})
                    EXPECT_NE(sample.event.find(key), nullptr) << each.id << ", " << sample.name << ": " << key;
}

// The filters that the CIS benchmark prescribes catch what the detections demand.
TEST(DetectionCatalog, TheBenchmarksFiltersCatchTheirDetections) {
    struct Row {
        std::string_view id;
        std::string_view pattern;
    };
    for (const Row& row : {
             Row{"unauthorized-api",
                 "{ ($.errorCode = \"*UnauthorizedOperation\") || ($.errorCode = \"AccessDenied*\") && "
                 "($.sourceIPAddress != \"delivery.logs.amazonaws.com\") && ($.eventName != \"HeadBucket\") }"},
             Row{"console-no-mfa", "{ ($.eventName = \"ConsoleLogin\") && ($.additionalEventData.MFAUsed != \"Yes\") }"},
             Row{"root-usage",
                 "{ $.userIdentity.type = \"Root\" && $.userIdentity.invokedBy NOT EXISTS && $.eventType != \"AwsServiceEvent\" }"},
             Row{"kms-disable-delete",
                 "{($.eventSource = kms.amazonaws.com) && (($.eventName=DisableKey)||($.eventName=ScheduleKeyDeletion)) }"},
             Row{"console-auth-failure", "{ ($.eventName = ConsoleLogin) && ($.errorMessage = \"Failed authentication\") }"},
         }) {
        const auto filter = parse_filter(row.pattern);
        ASSERT_TRUE(filter) << row.id;
        for (const Sample& sample : detection(row.id).match)
            EXPECT_TRUE(matches(*filter, sample.event).value()) << row.id << ": " << sample.name;
    }
}

TEST(ReadDetection, SaysWhatIsWrongAndWhere) {
    const auto error_of = [](std::string text) {
        const auto read = read_detection(std::make_shared<base::Source>("d.yaml", std::move(text)));
        return read ? std::string() : base::render(read.error());
    };
    const std::string head = "id: x\ntitle: X\nwhat: y\ncriteria: []\nrows: []\n";
    const std::string match = "match:\n- {eventName: A}\n";
    EXPECT_EQ(error_of(head + "pattern: '{ $.a = 1 }'\n" + match), "");
    EXPECT_TRUE(error_of(head + match).contains("the detection lacks `pattern`"));
    EXPECT_TRUE(error_of(head + "pattern: '{ $.a = 1 }'\n").contains("the detection has no sample that must match"));
    EXPECT_TRUE(error_of(head + "pattern: '{ $.a == 1 }'\n" + match)
                    .starts_with("d.yaml:6:10: `==` is no operator of filter patterns (column 7 of the pattern)"));
    EXPECT_TRUE(error_of(head + "pattern: x\nnomatch: []\n" + match).starts_with("d.yaml:7:1: a detection has no key `nomatch`"));
    EXPECT_TRUE(error_of(head + "pattern: x\nevent_pattern: {a: [{prefx: x}]}\n" + match).contains("`prefx` is no operator"));
    EXPECT_TRUE(error_of(head + "pattern: x\nmatch: [{a: 1}]\n").starts_with("d.yaml:7:9: the event has no `eventName`"));
    EXPECT_TRUE(error_of(head + "pattern: x\nseverity: urgent\n" + match)
                    .starts_with("d.yaml:7:11: `severity` is one of informational, low, medium, high, critical"));
    EXPECT_TRUE(error_of(head + "pattern: x\nalarm: perhaps\n" + match).starts_with("d.yaml:7:8: `alarm` is true or false"));
}

TEST(ReadDetection, SeverityAndAlarmAreRead) {
    const auto read_with = [](std::string_view keys) {
        const std::string text = "id: x\ntitle: X\nwhat: y\ncriteria: []\nrows: []\npattern: x\nmatch: [{eventName: A}]\n";
        return read_detection(std::make_shared<base::Source>("d.yaml", text + std::string(keys))).value();
    };
    const Detection silent = read_with("");
    EXPECT_EQ(silent.severity, Severity::medium);
    EXPECT_FALSE(silent.alarm);
    const Detection given = read_with("severity: critical\nalarm: true\n");
    EXPECT_EQ(given.severity, Severity::critical);
    EXPECT_TRUE(given.alarm);
    EXPECT_FALSE(read_with("alarm: false\n").alarm);
}

TEST(SeverityOfADetection, HasANameEachThatIsReadBack) {
    for (const Severity each : {Severity::informational, Severity::low, Severity::medium, Severity::high, Severity::critical})
        EXPECT_EQ(severity_from(name(each)), each) << name(each);
    EXPECT_EQ(name(Severity::informational), "informational");
    EXPECT_LT(Severity::low, Severity::critical);
    EXPECT_EQ(severity_from("urgent"), std::nullopt);
}

TEST(FactName, IsTheIdInCamelCase) { EXPECT_EQ(fact_name("console-no-mfa"), "ConsoleNoMfa"); }

}  // namespace
}  // namespace vouch::pattern
