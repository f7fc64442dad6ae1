// SPDX-License-Identifier: Apache-2.0
#include "baseline/expand.h"

#include <array>
#include <memory>

#include <gtest/gtest.h>

namespace vouch::baseline {
namespace {

std::string expanded(std::string text) {
    const auto settings = read_settings(std::make_shared<const base::Source>(
        "b.yaml", "security_email: s@example.com\noperations_email: o@example.com\nregions: [us-east-1, eu-west-1]\n"));
    const std::array detections{Detection{"root-usage", "It's root", "{ $.a = 'b' }", {"A7"}, {"CC7.2", "CC6.1"}},
                                Detection{"sg-changes", "<threshold>", "{ $.b = * }", {"A7", "B1"}, {"CC7.2"}}};
    const std::array<std::string, 2> targets{"AWS::S3::Bucket", "AWS::SQS::Queue"};
    const auto made = expand(base::Source("t.yaml", std::move(text)), *settings, {.detections = detections, .targets = targets});
    return made ? *made : base::render(made.error());
}

TEST(Expand, LeavesEverythingElseAsItIs) {
    const std::string text = "# rows: A1\nA: <b>  # c\n\n  Default: x # no setting\n\"<\": '>'\n";
    EXPECT_EQ(expanded(text), text);
}

TEST(Expand, ADefaultTakesItsSetting) {
    EXPECT_EQ(expanded("    Default: x  # setting: prefix\n"), "    Default: 'soc2'  # setting: prefix\n");
    EXPECT_EQ(expanded("    Default: 1  # setting: trail_retention_days\n"), "    Default: 400  # setting: trail_retention_days\n");
    EXPECT_EQ(expanded("    Default: x  # setting: regions\n"), "    Default: 'us-east-1,eu-west-1'  # setting: regions\n");
    EXPECT_EQ(expanded("    Default: x  # setting: organization_id\n"), "    Default: 'o-none'  # setting: organization_id\n");
}

TEST(Expand, LinesAreRepeatedForEachWord) {
    EXPECT_EQ(expanded("  # for each rule: cloud-trail ebs\n  <Rule>: [<rule>, <RULE>, <number>]<comma>\n  # end\nZ\n"),
              "  CloudTrail: [cloud-trail, CLOUD_TRAIL, 1],\n  Ebs: [ebs, EBS, 2]\nZ\n");
}

TEST(Expand, LinesAreRepeatedForEachTarget) {
    EXPECT_EQ(expanded("# for each target:\n- '<target>'\n# end\n"), "- 'AWS::S3::Bucket'\n- 'AWS::SQS::Queue'\n");
}

TEST(Expand, LinesAreRepeatedForEachDetection) {
    EXPECT_EQ(
        expanded("# for each detection: sg-changes=Most\n# <rows> (<criteria>)\n<Detection>: '<pattern> <title>' <threshold>\n# end\n"),
        "# A7 (CC7.2, CC6.1)\nRootUsage: '{ $.a = ''b'' } It''s root' 1\n# A7, B1 (CC7.2)\nSgChanges: '{ $.b = * } <threshold>' !Ref "
        "Most\n");
}

TEST(Expand, WhatIsNotOfTheFormIsAnError) {
    EXPECT_EQ(expanded("a\n  Default: x  # setting: nothing\n"), "t.yaml:2:1: there is no setting `nothing` [E0110]");
    EXPECT_EQ(expanded("Default: x  # setting: a\rb\n"), "t.yaml:1:1: there is no setting `a\\u{d}b` [E0110]");
    EXPECT_NE(expanded("# for each a: b\nx\n").find("has no `# end`"), std::string::npos);
    EXPECT_NE(expanded("# end\n").find("without"), std::string::npos);
    EXPECT_NE(expanded("# for each a: b\n# for each c: d\n# end\n# end\n").find("stands in no other"), std::string::npos);
}

TEST(ReadDetections, LackOfATextIsAnError) {
    const std::array files{base::EmbeddedFile{"detections/a.yaml", "id: a\ntitle: t\nalarm: true\n"}};
    const auto read = read_detections(files);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().message, "`pattern` must be a text");
}

TEST(ReadDetections, OnlyThoseThatAskForAnAlarm) {
    const std::string rest = "title: t\npattern: p\nrows: []\ncriteria: []\n";
    const std::string asks = "id: a\nalarm: true\n" + rest;
    const std::string does_not = "id: b\nalarm: false\n" + rest;
    const std::string silent = "id: c\n" + rest;
    const std::array files{base::EmbeddedFile{"detections/a.yaml", asks}, base::EmbeddedFile{"detections/b.yaml", does_not},
                           base::EmbeddedFile{"detections/c.yaml", silent}};
    const auto read = read_detections(files);
    ASSERT_TRUE(read);
    ASSERT_EQ(read->size(), 1U);
    EXPECT_EQ(read->front().id, "a");
}

}  // namespace
}  // namespace vouch::baseline
