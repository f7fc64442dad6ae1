// SPDX-License-Identifier: Apache-2.0
// Tests for names.h and attribute_table.h: identifiers that follow from the template, and the references they keep.
#include "cfn/names.h"

#include <algorithm>
#include <set>
#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/attribute_table.h"
#include "cfn/testing/resolved.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;
using testing::shop_deployment;
using testing::shown;

// What `expression` becomes beside the resources `others`.
std::string beside(const std::string& expression, const std::string& others, const Deployment& where = shop_deployment()) {
    const auto unit = resolved(R"({"Parameters": {"Open": {"Type": "String"}}, "Resources": {"R": {"Type": "T", "Properties": {"P": )" +
                                   expression + "}}, " + others + "}}",
                               where);
    return shown(*unit->find("R")->properties().find("P"));
}

std::string get_att(const std::string& attribute, const std::string& type, const std::string& properties) {
    return beside(R"({"Fn::GetAtt": ["X", ")" + attribute + "\"]}",
                  R"("X": {"Type": ")" + type + R"(", "Properties": )" + properties + "}");
}

std::string ref(const std::string& type, const std::string& properties) {
    return beside(R"({"Ref": "X"})", R"("X": {"Type": ")" + type + R"(", "Properties": )" + properties + "}");
}

TEST(AttributeTable, EveryPatternIsWellFormedAndAsksForAProperty) {
    for (const AttributeRow& row : attribute_rows()) {
        bool property = false;
        each_part(
            row.pattern, [&](std::string_view text) { EXPECT_EQ(text.find_first_of("${}|"), std::string_view::npos) << row.pattern; },
            [&](std::string_view name, std::string_view fallback) {
                const bool pseudo = name.starts_with("AWS::");
                if (pseudo) {
                    EXPECT_TRUE(
                        (std::set<std::string_view>{"AWS::Partition", "AWS::Region", "AWS::AccountId", "AWS::URLSuffix"}.contains(name)));
                }
                property = property || (!pseudo && fallback.data() == nullptr);
            });
        EXPECT_TRUE(property) << row.type << "." << row.attribute << " would be known without a name";
    }
}

TEST(AttributeTable, NoAttributeHasTwoRows) {
    std::set<std::pair<std::string_view, std::string_view>> seen;
    for (const AttributeRow& row : attribute_rows())
        EXPECT_TRUE(seen.emplace(row.type, row.attribute).second) << row.type << "." << row.attribute;
}

// Every row gives what its pattern says, through a template.
TEST(AttributeTable, EveryRowIsResolved) {
    for (const AttributeRow& row : attribute_rows()) {
        std::string properties;
        std::string expected;
        each_part(
            row.pattern, [&](std::string_view text) { expected += text; },
            [&](std::string_view name, std::string_view fallback) {
                if (name == "AWS::Partition")
                    expected += "aws";
                else if (name == "AWS::Region")
                    expected += "eu-west-1";
                else if (name == "AWS::AccountId")
                    expected += "111122223333";
                else if (name == "AWS::URLSuffix")
                    expected += "amazonaws.com";
                else if (fallback.data() != nullptr)
                    expected += fallback;
                else {
                    expected += "one";
                    properties = fmt::format(R"("{}": "one")", name);
                }
            });
        const std::string type(row.type);
        const std::string found =
            row.attribute.empty() ? ref(type, "{" + properties + "}") : get_att(std::string(row.attribute), type, "{" + properties + "}");
        EXPECT_EQ(found, '"' + expected + '"') << type << "." << row.attribute;
    }
}

