// SPDX-License-Identifier: Apache-2.0
#include "baseline/rules.h"

#include <algorithm>
#include <array>

#include <gtest/gtest.h>

namespace vouch::baseline {
namespace {

std::string control(const std::string& id, const std::string& severity, const std::string& rule) {
    return "# SPDX\n# ---\n# id: " + id + "\n# resources: [AWS::S3::Bucket, AWS::SQS::Queue]\n# severity: " + severity +
           "\n# rationale: >-\n#   Why.\n# ---\n" + rule;
}

TEST(HookRules, AreThoseOfWeightThatNeedNothingOfOurs) {
    const std::string good = control("b-good", "high", "rule b { Resources exists }\n");
    const std::string first = control("a-first", "critical", "rule a { Resources exists }\n");
    const std::string light = control("light", "medium", "rule c { Resources exists }\n");
    const std::string facts = control("facts", "high", "rule d { Vouch.References exists }\n");
    const std::string time = control("time", "high", "rule e { days_since(Resources.A) <= 90 }\n");
    const std::array catalog{
        base::EmbeddedFile{"controls/s3/b-good/control.guard", good}, base::EmbeddedFile{"controls/s3/a-first/control.guard", first},
        base::EmbeddedFile{"controls/s3/light/control.guard", light}, base::EmbeddedFile{"controls/s3/facts/control.guard", facts},
        base::EmbeddedFile{"controls/s3/time/control.guard", time},   base::EmbeddedFile{"controls/s3/b-good/cases.yaml", "- no"}};
    const auto rules = hook_rules(catalog);
    ASSERT_TRUE(rules);
    ASSERT_EQ(rules->size(), 2U);
    EXPECT_EQ(rules->front().id, "a-first");
    EXPECT_EQ(rules->back().text, good);
    EXPECT_EQ(types_of(*rules), (std::vector<std::string>{"AWS::S3::Bucket", "AWS::SQS::Queue"}));
}

TEST(HookRules, AControlWithoutMetadataIsAnError) {
    const std::array catalog{base::EmbeddedFile{"controls/s3/a/control.guard", "rule a { Resources exists }\n"}};
    EXPECT_FALSE(hook_rules(catalog));
}

// A hook takes so many types and no more, and types of CloudFormation only.
TEST(HookRules, ThoseOfTheCatalogFitIntoOneHook) {
    const auto rules = hook_rules(base::embedded_catalog());
    ASSERT_TRUE(rules);
    EXPECT_GE(rules->size(), 50U);
    const auto types = types_of(*rules);
    EXPECT_LE(types.size(), 50U);
    EXPECT_TRUE(std::ranges::all_of(types, [](const std::string& each) { return each.starts_with("AWS::"); }));
}

}  // namespace
}  // namespace vouch::baseline
