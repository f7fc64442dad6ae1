// SPDX-License-Identifier: Apache-2.0
#include "baseline/standing.h"

#include <gtest/gtest.h>

#include "baseline/testing/scripted_formation.h"
#include "value/read.h"

namespace vouch::baseline {
namespace {

using testing::Answers;
using testing::kNoStack;
using testing::ScriptedFormation;
using testing::target;

std::string stack(const std::string& status, bool is_protected, const std::string& days = "365") {
    return R"({"Stacks": [{"StackId": "arn:stack", "StackStatus": ")" + status +
           R"(", "CreationTime": "2026-01-01", "EnableTerminationProtection": )" + (is_protected ? "true" : "false") +
           R"(, "Parameters": [{"ParameterKey": "Days", "ParameterValue": ")" + days + "\"}]}]}";
}
std::string body(const std::string& text) { return R"({"TemplateBody": )" + json_of(text) + "}"; }

using Differences = std::vector<std::string>;

TEST(Standing, WhatIsThereAndMeansTheSameIsEqual) {
    // The same in JSON, in another order.
    const std::string same =
        R"({"Resources": {"Log": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": {"Ref": "Days"}}, "Condition": "Home"},
            "Key": {"Type": "AWS::KMS::Key"}}, "Parameters": {"Days": {"Default": 365, "Type": "Number"}}})";
    ScriptedFormation asked(Answers{{"DescribeStacks", {stack("UPDATE_COMPLETE", true)}}, {"GetTemplate", {body(same)}}});
    const Target wanted = target();
    const Standing standing = standing_of(asked.formation(), wanted);
    EXPECT_EQ(standing.verdict(), "equal") << as_text({&standing, 1});
    EXPECT_EQ(as_text({&standing, 1}), "equal    soc2-trail (us-east-1)  UPDATE_COMPLETE  2026-01-01\n");
}

TEST(Standing, EveryDifferenceIsNamed) {
    const std::string other =
        "Parameters: {Days: {Type: Number, Default: 365}}\nResources:\n  Key: {Type: 'AWS::KMS::Key', DeletionPolicy: Retain}\n  Mine: "
        "{Type: 'AWS::S3::Bucket'}\n";
    ScriptedFormation asked(Answers{{"DescribeStacks", {stack("ROLLBACK_COMPLETE", false, "30")}}, {"GetTemplate", {body(other)}}});
    const Target wanted = target();
    const Standing standing = standing_of(asked.formation(), wanted);
    EXPECT_EQ(standing.verdict(), "differs");
    EXPECT_EQ(standing.differences,
              (Differences{"`soc2-trail (us-east-1)` is ROLLBACK_COMPLETE: it has to be deleted before it can be made anew",
                           "resource `Key` differs", "resource `Log` is not there", "resource `Mine` is there, and not in the baseline",
                           "parameter `Days` is `30`, and `365` in the settings", "it is not protected from deletion"}));
}

TEST(Standing, MissingAndUnknownAreTwoAnswers) {
    ScriptedFormation none(Answers{{"DescribeStacks", {kNoStack}}});
    ScriptedFormation denied(Answers{{"DescribeStacks", {"!AccessDenied not authorized"}}});
    ScriptedFormation half(
        Answers{{"DescribeStacks", {stack("CREATE_COMPLETE", true)}}, {"GetTemplate", {"!AccessDenied not authorized"}}});
    const Target wanted = target();
    EXPECT_EQ(standing_of(none.formation(), wanted).verdict(), "missing");
    EXPECT_EQ(standing_of(denied.formation(), wanted).verdict(), "unknown");
    EXPECT_EQ(standing_of(half.formation(), wanted).verdict(), "unknown");
}

TEST(Standing, ATemplateThatCannotBeReadIsUnknown) {
    ScriptedFormation asked(Answers{{"DescribeStacks", {stack("CREATE_COMPLETE", true)}}, {"GetTemplate", {body("Resources: [\n")}}});
    const Target wanted = target();
    EXPECT_EQ(standing_of(asked.formation(), wanted).verdict(), "unknown");
}

TEST(Standing, JsonIsReadBack) {
    ScriptedFormation none(Answers{{"DescribeStacks", {kNoStack}}});
    const Target wanted = target();
    const Standing standing = standing_of(none.formation(), wanted);
    const auto read = value::read_json(std::make_shared<const base::Source>("s", as_json({&standing, 1}, "111122223333")));
    ASSERT_TRUE(read);
    const value::Value& row = read->root.find("stacks")->as_list().front();
    EXPECT_EQ(row.find("verdict")->as_string(), "missing");
    EXPECT_TRUE(row.find("status")->is_null());
    EXPECT_EQ(row.find("name")->as_string(), "soc2-trail");
}

}  // namespace
}  // namespace vouch::baseline