TEST(Identifiers, AsTheDocumentationShowsThem) {
    EXPECT_EQ(get_att("Arn", "AWS::S3::Bucket", R"({"BucketName": "logs"})"), R"("arn:aws:s3:::logs")");
    EXPECT_EQ(get_att("Arn", "AWS::Logs::LogGroup", R"({"LogGroupName": "/app"})"),
              R"("arn:aws:logs:eu-west-1:111122223333:log-group:/app:*")");
    EXPECT_EQ(get_att("Arn", "AWS::IAM::Role", R"({"RoleName": "ci"})"), R"("arn:aws:iam::111122223333:role/ci")");
    EXPECT_EQ(get_att("Arn", "AWS::IAM::Role", R"({"RoleName": "ci", "Path": "/build/"})"), R"("arn:aws:iam::111122223333:role/build/ci")");
    EXPECT_EQ(ref("AWS::IAM::ManagedPolicy", R"({"ManagedPolicyName": "p"})"), R"("arn:aws:iam::111122223333:policy/p")");
    EXPECT_EQ(ref("AWS::SNS::Topic", R"({"TopicName": "alarms"})"), R"("arn:aws:sns:eu-west-1:111122223333:alarms")");
    EXPECT_EQ(ref("AWS::SQS::Queue", R"({"QueueName": "jobs"})"), R"("https://sqs.eu-west-1.amazonaws.com/111122223333/jobs")");
    EXPECT_EQ(ref("AWS::S3::Bucket", R"({"BucketName": {"Fn::Sub": "logs-${AWS::AccountId}"}})"), R"("logs-111122223333")");
}

TEST(Identifiers, StayUnknownWhereAPartComesWithDeployment) {
    EXPECT_EQ(get_att("Arn", "AWS::S3::Bucket", "{}"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(get_att("DomainName", "AWS::S3::Bucket", R"({"BucketName": "b"})"), "?attribute GetAtt:X.DomainName");
    EXPECT_EQ(get_att("Arn", "AWS::S3::Bucket", R"({"BucketName": {"Ref": "Open"}})"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(get_att("Arn", "AWS::IAM::Role", R"({"RoleName": "ci", "Path": {"Ref": "Open"}})"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(get_att("Arn", "AWS::S3::Bucket", R"({"BucketName": "{{resolve:ssm:name}}"})"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(get_att("Arn", "AWS::Events::Rule", R"({"Name": "r", "EventBusName": "b"})"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(get_att("Arn", "My::Own::Type", R"({"BucketName": "b"})"), "?attribute GetAtt:X.Arn");
    EXPECT_EQ(beside(R"({"Fn::GetAtt": ["X", "Arn"]})", R"("X": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "q"}})", {}),
              "?attribute GetAtt:X.Arn");
    EXPECT_EQ(beside(R"({"Ref": "X"})", R"("X": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "b"}})", {}), R"("b")");
}

TEST(Identifiers, NamesMadeOfOtherNamesAreWorkedOutInAnyOrder) {
    const std::string others = R"("A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${B}-a"}}},
        "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Join": ["-", [{"Ref": "C"}, "b"]]}}},
        "C": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Select": [5, {"Fn::Split": [":", {"Ref": "D"}]}]}}},
        "D": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "d"}})";
    EXPECT_EQ(beside(R"({"Ref": "A"})", others), "\"d-b-a\"");
}

TEST(Identifiers, NamesThatNeedEachOtherStayUnknown) {
    const auto unit = resolved(R"({"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": "${B}-a"}}},
        "B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "A"}}}}})");
    EXPECT_EQ(shown(*unit->find("B")->properties().find("BucketName")), "?attribute Ref:A");
    ASSERT_EQ(unit->problems.size(), 1U) << problems(*unit);
    EXPECT_EQ(unit->problems[0].code, base::Code::cycle);
}

TEST(Identifiers, AMistakeInANameIsReportedOnce) {
    const auto unit = resolved(R"({"Resources": {"A": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Nobody"}}}}})");
    EXPECT_EQ(unit->problems.size(), 1U) << problems(*unit);
}

TEST(Identifiers, ALoopNamesEachResourceItMakes) {
    const auto unit = resolved(R"({"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::B": ["X", ["a", "b"],
        {"Bucket${X}": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "site-${X}"}}}],
        "R": {"Type": "T", "Properties": {"P": {"Fn::GetAtt": "Bucketb.Arn"}}}}})",
                               shop_deployment());
    EXPECT_EQ(shown(*unit->find("R")->properties().find("P")), R"("arn:aws:s3:::site-b")") << problems(*unit);
}

