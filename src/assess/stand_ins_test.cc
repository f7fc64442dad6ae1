// SPDX-License-Identifier: Apache-2.0
// A list that was denied leaves one resource that stands for all of its type: no control passes, fails or does not apply for want of
// resources, and each finding names the action.
#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include <gtest/gtest.h>

#include "assess/assess.h"
#include "assess/testing/inventory.h"
#include "model/estate.h"

namespace vouch::assess {
namespace {

using model::Verdict;

constexpr std::string_view kAction = "cloudtrail:DescribeTrails";
constexpr std::string_view kUncertain = "nobody knows which there are: `cloudtrail:DescribeTrails` was denied (AccessDenied)";

// What stands for the trails that nobody could list: `On` is not known, `Place` is, as of what hangs at a resource that was listed.
model::UnitPtr denied_trails() {
    auto unit = std::make_shared<model::Unit>();
    unit->name = unit->file = "123456789012/eu-west-1";
    auto document = std::make_shared<value::Document>();
    document->source = std::make_shared<const base::Source>(unit->file, "");
    unit->document = std::move(document);
    const auto text = [](std::string_view each) { return value::Value::string(each, 0); };
    const value::Value denied = value::make_unknown(
        unit->arena, {value::Unknown::Cause::denied, "`cloudtrail:DescribeTrails` was denied (AccessDenied)", {}, kAction}, 0);
    const std::array properties{value::Member{text("On"), denied}, value::Member{text("Place"), text("here")}};
    const std::array body{value::Member{text("Type"), text("AWS::CloudTrail::Trail")},
                          value::Member{text("Properties"), value::make_map(unit->arena, properties, 0)}};
    model::Resource resource;
    resource.id = "AWS::CloudTrail::Trail in 123456789012/eu-west-1";
    resource.type = "AWS::CloudTrail::Trail";
    resource.body = value::make_map(unit->arena, body, 0);
    resource.uncertain = kUncertain;
    resource.origins.push_back({"On", {}});
    unit->resources.push_back(std::move(resource));
    return unit;
}

model::Finding finding_of(std::string_view rules, const std::string& type = "AWS::CloudTrail::Trail") {
    model::Inventory all = inventory_of("Resources: {Topic: {Type: 'AWS::SNS::Topic', Properties: {Place: here}}}");
    all.units.push_back(denied_trails());
    model::add_estate(all);
    const model::Control control = control_of("c", type, std::string(rules));
    const model::Assessment found = assess({&control, 1}, all, {.workers = 1});
    EXPECT_EQ(found.findings.size(), 1U) << rules;
    return found.findings.at(0);
}

void expect_names_the_action(std::string_view rules, const std::string& type) {
    const model::Finding finding = finding_of(rules, type);
    EXPECT_EQ(finding.verdict, Verdict::unverified) << rules;
    ASSERT_FALSE(finding.reasons.empty()) << rules;
    for (const model::Reason& reason : finding.reasons) {
        EXPECT_EQ(reason.action, kAction) << rules;
        EXPECT_TRUE(reason.unknown.contains("`cloudtrail:DescribeTrails` was denied")) << rules;
    }
}

TEST(StandIn, IsUnverifiedWhateverTheRulesSayOfIt) {
    for (const std::string_view rules :
         {"rule r { Resources.*.Properties.On == true }",                                               // not known
          "rule r { Resources.*.Properties.Place == 'here' }",                                          // passes
          "rule r { Resources.*.Properties.Place == 'there' <<it is not there>> }",                     // fails
          "rule r { Resources.*.Properties.Off exists }",                                               // fails for want of a property
          "rule r when Resources.*.Properties.Off exists { Resources.*.Properties.Place == 'here' }"})  // does not apply
        expect_names_the_action(rules, "AWS::CloudTrail::Trail");
}

TEST(StandIn, KeepsTheMessageOfWhatFailsForIt) {
    const model::Finding finding = finding_of("rule r { Resources.*.Properties.Place == 'there' <<it is not there>> }");
    EXPECT_EQ(finding.reasons.at(0).message, "it is not there");
    EXPECT_EQ(finding.reasons.at(0).unknown, kUncertain);
}

TEST(StandIn, MayBeWhatTheEstateMustHave) {
    for (const std::string_view rules :
         {"rule r { Resources.*[ Type == 'AWS::CloudTrail::Trail' ] !empty <<there is no trail>> }",
          "rule r { Resources.*[ Type == 'AWS::CloudTrail::Trail' ] empty <<there is a trail>> }",
          "rule r { Resources.*[ Type == /^AWS::CloudTrail/ ] !empty <<there is no trail>> }",
          "rule r { some Resources.*[ Type == 'AWS::CloudTrail::Trail' ].Properties.On == true <<no trail is on>> }"})
        expect_names_the_action(rules, std::string(model::kEstateType));
}

TEST(StandIn, IsOfNoOtherType) {
    const std::string estate(model::kEstateType);
    EXPECT_EQ(finding_of("rule r { Resources.*[ Type == 'AWS::SNS::Topic' ] !empty }", estate).verdict, Verdict::pass);
    EXPECT_EQ(finding_of("rule r { Resources.*[ Type == 'AWS::SQS::Queue' ] !empty }", estate).verdict, Verdict::fail);
    EXPECT_EQ(finding_of("rule r { Resources.*[ Type == /^AWS::Bedrock/ ] empty }", estate).verdict, Verdict::pass);
    EXPECT_EQ(finding_of("rule r when Resources.*[ Type == /^AWS::Bedrock/ ] !empty { Resources.*.Off exists }", estate).verdict,
              Verdict::not_applicable);
}

TEST(StandIn, MayReferToAnything) {
    for (const std::string_view rules : {
             "rule r { Vouch.ReferencedBy empty }",
             "rule r { Vouch.ReferencedBy !empty }",
             "rule r { Vouch.ReferencedBy[ Type == 'AWS::CloudTrail::Trail' ] !empty }",
             "rule r { Vouch.ReferencedBy[ Type not in ['AWS::EC2::VPC'] ] !empty }",
             "rule r { Vouch.ReferencedBy[ Type != 'AWS::EC2::VPC' ] empty }",
             "rule r { Vouch.ReferencedBy[ Type != /^AWS::EC2/ ] !empty }",
             "rule r { Vouch.ReferencedBy[ Path != 'Tags' ] !empty }",
         })
        expect_names_the_action(rules, "AWS::SNS::Topic");
    EXPECT_EQ(finding_of("rule r { Vouch.ReferencedBy[ Type == /^AWS::EC2/ ] empty }", "AWS::SNS::Topic").verdict, Verdict::pass);
}

TEST(StandIn, LeavesWhatWasListedAsItIs) {
    EXPECT_EQ(finding_of("rule r { Resources.*.Properties.Place == 'here' }", "AWS::SNS::Topic").verdict, Verdict::pass);
    EXPECT_EQ(finding_of("rule r { Resources.*.Properties.Place == 'there' }", "AWS::SNS::Topic").verdict, Verdict::fail);
}

}  // namespace
}  // namespace vouch::assess
