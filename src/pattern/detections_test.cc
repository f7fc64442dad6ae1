// SPDX-License-Identifier: Apache-2.0
// Every detection of the catalogue, tried on its own samples in both languages; and what the reader refuses.
#include "pattern/detections.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

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
    EXPECT_GE(catalog().all.size(), 15U);
    std::set<std::string> facts;
    for (const Detection& each : catalog().all) {
        EXPECT_EQ(each.document->source->name(), "catalog/detections/" + each.id + ".yaml");
        EXPECT_TRUE(facts.insert(fact_name(each.id)).second) << each.id;
        EXPECT_TRUE(each.event_pattern) << each.id;
        EXPECT_GE(each.match.size(), 2U) << each.id;
        EXPECT_GE(each.no_match.size(), 2U) << each.id;
    }
}

TEST(DetectionCatalog, EveryPatternKeepsTheQuotasOfAws) {
    for (const Detection& each : catalog().all)
        EXPECT_TRUE(each.filter.warnings.empty())
            << each.id << ": " << (each.filter.warnings.empty() ? "" : each.filter.warnings[0].message);
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
}

TEST(FactName, IsTheIdInCamelCase) { EXPECT_EQ(fact_name("console-no-mfa"), "ConsoleNoMfa"); }

}  // namespace
}  // namespace vouch::pattern