// Each name holds the one before: linear, and no recursion from one to the next.
TEST(Identifiers, AChainOfAHundredThousandNamesIsWorkedOut) {
    std::string text = R"({"Resources": {"B0": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "first"}})";
    for (int i = 1; i < 100'000; ++i)
        text += fmt::format(R"(, "B{}": {{"Type": "AWS::S3::Bucket", "Properties": {{"BucketName": {{"Ref": "B{}"}}}}}})", i, i - 1);
    const auto unit = resolved(text + "}}");
    EXPECT_EQ(problems(*unit), "");
    EXPECT_EQ(shown(*unit->resources.back().properties().find("BucketName")), "\"first\"");
}

// What the value of `expression` certainly starts with, beside a key, a topic, a custom resource and a parameter.
std::string begins(const std::string& expression) {
    const auto unit = resolved(
        R"({"Parameters": {"Open": {"Type": "String"}}, "Resources": {"Key": {"Type": "AWS::KMS::Key"}, "Topic": {"Type": "AWS::SNS::Topic"},
        "Own": {"Type": "Custom::Thing"}, "Made": {"Type": "AWS::CloudFormation::CustomResource"}, "R": {"Type": "T", "Properties": {"P": )" +
        expression + "}}}}");
    return std::string(unit->find("R")->properties().find("P")->as_unknown().begins);
}

TEST(Begins, ArnsAndTextsBeforeUnknownParts) {
    EXPECT_EQ(begins(R"({"Fn::GetAtt": "Key.Arn"})"), "arn:");
    EXPECT_EQ(begins(R"({"Ref": "Topic"})"), "arn:");
    EXPECT_EQ(begins(R"({"Fn::GetAtt": "Topic.TopicArn"})"), "arn:");
    EXPECT_EQ(begins(R"({"Fn::Sub": "${Key.Arn}/*"})"), "arn:");
    EXPECT_EQ(begins(R"({"Fn::Join": ["", ["arn:aws:", "s3:::", {"Ref": "Open"}, "/x"]]})"), "arn:aws:s3:::");
}

TEST(Begins, IsEmptyWhereNobodyCanTell) {
    for (const char* expression :
         {R"({"Ref": "Key"})", R"({"Fn::GetAtt": "Own.Arn"})", R"({"Fn::GetAtt": "Made.Arn"})", R"({"Fn::GetAtt": "Key.KeyId"})",
          R"({"Ref": "Open"})", R"({"Fn::Sub": "${Open}arn:"})", R"({"Fn::Sub": "{{resolve:ssm:${Open}}}"})",
          R"({"Fn::Select": [0, {"Fn::Split": [":", {"Ref": "Topic"}]}]})"})
        EXPECT_EQ(begins(expression), "") << expression;
}

std::string references(const model::Unit& unit, const char* id) {
    std::string out;
    for (const model::ReferenceMade& made : unit.find(id)->references) {
        const base::Location where = unit.location(made.position);
        out += fmt::format("{}:{} {}{}{}{}{}\n", where.line, where.column, made.unit, made.id, made.attribute.empty() ? "" : ".",
                           made.attribute, made.certain ? "" : "?");
    }
    return out;
}

TEST(ReferencesMade, AreKeptWhereTheValueIsKnown) {
    const auto unit = resolved(
        "Resources:\n"
        "  Logs: {Type: AWS::S3::Bucket, Properties: {BucketName: logs}}\n"
        "  R:\n"
        "    Type: T\n"
        "    Properties:\n"
        "      A: !Ref Logs\n"
        "      B: !Sub '${Logs.Arn}/${Logs}/*'\n"
        "      C: [!Join ['', [!GetAtt Logs.Arn, '/*']]]\n"
        "      D: text\n",
        shop_deployment());
    EXPECT_EQ(shown(*unit->find("R")->properties().find("B")), R"("arn:aws:s3:::logs/logs/*")");
    EXPECT_EQ(references(*unit, "R"), "6:10 Logs\n7:10 Logs\n7:10 Logs.Arn\n8:11 Logs.Arn\n");
    EXPECT_EQ(references(*unit, "Logs"), "");
}

TEST(ReferencesMade, StandAtTheValueThatHoldsThemInTheResolvedBody) {
    const auto unit = resolved(
        "Parameters: {P: {Type: String}}\n"
        "Conditions: {Yes: !Equals [a, a], Maybe: !Equals [!Ref P, a]}\n"
        "Resources:\n"
        "  X: {Type: T}\n"
        "  R:\n"
        "    Type: T\n"
        "    Properties:\n"
        "      Known: !If [Yes, !Ref X, n]\n"
        "      Open: !If [Maybe, !Ref X, n]\n"
        "      Inside: !If [Yes, {Deep: !GetAtt X.A}, n]\n"
        "      Chosen: !Select [0, [!Ref X]]\n"
        "    DependsOn: X\n",
        shop_deployment());
    EXPECT_EQ(references(*unit, "R"), "8:24 X\n9:13 X?\n10:32 X.A\n11:15 X\n");
    const value::Value properties = unit->find("R")->properties();
    std::vector<std::uint32_t> places{properties.find("Known")->position(), properties.find("Open")->position(),
                                      properties.find("Inside")->find("Deep")->position(), properties.find("Chosen")->position()};
    for (const model::ReferenceMade& made : unit->find("R")->references)
        EXPECT_NE(std::ranges::find(places, made.position), places.end()) << unit->location(made.position).line;
}

TEST(ReferencesMade, AHundredThousandToOneResourceAreKeptOnceEachPlace) {
    std::string text = R"({"Resources": {"X": {"Type": "T"}, "R": {"Type": "T", "Properties": {"P": [0)";
    for (int i = 0; i < 100'000; ++i) text += R"(, {"Fn::Sub": "${X}${X}"})";
    const auto unit = resolved(text + "]}}}}");
    EXPECT_EQ(unit->find("R")->references.size(), 100'000U);
}

}  // namespace
}  // namespace vouch::cfn
