// SPDX-License-Identifier: Apache-2.0
#include "model/references.h"

#include <array>

#include <gtest/gtest.h>

#include "value/write.h"

namespace vouch::model {
namespace {

using value::Value;

// A unit whose resource `Site` logs to `Logs`, which also stands in a list and in itself.
class ReferencesTest : public ::testing::Test {
protected:
    void SetUp() override {
        const Value logs = value::make_unknown(unit_.arena, {value::Unknown::Cause::attribute, "reference", "Ref:Logs", "Logs"}, 0);
        const Value arn = value::make_unknown(unit_.arena, {value::Unknown::Cause::attribute, "attribute", "GetAtt:Logs.Arn", "Logs"}, 0);
        const Value list = value::make_list(unit_.arena, std::array{arn, arn}, 0);
        add("Site", {{"LoggingConfiguration", map({{"DestinationBucketName", logs}})}, {"Others", list}});
        add("Logs", {{"Self", logs}});
    }

    using Members = std::vector<std::pair<std::string_view, Value>>;
    Value map(const Members& members) {
        std::vector<value::Member> made;
        for (const auto& [key, item] : members) made.push_back({Value::string(key, 0), item});
        return value::make_map(unit_.arena, made, 0);
    }
    void add(const char* id, const Members& properties) {
        Resource resource;
        resource.id = id;
        resource.type = "AWS::S3::Bucket";
        resource.body = map({{"Properties", map(properties)}});
        unit_.resources.push_back(resource);
    }

    Unit unit_;
};

TEST_F(ReferencesTest, NameThePropertyThatRefersOnceEachAndNotTheResourceItself) {
    const References found = references(unit_);
    ASSERT_EQ(found.size(), 1U);
    const std::vector<Reference> expected{{"Site", "AWS::S3::Bucket", "Properties.LoggingConfiguration.DestinationBucketName"},
                                          {"Site", "AWS::S3::Bucket", "Properties.Others"}};
    EXPECT_EQ(found.at("Logs"), expected);
}

TEST_F(ReferencesTest, AreAMapForControls) {
    base::Arena arena;
    EXPECT_EQ(value::to_json(to_value(arena, {{"Site", "AWS::S3::Bucket", "Properties.X"}}, 7)),
              R"({"ReferencedBy":[{"Id":"Site","Type":"AWS::S3::Bucket","Path":"Properties.X"}]})");
}

}  // namespace
}  // namespace vouch::model
