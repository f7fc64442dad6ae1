// SPDX-License-Identifier: Apache-2.0
// Random templates without unknown inputs: resolving leaves no function and no unknown, and resolving the result changes nothing.
#include <array>
#include <random>
#include <string>

#include <fmt/core.h>
#include <gtest/gtest.h>

#include "cfn/spelling.h"
#include "cfn/testing/resolved.h"
#include "value/write.h"

namespace vouch::cfn {
namespace {

using testing::problems;
using testing::resolved;

class Generator {
public:
    explicit Generator(std::uint32_t seed) : engine_(seed) {}

    std::string run() {
        std::string resources;
        for (int i = 0; i < 4; ++i)
            resources += fmt::format(R"("B{}": {{"Type": "AWS::S3::Bucket", "Properties": {{"BucketName": {}}}}}, )", i,
                                     i == 0 ? "\"first\"" : name(i));
        for (int i = 0; i < 3; ++i)
            resources +=
                fmt::format(R"("R{}": {{"Type": "A::B::C", "Condition": "{}", "Properties": {{"S": {}, "L": {}, "M": {{"D": {}}}}}}}, )", i,
                            condition(), text(4), list(3), text(3));
        return R"({"Transform": "AWS::LanguageExtensions", "Parameters": {"P": {"Type": "String", "Default": "p"}, "N": {"Type": "Number", "Default": 7},
            "Z": {"Type": "CommaDelimitedList", "Default": "a, b,c"}}, "Mappings": {"M": {"p": {"k": "mapped", "l": ["x", "y"]}}},
            "Conditions": {"Yes": {"Fn::Equals": [{"Ref": "P"}, "p"]}, "No": {"Fn::Not": [{"Condition": "Yes"}]},
                "Mixed": )" +
               logic(3) + "}, \"Resources\": {" + resources +
               R"("Fn::ForEach::F": ["X", ["1", "2"], {"L${X}": {"Type": "T", "Properties": {"P": )" + text(2) +
               R"(}}}], "Last": {"Type": "T"}}, "Outputs": {"O": {"Value": )" + text(3) + "}}}";
    }

private:
    std::size_t below(std::size_t limit) { return engine_() % limit; }
    std::string condition() { return std::array{"Yes", "No", "Mixed"}[below(3)]; }

    // A name made of that of the bucket before.
    std::string name(int i) {
        if (below(2) == 0) return fmt::format(R"({{"Fn::Sub": "${{B{}}}-{}"}})", i - 1, i);
        return fmt::format(R"({{"Fn::Join": ["-", [{{"Ref": "B{}"}}, {{"Ref": "P"}}]]}})", i - 1);
    }

    std::string logic(int depth) {
        switch (below(depth > 0 ? 6 : 2)) {
            case 0: return R"({"Condition": "Yes"})";
            case 1: return R"({"Fn::Equals": [{"Ref": "N"}, "7"]})";
            case 2: return R"({"Fn::Not": [)" + logic(depth - 1) + "]}";
            case 3: return R"({"Fn::And": [)" + logic(depth - 1) + ", " + logic(depth - 1) + "]}";
            default: return R"({"Fn::Or": [)" + logic(depth - 1) + ", " + logic(depth - 1) + "]}";
        }
    }

    std::string text(int depth) {
        const auto inner = [&] { return text(depth - 1); };
        switch (below(depth > 0 ? 15 : 5)) {
            case 0: return R"("plain ${not} text")";
            case 1: return R"({"Ref": "P"})";
            case 2: return R"({"Ref": "AWS::Region"})";
            case 3: return fmt::format(R"({{"Fn::GetAtt": ["B{}", "Arn"]}})", below(4));
            case 4: return fmt::format(R"({{"Ref": "B{}"}})", below(4));
            case 5: return R"({"Fn::Join": ["/", [)" + inner() + ", " + inner() + ", {\"Ref\": \"AWS::NoValue\"}]]}";
            case 6: return R"({"Fn::Sub": ["${a}-${!b}-${AWS::AccountId}-${B1.Arn}", {"a": )" + inner() + "}]}";
            case 7: return R"({"Fn::Select": [1, [)" + inner() + ", " + inner() + "]]}";
            case 8: return fmt::format(R"({{"Fn::If": ["{}", )", condition()) + inner() + ", " + inner() + "]}";
            case 9: return R"({"Fn::FindInMap": ["M", {"Ref": "P"}, "k"]})";
            case 10: return R"({"Fn::FindInMap": ["M", "none", "k", {"DefaultValue": )" + inner() + "}]}";
            case 11: return R"({"Fn::Base64": )" + inner() + "}";
            case 12: return R"({"Fn::ToJsonString": {"a": )" + inner() + ", \"b\": " + list(depth - 1) + "}}";
            case 13: return R"({"Fn::Select": [0, {"Fn::Split": ["-", )" + inner() + "]}]}";
            default: return R"({"Fn::Join": [",", )" + list(depth - 1) + "]}";
        }
    }

    std::string list(int depth) {
        switch (below(depth > 0 ? 6 : 2)) {
            case 0: return R"({"Ref": "Z"})";
            case 1: return R"({"Fn::FindInMap": ["M", "p", "l"]})";
            case 2: return R"({"Fn::Split": ["-", )" + text(depth - 1) + "]}";
            case 3: return R"({"Fn::Cidr": ["10.0.0.0/16", 2, 8]})";
            case 4: return fmt::format(R"({{"Fn::If": ["{}", )", condition()) + list(depth - 1) + ", " + list(depth - 1) + "]}";
            default: return "[" + text(depth - 1) + ", " + text(depth - 1) + "]";
        }
    }

    std::mt19937 engine_;
};

TEST(ResolveProperty, ResolvingTwiceChangesNothing) {
    Deployment deployment;
    deployment.environment = {"111122223333", "eu-west-1", ""};
    for (std::uint32_t seed = 0; seed < 500; ++seed) {
        const std::string text = Generator(seed).run();
        const auto once = resolved(text, deployment);
        ASSERT_EQ(problems(*once), "") << seed << "\n" << text;
        ASSERT_EQ(find_unknown(once->root), nullptr) << seed << ": " << find_unknown(once->root)->reason << "\n" << text;
        const std::string first = value::to_json(once->root);
        const std::string body = value::to_json(*once->root.find("Resources"));
        for (const char* function : {"\"Ref\":", "\"Fn::"}) ASSERT_EQ(body.find(function), std::string::npos) << seed << "\n" << body;
        const auto twice = resolved(first, deployment);
        ASSERT_EQ(problems(*twice), "") << seed << "\n" << first;
        ASSERT_EQ(value::to_json(twice->root), first) << seed;
    }
}

}  // namespace
}  // namespace vouch::cfn
